package dev.tandem.cli.commands;

import java.util.Optional;
import picocli.CommandLine.Option;

/** One repository more that a backup goes to, with its own password or the one of the first repository. */
final class AlsoOptions {
    @Option(names = "--also", paramLabel = "LOCATION", required = true, description = "back up to this repository too, "
            + "with the same scan (repeatable): a folder, a URL, or @NAME of a destination, for which NAME will do")
    String name;

    @Option(names = "--also-password-file", paramLabel = "FILE",
            description = "file that holds the password of the --also before it (default: that of the first one)")
    String passwordFile;

    @Option(names = "--also-password-command", paramLabel = "COMMAND",
            description = "command that prints the password of the --also before it")
    String passwordCommand;

    @Option(names = "--also-insecure-no-password", description = "the password of the --also before it is empty")
    boolean noPassword;

    /**
     * Returns what is to be opened.
     *
     * @param location where it is
     * @param first    whose password it is where these options say nothing of one; empty where another one is kept
     */
    RepositoryOptions repository(String location, Optional<RepositoryOptions> first) {
        RepositoryOptions options = new RepositoryOptions() {
            @Override
            String option(String option) {
                return "--also-" + option;
            }
        };
        options.location = location;
        options.passwordFile = passwordFile;
        options.passwordCommand = passwordCommand;
        options.noPassword = noPassword;
        if (!hasPassword(options) && first.isPresent()) {
            options.passwordFile = first.get().passwordFile;
            options.passwordCommand = first.get().passwordCommand;
            options.noPassword = first.get().noPassword;
        }
        return options;
    }

    private static boolean hasPassword(RepositoryOptions options) {
        return options.passwordFile != null || options.passwordCommand != null || options.noPassword;
    }
}
