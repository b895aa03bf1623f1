package dev.tandem.sync.internal.version;

import dev.tandem.sync.Side;
import dev.tandem.sync.SyncReport.Counts;

/**
 * What was changed, and what was not.
 *
 * @param skipped changes that were left out, as something else had changed meanwhile or stood in the way
 * @param failed  changes that could not be made
 */
public record Outcome(Counts left, Counts right, long skipped, long failed) {
    /** Returns what was changed on one side. */
    public Counts of(Side side) {
        return side == Side.LEFT ? left : right;
    }
}
