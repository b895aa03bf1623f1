package dev.tandem.sync.internal.engine;

import dev.tandem.sync.Side;
import dev.tandem.sync.internal.baseline.PairState;
import dev.tandem.sync.internal.version.RunLog;
import dev.tandem.sync.internal.version.RunLogs;
import dev.tandem.sync.internal.version.Sides;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Two sides that nobody else uses meanwhile, and what is remembered of them: all that a run needs. */
interface Pairing {
    /** Returns both sides. */
    Sides sides();

    /** Returns what both were when they were last equal, and the conflicts between them. */
    PairState state();

    /** Returns the logs of the runs there were. */
    RunLogs logs();

    /**
     * Begins the log of a run.
     *
     * @param undoes the run that is taken back, if that is what this one does
     */
    RunLog begin(Instant now, Optional<String> undoes) throws IOException;

    /** Returns what files were that may have to be merged. */
    MergeBases mergeBases();

    /** Tells whether a side is in a state from before the last run, as after a restore. */
    boolean isRolledBack(Side side) throws IOException;

    /**
     * Takes in the number of a run, on both sides. It is there before the base counts the run, so that an interruption
     * in between does not look like a side that was restored.
     */
    void mark(long run) throws IOException;

    /** Returns where a side is, for people. */
    String describe(Side side);

    /** Returns how much room there is on a side. */
    Room room(Side side) throws IOException;

    /**
     * How much room there is on a disk.
     *
     * @param disk  tells two disks from each other
     * @param free  bytes that we may use; -1 where nobody knows
     * @param total all bytes
     */
    record Room(String disk, long free, long total) { }
}
