package dev.tandem.cli.destination;

import dev.tandem.cli.CommandException;
import dev.tandem.command.CommandContext;
import dev.tandem.storage.Destination;
import dev.tandem.storage.Destinations;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.Storages;
import dev.tandem.storage.UntrustedHostException;
import java.io.IOException;
import java.util.Arrays;
import java.util.TreeMap;

/** Lets a person confirm the key of a server, and the provider remember it. */
record HostTrust(Storages storages, Destinations destinations) {
    /** Shows a key, and returns whether the person confirmed it. Nobody does without a terminal. */
    static boolean ask(UntrustedHostException unknown, CommandContext context) throws IOException {
        context.say("The key of " + unknown.host() + " is not known yet. Its fingerprint is");
        context.say("  " + unknown.fingerprint());
        context.say("Compare it with what the owner of the server says; ssh-keygen -l shows it there.");
        char[] answer = context.askPassword("Is it the same? Type yes, which is not shown: ").orElse(new char[0]);
        boolean same = Arrays.equals(answer, "yes".toCharArray());
        Arrays.fill(answer, '\0');
        return same;
    }

    /**
     * Keeps a key that was confirmed, which the provider sees to when the storage is opened with it.
     *
     * @throws StorageException when the server shows another key, which nothing was kept of, or fails later on
     */
    void keep(Location where, String fingerprint) throws IOException, CommandException {
        if (!fingerprint.matches("[A-Za-z0-9-]+:[A-Za-z0-9+/=:]+")) {
            throw CommandException.usage("'" + fingerprint + "' is no fingerprint; it looks like SHA256:Xm7…");
        }
        if (!where.scheme().equals(Location.NAMED)) {
            String separator = where.target().indexOf('?') < 0 ? "?" : "&";
            open(new Location(where.scheme(), where.target() + separator + UntrustedHostException.SETTING + "="
                    + fingerprint));
            return;
        }
        Destination old = KnownDestination.find(destinations, where.target().split("/", 2)[0]);
        var settings = new TreeMap<>(old.settings());
        settings.put(UntrustedHostException.SETTING, fingerprint);
        destinations.put(new Destination(old.name(), old.location(), settings));
        try {
            open(where);
        } catch (UntrustedHostException another) {
            destinations.put(old);
            throw another;
        }
    }

    private void open(Location where) throws StorageException {
        try {
            storages.open(where, Storages.Mode.EXISTING).close();
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.NOT_FOUND) {
                throw e;
            }
            // The server answered and was trusted; that nothing is there yet is no matter of its key.
        }
    }
}
