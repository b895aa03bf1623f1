package dev.tandem.backup;

import dev.tandem.model.RawPath;

/**
 * One difference between two snapshots.
 *
 * @param kind what differs
 * @param path where
 * @param directory whether it is a directory in the snapshot that has it
 */
public record DiffEntry(Kind kind, RawPath path, boolean directory) {
    /** What differs. */
    public enum Kind {
        /** Only in the second. */
        ADDED,
        /** Only in the first. */
        REMOVED,
        /** Content differs. */
        MODIFIED,
        /** Content differs although all metadata, the time of the last change too, is the same: it may have decayed. */
        DECAYED,
        /** Only metadata differs. */
        METADATA,
        /** One is a file, the other is something else. */
        TYPE
    }
}
