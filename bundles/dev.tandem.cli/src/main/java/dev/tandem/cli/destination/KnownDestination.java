package dev.tandem.cli.destination;

import dev.tandem.cli.CommandException;
import dev.tandem.storage.Destination;
import dev.tandem.storage.Destinations;
import java.io.IOException;
import java.util.Optional;

/** A destination a person calls by its name, with or without the {@code @}. */
final class KnownDestination {
    private KnownDestination() { }

    static String name(String typed) {
        return typed.startsWith("@") ? typed.substring(1) : typed;
    }

    /** Returns the destination, which must be there. */
    static Destination find(Destinations destinations, String typed) throws IOException, CommandException {
        Optional<Destination> found = destinations.find(name(typed));
        if (found.isPresent()) {
            return found.get();
        }
        String names = String.join(", ", destinations.names());
        throw CommandException.failed("there is no destination '" + name(typed) + "'; "
                + (names.isEmpty() ? "there is none yet" : "there are: " + names));
    }
}
