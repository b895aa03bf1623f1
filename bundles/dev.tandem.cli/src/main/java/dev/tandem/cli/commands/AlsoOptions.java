package dev.tandem.cli.commands;

import dev.tandem.cli.CommandException;
import dev.tandem.command.CommandContext;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** One repository more that a backup goes to, with its own password or the one of the first repository. */
final class AlsoOptions {
    @Option(names = "--also", paramLabel = "NAME|LOCATION", required = true, description = "back up to this repository "
            + "too, with the same scan (repeatable); a name is one of config/destinations.json")
    String name;

    @Option(names = "--also-password-file", paramLabel = "FILE",
            description = "file that holds the password of the --also before it (default: that of the first one)")
    String passwordFile;

    @Option(names = "--also-password-command", paramLabel = "COMMAND",
            description = "command that prints the password of the --also before it")
    String passwordCommand;

    @Option(names = "--also-insecure-no-password", description = "the password of the --also before it is empty")
    boolean noPassword;

    /** Returns what is to be opened; what these options leave open is as {@code kept} says, else as for the first. */
    RepositoryOptions repository(Optional<Destinations.Kept> kept, RepositoryOptions first) {
        RepositoryOptions options = new RepositoryOptions() {
            @Override
            String option(String option) {
                return "--also-" + option;
            }
        };
        options.location = kept.map(Destinations.Kept::repository).orElse(name);
        options.passwordFile = passwordFile;
        options.passwordCommand = passwordCommand;
        options.noPassword = noPassword;
        if (!hasPassword(options)) {
            options.passwordFile = kept.flatMap(Destinations.Kept::passwordFile).orElse(null);
            options.passwordCommand = kept.flatMap(Destinations.Kept::passwordCommand).orElse(null);
        }
        if (!hasPassword(options)) {
            options.passwordFile = first.passwordFile;
            options.passwordCommand = first.passwordCommand;
            options.noPassword = first.noPassword;
        }
        return options;
    }

    private static boolean hasPassword(RepositoryOptions options) {
        return options.passwordFile != null || options.passwordCommand != null || options.noPassword;
    }

    /** Returns what a person calls it. */
    String name(CommandContext context, RepositoryOptions options, boolean kept) throws CommandException, IOException {
        return kept ? name : options.location(context).orElseThrow().toString();
    }
}
