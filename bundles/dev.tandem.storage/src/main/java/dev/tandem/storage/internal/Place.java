package dev.tandem.storage.internal;

import dev.tandem.storage.Destination;
import dev.tandem.storage.Location;
import java.util.Optional;

/**
 * Where a location really is.
 *
 * @param location the provider's own location, never {@link Location#NAMED}
 * @param named    the destination it is in, where it is in one
 */
record Place(Location location, Optional<Destination> named) {
    /** Returns what is throttled together: a destination, else an account on a server. */
    String account() {
        return named.map(destination -> "@" + destination.name())
                .orElseGet(() -> location.scheme() + ":" + authority(location.target()));
    }

    /** Returns what it is called in a log: without any secret. */
    String name() {
        return named.map(destination -> "@" + destination.name()).orElseGet(() -> {
            String text = location.toString();
            boolean query = !location.scheme().equals(Location.FILE) && text.indexOf('?') >= 0;
            return query ? text.substring(0, text.indexOf('?')) : text;
        });
    }

    private static String authority(String target) {
        int slashes = target.indexOf("//");
        if (slashes < 0) {
            return target;
        }
        int end = slashes + 2;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        return target.substring(0, end);
    }
}
