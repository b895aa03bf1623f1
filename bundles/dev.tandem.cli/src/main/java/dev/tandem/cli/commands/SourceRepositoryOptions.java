package dev.tandem.cli.commands;

import picocli.CommandLine.Option;

/** Which second repository is meant, the one something is taken from. */
final class SourceRepositoryOptions {
    @Option(names = {"--from", "--from-repo"}, paramLabel = "LOCATION", required = true,
            description = "the repository to take from: a folder, a URL, or @NAME of a destination")
    String location;

    @Option(names = "--from-password-file", paramLabel = "FILE",
            description = "file that holds its password (default: as for the first repository)")
    String passwordFile;

    @Option(names = "--from-password-command", paramLabel = "COMMAND", description = "command that prints its password")
    String passwordCommand;

    @Option(names = "--from-insecure-no-password", description = "its password is empty")
    boolean noPassword;

    @Option(names = "--from-no-lock", description = "do not lock it, as for one that cannot be written")
    boolean noLock;

    /** Returns the options that open it. */
    RepositoryOptions opening() {
        ReadOptions options = new ReadOptions();
        options.location = location;
        options.passwordFile = passwordFile;
        options.passwordCommand = passwordCommand;
        options.noPassword = noPassword;
        options.noLock = noLock;
        return options;
    }
}
