package dev.tandem.sync.internal.apply;

import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.Present;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this run left at paths it changed, or learned when it copied them: later steps find that, not what was observed
 * before the run. Thread-safe.
 */
final class Fresh {
    private final Map<Place, Present> items = new HashMap<>();

    /** A path on a side. */
    private record Place(Side side, RawPath path) { }

    /** Notes what a change left. */
    synchronized void left(Side side, RawPath path, Present item) {
        items.put(new Place(side, path), item);
    }

    /** Notes that something got another path, with all below. */
    synchronized void moved(Side side, RawPath from, RawPath to, Present item) {
        Map<Place, Present> below = new HashMap<>();
        items.forEach((place, known) -> {
            if (place.side == side && place.path.startsWith(from)) {
                below.put(place, known);
            }
        });
        items.keySet().removeAll(below.keySet());
        below.forEach((place, known) -> items.put(new Place(side, under(to, place.path, from)), known));
        left(side, to, item);
    }

    private static RawPath under(RawPath to, RawPath path, RawPath from) {
        RawPath at = to;
        for (var name : path.names().subList(from.names().size(), path.names().size())) {
            at = at.child(name);
        }
        return at;
    }

    /** Returns what this run left at a path, if it changed that. */
    synchronized Optional<Present> at(Side side, RawPath path) {
        return Optional.ofNullable(items.get(new Place(side, path)));
    }

    /** Returns what must be at a path: what this run left there, else what was observed. */
    Present expected(Side side, RawPath path, Present observed) {
        return at(side, path).filter(item -> item.type() == observed.type()).orElse(observed);
    }

    /** Returns what must be at a path: what this run left there, else what was observed. */
    Item expected(Side side, RawPath path, Item observed) {
        return observed instanceof Present present ? expected(side, path, present) : observed;
    }
}
