package dev.tandem.sync;

import java.util.Optional;

/**
 * When a run is stopped before it changes anything. Moves are no deletions.
 *
 * @param deletePercent   more than this part of the files known on a side, or in one of its top folders, would be deleted
 *                        or, where all would be, replaced; at least {@link #FEW} of them; 100 never stops
 * @param deleteCount     more files than this would be deleted on a side; -1 for no limit
 * @param deleteBytes     more bytes than this would be deleted on a side; -1 for no limit
 * @param freeReserve     less than this part of a file system would be left free, in percent
 * @param accessCheckFile the name of a file that must be wherever it was at the last run, and at least once on each
 *                        side; empty for none
 */
public record GateLimits(int deletePercent, long deleteCount, long deleteBytes, int freeReserve,
        Optional<String> accessCheckFile) {
    /** Fewer deletions than this are never too many in percent. */
    public static final int FEW = 10;

    /** Half of the files. */
    public static final GateLimits USUAL = new GateLimits(50, -1, -1, 1, Optional.empty());
}
