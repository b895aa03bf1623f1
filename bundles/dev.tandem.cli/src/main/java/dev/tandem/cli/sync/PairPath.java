package dev.tandem.cli.sync;

import dev.tandem.cli.CommandException;
import dev.tandem.cli.RawText;
import dev.tandem.cli.TypedPath;
import dev.tandem.command.CommandContext;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.storage.Location;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncPair;
import java.util.List;
import java.util.Optional;

/** Paths of files that two folders have in common, relative to both. */
final class PairPath {
    /** Both folders themselves. */
    static final RawPath WHOLE = RawPath.of(".");

    private PairPath() { }

    /**
     * Returns what a person means with {@code text}: what lies below one of the folders as seen from where he is, else
     * what has this path in both of them.
     */
    static RawPath of(String text, SyncPair pair, CommandContext context) throws CommandException {
        RawPath seen = TypedPath.absolute(text, context);
        for (Side side : Side.values()) {
            Optional<RawPath> root = root(pair, side, context);
            if (root.isPresent() && seen.startsWith(root.get())) {
                return relative(seen.names().subList(root.get().names().size(), seen.names().size()));
            }
        }
        RawPath typed = RawText.path(text);
        if (typed.isAbsolute() || typed.names().stream().anyMatch(name -> name.toString().equals(".."))) {
            throw CommandException.usage(text + " is in neither of the two; a path in a storage is given relative to its root");
        }
        return relative(typed.names());
    }

    private static RawPath relative(List<RawName> names) {
        RawPath path = WHOLE;
        for (RawName name : names) {
            path = path.child(name);
        }
        return path;
    }

    /** Returns the path of a folder; empty where it is not one of this machine. */
    static Optional<RawPath> root(SyncPair pair, Side side, CommandContext context) {
        Location location = pair.of(side);
        return location.scheme().equals(Location.FILE)
                ? Optional.of(TypedPath.absolute(location.target(), context)) : Optional.empty();
    }
}
