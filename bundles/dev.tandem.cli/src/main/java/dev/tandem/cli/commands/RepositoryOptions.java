package dev.tandem.cli.commands;

import dev.tandem.backup.LockPatience;
import dev.tandem.backup.Repositories.Access;
import dev.tandem.cli.CommandException;
import dev.tandem.cli.RawText;
import dev.tandem.cli.TypedLocation;
import dev.tandem.cli.Units;
import dev.tandem.command.CommandContext;
import dev.tandem.command.ExitCode;
import dev.tandem.job.JobMonitor;
import dev.tandem.storage.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which repository is meant, and how it is opened. */
class RepositoryOptions {
    @Option(names = {"-r", "--repo"}, paramLabel = "LOCATION", description = "the repository: a folder, a URL, or "
            + "@NAME of a destination (default: $TANDEM_REPOSITORY, else the repository Tandem keeps by itself)")
    String location;

    @Option(names = "--repository-file", paramLabel = "FILE",
            description = "file whose first line is the location (default: $TANDEM_REPOSITORY_FILE)")
    String repositoryFile;

    @Option(names = {"-p", "--password-file"}, paramLabel = "FILE",
            description = "file that holds the password (default: $TANDEM_PASSWORD_FILE)")
    String passwordFile;

    @Option(names = "--password-command", paramLabel = "COMMAND",
            description = "command that prints the password (default: $TANDEM_PASSWORD_COMMAND)")
    String passwordCommand;

    @Option(names = "--insecure-no-password", description = "the password is empty")
    boolean noPassword;

    @Option(names = "--retry-lock", paramLabel = "TIME", description = "how long to wait while somebody else's lock "
            + "stands in the way: 30s, 10m, 1h30m (default: not at all)")
    String retryLock;

    /** Returns how long to wait for locks of others. */
    final LockPatience patience(CommandContext context) throws CommandException {
        if (retryLock == null) {
            return LockPatience.NONE;
        }
        try {
            return new LockPatience(Units.parseDuration(retryLock), new WaitingMonitor(context));
        } catch (IllegalArgumentException malformed) {
            throw new CommandException(ExitCode.USAGE, "--retry-lock: " + malformed.getMessage(), malformed);
        }
    }

    /** Hears of waiting for a lock, before the job itself begins. */
    private record WaitingMonitor(CommandContext context) implements JobMonitor {
        @Override
        public void message(String text) {
            context.say(text);
        }

        @Override
        public boolean cancelled() {
            return context.cancelled();
        }
    }

    /** Returns how the repository is opened. */
    Access access() {
        return Access.LOCKING;
    }

    /** Returns how an option of these is written. */
    String option(String name) {
        return "--" + name;
    }

    /** Returns the name of an environment variable that stands in for an option of these. */
    String variable(String name) {
        return "TANDEM_" + name;
    }

    /** Returns the location that was named; empty for the default repository. */
    Optional<Location> location(CommandContext context) throws CommandException, IOException {
        if (location != null && repositoryFile != null) {
            throw CommandException.usage("give the repository with " + option("repo") + " or with "
                    + option("repository-file") + ", not with both");
        }
        String named = location != null ? location
                : repositoryFile == null ? environment(context, variable("REPOSITORY")) : "";
        String file = repositoryFile != null ? repositoryFile : environment(context, variable("REPOSITORY_FILE"));
        if (named.isEmpty() && !file.isEmpty()) {
            named = firstLine(context.workingDirectory().resolve(file));
        }
        if (named.isEmpty()) {
            if (location != null) {
                throw CommandException.usage(option("repo") + " needs a location, and it is empty");
            }
            return Optional.empty();
        }
        return Optional.of(TypedLocation.of(named, context.workingDirectory()));
    }

    static String environment(CommandContext context, String name) {
        return context.environment().getOrDefault(name, "");
    }

    private static String firstLine(Path file) throws IOException, CommandException {
        String line = RawText.decode(Files.readAllBytes(file)).lines().findFirst().orElse("").strip();
        if (line.isEmpty()) {
            throw CommandException.usage("the first line of " + file + " names no repository");
        }
        return line;
    }
}
