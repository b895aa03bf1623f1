package dev.tandem.backup.internal.engine;

import dev.tandem.backup.SnapshotSummary;
import dev.tandem.backup.internal.engine.ledger.Omissions;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.RawPath;
import java.nio.file.NoSuchFileException;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a backup does, and tells the monitor. Thread-safe. */
final class BackupTally {
    /** How an entry compares with the parent's. */
    enum Change {
        NEW("new"), CHANGED("modified"), UNMODIFIED("unchanged");

        private final String outcome;

        Change(String outcome) {
            this.outcome = outcome;
        }
    }

    private final JobMonitor monitor;
    private final LongAdder[] files = adders();
    private final LongAdder[] dirs = adders();
    private final LongAdder dataBlobs = new LongAdder();
    private final LongAdder treeBlobs = new LongAdder();
    private final LongAdder added = new LongAdder();
    private final LongAdder addedPacked = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder problems = new LongAdder();
    private final Omissions omissions;

    BackupTally(JobMonitor monitor, Omissions omissions) {
        this.monitor = monitor;
        this.omissions = omissions;
    }

    private static LongAdder[] adders() {
        return new LongAdder[] {new LongAdder(), new LongAdder(), new LongAdder()};
    }

    void file(Change change, RawPath path, long size) {
        files[change.ordinal()].increment();
        bytes.add(size);
        monitor.item(change.outcome, path, size);
        monitor.advance(1, 0);
    }

    void directory(Change change, RawPath path) {
        dirs[change.ordinal()].increment();
        monitor.item(change.outcome, path, 0);
    }

    /** Bytes of a file were dealt with, read or found unchanged. */
    void progress(long count) {
        monitor.advance(0, count);
    }

    /** Takes the result of {@link BlobWriter#save}. */
    void blob(BlobType type, long plain, int stored) {
        if (stored != BlobWriter.KNOWN) {
            (type == BlobType.DATA ? dataBlobs : treeBlobs).increment();
            added.add(plain);
            addedPacked.add(stored);
        }
    }

    void problem(Problem problem) {
        if (problem.severity() == Problem.Severity.ERROR) {
            problems.increment();
        }
        monitor.problem(problem);
    }

    /** Tells why an entry is left out. */
    void skipped(RawPath path, UnreadableSource e) {
        if (e.reason() instanceof NoSuchFileException) {
            omissions.vanished(path);
            problem(Problem.warning(path, "it vanished before it could be read"));
        } else {
            unreadable(path, e);
        }
    }

    /** Tells why something that must be there is left out. */
    void unreadable(RawPath path, UnreadableSource e) {
        String why = Errors.reason(e.reason());
        omissions.unreadable(path, why);
        problem(Problem.error(path, "cannot be read: " + why));
    }

    /** Returns what is left out. */
    Omissions omissions() {
        return omissions;
    }

    long problems() {
        return problems.sum();
    }

    SnapshotSummary summary(OffsetDateTime start) {
        long total = files[0].sum() + files[1].sum() + files[2].sum();
        return new SnapshotSummary(start, OffsetDateTime.now(), files[0].sum(), files[1].sum(), files[2].sum(),
                dirs[0].sum(), dirs[1].sum(), dirs[2].sum(), dataBlobs.sum(), treeBlobs.sum(), added.sum(),
                addedPacked.sum(), total, bytes.sum());
    }
}
