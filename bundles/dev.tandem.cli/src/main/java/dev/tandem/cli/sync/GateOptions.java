package dev.tandem.cli.sync;

import dev.tandem.cli.CommandException;
import dev.tandem.cli.Units;
import dev.tandem.command.ExitCode;
import dev.tandem.sync.GateLimits;
import dev.tandem.sync.SyncRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What stops a run before it changes anything. */
final class GateOptions {
    /** Hidden, and named after the program that looks for it, so that a person who meets it knows whose it is. */
    static final String ACCESS_FILE = ".tandem-access";

    /**
     * Takes the word after {@code --check-access} for its file where it cannot be one of the two folders: after both,
     * or with {@code =}.
     */
    static final class FileAfterFolders implements IParameterPreprocessor {
        @Override
        public boolean preprocess(Stack<String> arguments, CommandSpec command, ArgSpec option,
                Map<String, Object> info) {
            boolean separate = " ".equals(info.get("separator"));
            boolean foldersToCome = command.positionalParameters().stream().anyMatch(each -> each.getValue() == null);
            if (separate && foldersToCome) {
                arguments.push(ACCESS_FILE);
            }
            return false;
        }
    }

    @Option(names = "--max-delete", paramLabel = "N%|N|SIZE", description = "stop where more would be deleted on a "
            + "side: a part of its files, or of one of its top folders, in percent (default: 50%%), a number of files, "
            + "or bytes like 10M (repeatable, one of each kind; moves are no deletions)")
    List<String> limits = new ArrayList<>();

    @Option(names = "--check-access", paramLabel = "FILE", arity = "0..1", fallbackValue = ACCESS_FILE,
            preprocessor = FileAfterFolders.class, description = "stop unless a file of this name is on both sides, "
            + "and wherever it was at the last run; so a disk that is not there is not taken for an empty one "
            + "(default: " + ACCESS_FILE + "; before the two folders write --check-access=FILE)")
    String accessFile;

    @Option(names = "--force", description = "go on although a gate trips, whichever it is")
    boolean force;

    @Option(names = "--accept", paramLabel = "GATE", description = "go on although this gate trips (repeatable)")
    List<String> gates = new ArrayList<>();

    GateLimits limits() throws CommandException {
        int percent = GateLimits.USUAL.deletePercent();
        long count = GateLimits.USUAL.deleteCount();
        long bytes = GateLimits.USUAL.deleteBytes();
        for (String limit : limits) {
            if (limit.matches("(100|[0-9]{1,2})%")) {
                percent = Integer.parseInt(limit.substring(0, limit.length() - 1));
            } else if (limit.matches("[0-9]{1,15}")) {
                count = Long.parseLong(limit);
            } else {
                bytes = bytes(limit);
            }
        }
        return new GateLimits(percent, count, bytes, GateLimits.USUAL.freeReserve(), accessFile());
    }

    private static long bytes(String limit) throws CommandException {
        try {
            return Units.parseSize(limit);
        } catch (IllegalArgumentException malformed) {
            throw new CommandException(ExitCode.USAGE, "--max-delete: '" + limit + "' is none of: a part of the files "
                    + "from 0% to 100%, a number of files, a size like 10M", malformed);
        }
    }

    private Optional<String> accessFile() throws CommandException {
        if (accessFile != null && (accessFile.isEmpty() || accessFile.contains("/"))) {
            throw CommandException.usage("--check-access needs the name of a file, without its folder, not '"
                    + accessFile + "'");
        }
        return Optional.ofNullable(accessFile);
    }

    /** Returns the gates this run may pass. */
    List<String> accepted() {
        List<String> accepted = new ArrayList<>(gates);
        if (force) {
            accepted.add(SyncRequest.ALL);
        }
        return accepted;
    }
}
