package dev.tandem.catalog;

import dev.tandem.backup.Id;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.StoredBlob;
import dev.tandem.model.RawPath;

/**
 * A place where an object of a repository is used.
 *
 * @param kind     what the object is
 * @param id       its name
 * @param path     the file that needs the blob, or the directory the tree is of
 * @param parent   the tree that has the entry; of a root tree, the tree itself
 * @param snapshot the snapshot
 */
public record FoundObject(StoredBlob.Kind kind, Id id, RawPath path, Id parent, Snapshot snapshot) { }
