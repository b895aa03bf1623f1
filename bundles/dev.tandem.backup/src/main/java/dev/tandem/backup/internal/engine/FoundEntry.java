package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Node;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import java.util.Optional;

/**
 * An entry found by the walk.
 *
 * @param name     the name it gets in the snapshot
 * @param path     where it is
 * @param stat     its metadata when it was found
 * @param previous what the parent snapshot has in its place, once that was looked up
 */
record FoundEntry(RawName name, RawPath path, FileStat stat, Optional<Node> previous) {
    /** Returns the entry with what the parent snapshot has in its place. */
    FoundEntry withPrevious(Optional<Node> node) {
        return node.isEmpty() ? this : new FoundEntry(name, path, stat, node);
    }
}
