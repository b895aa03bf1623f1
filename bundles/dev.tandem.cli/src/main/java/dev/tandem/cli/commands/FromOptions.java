package dev.tandem.cli.commands;

import dev.tandem.backup.Repositories.Access;
import picocli.CommandLine.Option;

/** Which other repository something comes from. */
final class FromOptions {
    @Option(names = "--from-repo", paramLabel = "LOCATION",
            description = "the repository to copy from: a folder, a URL, or @NAME (default: $TANDEM_FROM_REPOSITORY)")
    String location;

    @Option(names = "--from-repository-file", paramLabel = "FILE",
            description = "file whose first line is its location (default: $TANDEM_FROM_REPOSITORY_FILE)")
    String repositoryFile;

    @Option(names = "--from-password-file", paramLabel = "FILE",
            description = "file that holds its password (default: $TANDEM_FROM_PASSWORD_FILE)")
    String passwordFile;

    @Option(names = "--from-password-command", paramLabel = "COMMAND",
            description = "command that prints its password (default: $TANDEM_FROM_PASSWORD_COMMAND)")
    String passwordCommand;

    @Option(names = "--from-insecure-no-password", description = "its password is empty")
    boolean noPassword;

    /** Tells whether any of these was given. */
    boolean given() {
        return location != null || repositoryFile != null || passwordFile != null || passwordCommand != null
                || noPassword;
    }

    /** Returns these as options of the repository they are about. */
    RepositoryOptions repository(Access access) {
        RepositoryOptions options = new RepositoryOptions() {
            @Override
            Access access() {
                return access;
            }

            @Override
            String option(String name) {
                return "--from-" + name;
            }

            @Override
            String variable(String name) {
                return "TANDEM_FROM_" + name;
            }
        };
        options.location = location;
        options.repositoryFile = repositoryFile;
        options.passwordFile = passwordFile;
        options.passwordCommand = passwordCommand;
        options.noPassword = noPassword;
        return options;
    }
}
