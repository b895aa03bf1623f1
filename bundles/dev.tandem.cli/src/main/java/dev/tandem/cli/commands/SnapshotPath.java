package dev.tandem.cli.commands;

import dev.tandem.cli.CommandException;
import dev.tandem.cli.RawText;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import java.util.List;

/**
 * A snapshot, or a folder in it, as it is named on the command line: {@code ID} or {@code ID:PATH}.
 *
 * @param snapshot an ID, the beginning of one, or {@code latest}
 * @param path     absolute path within the snapshot; the root where none is named
 */
record SnapshotPath(String snapshot, RawPath path) {
    static SnapshotPath parse(String text) throws CommandException {
        int colon = text.indexOf(':');
        String snapshot = colon < 0 ? text : text.substring(0, colon);
        if (snapshot.isEmpty()) {
            throw CommandException.usage("'" + text + "' names no snapshot; write an ID or 'latest' before the colon");
        }
        return new SnapshotPath(snapshot, colon < 0 ? RawPath.ROOT : below(RawPath.ROOT, text.substring(colon + 1)));
    }

    /** Returns the path a person means with {@code text} when it starts at {@code folder}. */
    static RawPath below(RawPath folder, String text) {
        return append(folder, RawText.path(text).names());
    }

    /** Returns {@code path}, which starts with {@code folder}, as it is seen from there: still with a slash first. */
    static RawPath relative(RawPath folder, RawPath path) {
        List<RawName> names = path.names();
        return append(RawPath.ROOT, names.subList(folder.names().size(), names.size()));
    }

    private static RawPath append(RawPath folder, List<RawName> names) {
        RawPath path = folder;
        for (RawName name : names) {
            if (!name.toString().equals(".")) {
                path = path.child(name);
            }
        }
        return path;
    }
}
