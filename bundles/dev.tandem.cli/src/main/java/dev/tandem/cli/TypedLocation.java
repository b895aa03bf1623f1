package dev.tandem.cli;

import dev.tandem.command.ExitCode;
import dev.tandem.storage.Destinations;
import dev.tandem.storage.Location;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A location as a person typed it. */
public final class TypedLocation {
    private TypedLocation() { }

    /**
     * Returns the location {@code text} means to the caller. The services may run elsewhere than he one day; only here is
     * it known where his paths start. What is no path of this machine stays as it is.
     */
    public static Location of(String text, Path workingDirectory) throws CommandException {
        if (text.isEmpty()) {
            throw CommandException.usage("an empty name is no location; is a variable of a script not set?");
        }
        Location location = Location.parse(text);
        // A shell expands the tilde only at the start of a word, so '--repo=~/backup' arrives with it.
        if (!location.scheme().equals(Location.FILE) || location.target().matches("~([/\\\\].*)?")) {
            return location;
        }
        try {
            return new Location(Location.FILE, workingDirectory.resolve(location.target()).toString());
        } catch (InvalidPathException illFormed) {
            throw new CommandException(ExitCode.USAGE, "'" + text + "' is no path on this system: "
                    + illFormed.getReason(), illFormed);
        }
    }

    /** Returns the same; besides, a bare word that is the name of a destination means that. */
    public static Location orName(String text, Path workingDirectory, Destinations destinations)
            throws CommandException, IOException {
        boolean named = text.matches("[a-z0-9][a-z0-9-]*") && destinations.find(text).isPresent();
        return of(named ? "@" + text : text, workingDirectory);
    }
}
