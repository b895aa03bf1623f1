package dev.tandem.sync;

import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.sync.spi.Resolution;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps folders in step. Thread-safe; a pair, and each of its folders, is used by one run at a time, {@code LOCKED}
 * meets the second. What is overwritten or deleted goes to the versions first. Cancelling a monitor ends a run with a
 * {@link java.util.concurrent.CancellationException}; the next run goes on from there.
 */
@ProviderType
public interface Synchronizer {
    /**
     * Brings both sides in step once.
     *
     * @param items is told each row of the plan, and what became of each, from any thread but one at a time
     * @throws SyncException {@code GATE} before any change where a gate trips
     */
    SyncReport sync(SyncRequest request, Consumer<? super SyncItem> items, JobMonitor monitor) throws SyncException;

    /**
     * Keeps both sides in step until the monitor is cancelled.
     *
     * @param rounds is told of each round, from one thread
     * @throws SyncException where the first round cannot be done, or a gate trips
     */
    void watch(SyncRequest request, Consumer<? super SyncItem> items, Consumer<? super SyncReport> rounds,
            JobMonitor monitor) throws SyncException;

    /** Returns the runs of a pair that changed something, the newest first. */
    List<SyncRun> runs(SyncPair pair) throws SyncException;

    /**
     * Takes back what a run did: what it deleted and overwrote is back, what it made is gone. What was changed since is
     * left alone and reported as a problem.
     *
     * @param run empty for the newest that is not undone
     * @return what was changed
     */
    SyncReport undo(SyncPair pair, Optional<String> run, JobMonitor monitor) throws SyncException;

    /** Returns the versions kept of {@code path} and of all below, the newest first. */
    List<FileVersion> versions(SyncPair pair, RawPath path) throws SyncException;

    /**
     * Puts a version back where it was, or elsewhere below the same folder; what is there becomes a version itself.
     *
     * @param target relative path; empty for where it was
     */
    void restore(SyncPair pair, FileVersion version, Optional<RawPath> target, JobMonitor monitor)
            throws SyncException;

    /** Returns the conflicts of a pair that are not settled, the oldest first. */
    List<SyncConflict> conflicts(SyncPair pair) throws SyncException;

    /** Decides a conflict that waits; what both sides have then is what it says. */
    void resolve(SyncRequest request, String conflict, Resolution resolution, JobMonitor monitor) throws SyncException;

    /** Returns the names of the policies there are. */
    List<String> policies();
}
