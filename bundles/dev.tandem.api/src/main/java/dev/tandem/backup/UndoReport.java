package dev.tandem.backup;

import java.util.List;

/**
 * Which forgotten snapshots are back.
 *
 * @param restored those that are back
 * @param lost     those that are not whole any more; what was kept of them stays as it was
 */
public record UndoReport(List<Snapshot> restored, List<Lost> lost) {
    /** A snapshot that cannot be brought back, and why. */
    public record Lost(Id snapshot, String reason) { }
}
