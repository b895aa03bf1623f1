package dev.tandem.cli.commands;

import dev.tandem.cli.CommandException;
import dev.tandem.command.CommandContext;
import dev.tandem.storage.Destination;
import dev.tandem.storage.Destinations;
import dev.tandem.storage.Location;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The password of the repository in a destination, which that keeps or says where to get. */
final class KeptPassword {
    private final Destinations destinations;
    private final Optional<Destination> destination;

    /** @param where the repository; only a place in a named destination has anything kept */
    KeptPassword(Destinations destinations, Location where) throws IOException {
        this.destinations = destinations;
        this.destination = where.scheme().equals(Location.NAMED)
                ? destinations.find(where.target().split("/", 2)[0]) : Optional.empty();
    }

    /** Returns whether there is any, without running or reading what it may come from. */
    boolean isThere() throws IOException {
        return destination.isPresent() && (setting(Destination.REPOSITORY_PASSWORD_FILE).isPresent()
                || setting(Destination.REPOSITORY_PASSWORD_COMMAND).isPresent()
                || destinations.secrets(destination.get().name()).contains(Destination.REPOSITORY_PASSWORD));
    }

    /** No shell has expanded the tilde of a file of configuration. */
    private static Path atHome(String file) {
        return Path.of(file.startsWith("~/") ? System.getProperty("user.home") + file.substring(1) : file);
    }

    private Optional<String> setting(String name) {
        return destination.map(named -> named.settings().get(name));
    }

    /** Returns the password, which the caller wipes. */
    Optional<char[]> get(CommandContext context) throws IOException, CommandException {
        if (destination.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> file = setting(Destination.REPOSITORY_PASSWORD_FILE);
        Optional<String> command = setting(Destination.REPOSITORY_PASSWORD_COMMAND);
        if (file.isPresent() && command.isPresent()) {
            throw CommandException.usage("the destination '" + destination.get().name() + "' has both a "
                    + Destination.REPOSITORY_PASSWORD_FILE + " and a " + Destination.REPOSITORY_PASSWORD_COMMAND
                    + "; take one away with 'tandem destination edit'");
        }
        if (file.isPresent()) {
            return Optional.of(PasswordSource.fromFile(atHome(file.get())));
        }
        if (command.isPresent()) {
            return Optional.of(PasswordSource.fromCommand(context, command.get()));
        }
        return destinations.secret(destination.get().name(), Destination.REPOSITORY_PASSWORD);
    }
}
