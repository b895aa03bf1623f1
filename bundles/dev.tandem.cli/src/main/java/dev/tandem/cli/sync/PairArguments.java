package dev.tandem.cli.sync;

import dev.tandem.cli.CommandException;
import dev.tandem.cli.TypedLocation;
import dev.tandem.command.CommandContext;
import dev.tandem.sync.SyncPair;
import picocli.CommandLine.Parameters;

/** Which two folders are meant. */
final class PairArguments {
    @Parameters(index = "0", paramLabel = "LEFT", description = "one of the two folders: a path, a URL, or @NAME of a destination")
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
        return new SyncPair(TypedLocation.of(left, context.workingDirectory()),
                TypedLocation.of(right, context.workingDirectory()));
    }

    /** Returns both as they are written in a command, for a person to copy. */
    String typed() {
        return quoted(left) + " " + quoted(right);
    }

    private static String quoted(String text) {
        return text.matches("[\\w./:@%+,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
