package dev.tandem.catalog;

import dev.tandem.backup.Snapshot;
import dev.tandem.model.RawPath;

/**
 * An entry in one snapshot.
 *
 * @param snapshot the snapshot
 * @param path     absolute path within it
 * @param entry    what is there
 */
public record FoundEntry(Snapshot snapshot, RawPath path, FileEntry entry) { }
