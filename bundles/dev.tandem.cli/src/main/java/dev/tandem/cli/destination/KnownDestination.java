package dev.tandem.cli.destination;

import dev.tandem.cli.CommandException;
import dev.tandem.cli.TypedLocation;
import dev.tandem.storage.Destination;
import dev.tandem.storage.Destinations;
import dev.tandem.storage.Location;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A destination a person calls by its name, with or without the {@code @}. */
final class KnownDestination {
    private KnownDestination() { }

    static String name(String typed) {
        return typed.startsWith("@") ? typed.substring(1) : typed;
    }

    /** Returns the location of a destination, or another one; a bare word is always a name here, and {@code ./word} a folder. */
    static Location location(Destinations destinations, String typed, Path workingDirectory)
            throws IOException, CommandException {
        return typed.matches("[a-z0-9][a-z0-9-]*") ? new Location(Location.NAMED, find(destinations, typed).name())
                : TypedLocation.of(typed, workingDirectory);
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
