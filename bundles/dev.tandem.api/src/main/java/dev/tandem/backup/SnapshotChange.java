package dev.tandem.backup;

import java.util.Optional;

/**
 * What became of a snapshot that was edited.
 *
 * @param before  the snapshot
 * @param what    what became of it
 * @param after   the new one, if there is one and it was saved
 */
public record SnapshotChange(Snapshot before, What what, Optional<Id> after) {
    /** What becomes of a snapshot. */
    public enum What {
        /** A new one takes its place. */
        REPLACED,
        /** It stays, and a new one is beside it. */
        COPIED,
        /** Nothing of it can be read, so it is removed and no new one is made. */
        REMOVED,
        /** Nothing of it can be read; it stays. */
        LEFT
    }
}
