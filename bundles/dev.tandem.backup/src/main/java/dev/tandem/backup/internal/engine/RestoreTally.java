package dev.tandem.backup.internal.engine;

import dev.tandem.backup.RestoreReport;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.RawPath;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a restore does, and tells the monitor. Thread-safe. */
final class RestoreTally {
    private final JobMonitor monitor;
    private final LongAdder restored = new LongAdder();
    private final LongAdder unchanged = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder deleted = new LongAdder();
    private final LongAdder bytesRestored = new LongAdder();
    private final LongAdder bytesWritten = new LongAdder();
    private final LongAdder bytesUnchanged = new LongAdder();
    private final LongAdder verified = new LongAdder();
    private final LongAdder problems = new LongAdder();

    RestoreTally(JobMonitor monitor) {
        this.monitor = monitor;
    }

    void restored(RawPath path, long size) {
        restored.increment();
        bytesRestored.add(size);
        monitor.item("restored", path, size);
        monitor.advance(1, 0);
    }

    void unchanged(RawPath path, long size) {
        unchanged.increment();
        bytesUnchanged.add(size);
        monitor.item("unchanged", path, size);
        monitor.advance(1, size);
    }

    void skipped(RawPath path, long size) {
        skipped.increment();
        bytesUnchanged.add(size);
        monitor.item("skipped", path, size);
        monitor.advance(1, size);
    }

    void deleted(RawPath path) {
        deleted.increment();
        monitor.item("deleted", path, 0);
    }

    /** Content was dealt with; {@code written} of it had to be written. */
    void progress(long bytes, long written) {
        bytesWritten.add(written);
        monitor.advance(0, bytes);
    }

    void verified(RawPath path, long size) {
        verified.increment();
        monitor.item("verified", path, size);
    }

    void problem(RawPath path, String message) {
        problems.increment();
        monitor.problem(Problem.error(path, message));
    }

    RestoreReport report() {
        return new RestoreReport(restored.sum(), unchanged.sum(), skipped.sum(), deleted.sum(), bytesRestored.sum(),
                bytesWritten.sum(), bytesUnchanged.sum(), verified.sum(), problems.sum());
    }
}
