package dev.tandem.cli.destination;

import dev.tandem.cli.CommandException;
import dev.tandem.command.CommandContext;
import dev.tandem.command.ExitCode;
import dev.tandem.storage.Destination;
import dev.tandem.storage.Destinations;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.Storages;
import dev.tandem.storage.UntrustedHostException;
import java.io.IOException;

/** Tries a destination that was just written down. */
record FirstContact(Storages storages, Destinations destinations, CommandContext context) {
    /** Returns the exit code: the destination is kept either way. */
    int with(Destination destination) throws IOException, CommandException {
        Location where = new Location(Location.NAMED, destination.name());
        try {
            connect(where);
            return ExitCode.DONE;
        } catch (UntrustedHostException unknown) {
            throw explained(destination, new StorageException(unknown.kind(), "the key of " + unknown.host()
                    + " was not confirmed. Its fingerprint is " + unknown.fingerprint() + "; confirm it with 'tandem "
                    + "destination trust " + destination.name() + "'", unknown));
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.NOT_FOUND) {
                throw explained(destination, e);
            }
            context.say("There is nothing at " + destination.location() + " yet: the first use makes it, as in 'tandem "
                    + "init -r @" + destination.name() + "'.");
            return ExitCode.DONE;
        }
    }

    private void connect(Location where) throws IOException, CommandException {
        try {
            Connection.to(where, storages).print(context);
        } catch (UntrustedHostException unknown) {
            if (!HostTrust.ask(unknown, context)) {
                throw unknown;
            }
            new HostTrust(storages, destinations).keep(where, unknown.fingerprint());
            Connection.to(where, storages).print(context);
        }
    }

    private static CommandException explained(Destination destination, StorageException e) {
        return new CommandException(ExitCode.FAILED, "the destination '" + destination.name() + "' is kept, but cannot "
                + "be used now: " + e.getMessage() + "\nto change it: tandem destination edit " + destination.name()
                + "; to try it again: tandem destination test " + destination.name(), e);
    }
}
