package dev.tandem.cli.commands;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.tandem.cli.CommandException;
import dev.tandem.storage.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The repositories a person has given names, in {@code destinations.json} of the folder of configuration:
 * {@code {"usb": {"repository": "/media/usb/tandem", "password_file": "/home/ada/.usb-key"}}}. Relative paths start
 * where the file is. It holds where passwords come from, never a password.
 */
final class Destinations {
    static final String FILE = "destinations.json";

    /**
     * A repository with a name.
     *
     * @param repository      where it is
     * @param passwordFile    file that holds its password
     * @param passwordCommand command that prints its password
     */
    record Kept(String repository, Optional<String> passwordFile, Optional<String> passwordCommand) { }

    private final Path file;

    Destinations(Path config) {
        this.file = config.resolve(FILE);
    }

    /** Returns the repository with this name; empty when there is none. */
    Optional<Kept> find(String name) throws IOException, CommandException {
        try {
            JsonObject all = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            return all.has(name) ? Optional.of(kept(all.getAsJsonObject(name))) : Optional.empty();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (JsonParseException | IllegalStateException | ClassCastException | UnsupportedOperationException e) {
            throw CommandException.failed(file + " is not what it must be, an object with a name for each repository: "
                    + e.getMessage());
        }
    }

    private Kept kept(JsonObject object) throws CommandException {
        String repository = text(object, "repository")
                .orElseThrow(() -> CommandException.failed(file + " names a destination without its 'repository'"));
        return new Kept(absolute(Location.parse(repository)).text(),
                text(object, "password_file").map(path -> file.resolveSibling(path).toString()),
                text(object, "password_command"));
    }

    private Location absolute(Location location) {
        return location.scheme().equals(Location.FILE)
                ? new Location(Location.FILE, file.resolveSibling(location.target()).toString()) : location;
    }

    private static Optional<String> text(JsonObject object, String name) {
        return Optional.ofNullable(object.get(name)).map(JsonElement::getAsString);
    }
}
