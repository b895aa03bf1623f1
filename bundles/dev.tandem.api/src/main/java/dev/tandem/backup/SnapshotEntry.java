package dev.tandem.backup;

import dev.tandem.model.RawPath;

/**
 * An entry of a snapshot, and where in the snapshot it is.
 *
 * @param path absolute path within the snapshot
 * @param node the entry
 */
public record SnapshotEntry(RawPath path, Node node) { }
