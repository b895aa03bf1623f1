package dev.tandem.cli.sync;

import dev.tandem.cli.CommandException;
import dev.tandem.command.CommandContext;
import dev.tandem.command.ExitCode;
import dev.tandem.storage.Location;
import dev.tandem.sync.SyncPair;
import java.nio.file.InvalidPathException;
import picocli.CommandLine.Parameters;

/** Which two folders are meant. */
final class PairArguments {
    @Parameters(index = "0", paramLabel = "LEFT", description = "one of the two folders")
    String left;

    @Parameters(index = "1", paramLabel = "RIGHT", description = "the other one")
    String right;

    /** Returns the arguments that stand for two folders. */
    static PairArguments of(String left, String right) {
        PairArguments pair = new PairArguments();
        pair.left = left;
        pair.right = right;
        return pair;
    }

    SyncPair pair(CommandContext context) throws CommandException {
        return new SyncPair(location(left, context), location(right, context));
    }

    private static Location location(String text, CommandContext context) throws CommandException {
        if (text.isEmpty()) {
            throw CommandException.usage("an empty name is no folder; is a variable of a script not set?");
        }
        Location location = Location.parse(text);
        if (!location.scheme().equals(Location.FILE)) {
            return location;
        }
        try {
            return new Location(Location.FILE, context.workingDirectory().resolve(location.target()).toString());
        } catch (InvalidPathException illFormed) {
            throw new CommandException(ExitCode.USAGE, "'" + text + "' cannot be one of the two folders: "
                    + illFormed.getReason(), illFormed);
        }
    }

    /** Returns both as they are written in a command, for a person to copy. */
    String typed() {
        return quoted(left) + " " + quoted(right);
    }

    private static String quoted(String text) {
        return text.matches("[\\w./:@%+,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
