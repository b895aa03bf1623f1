package dev.tandem.backup.internal;

import dev.tandem.backup.Compression;
import dev.tandem.backup.CopyReport;
import dev.tandem.backup.Destination;
import dev.tandem.backup.Id;
import dev.tandem.backup.Repository;
import dev.tandem.backup.SharedBackupReport.Arrival;
import dev.tandem.backup.internal.engine.copy.BlobFeed;
import dev.tandem.backup.internal.engine.copy.SnapshotCopy;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/**
 * One of the other repositories during a backup to several: it is opened, stores what comes while the backup runs, and
 * is brought up to date when that has ended. On a thread of its own; what fails here is told, and fails nothing else.
 */
final class DestinationRun implements Callable<Arrival> {
    /** Bytes that may wait to be stored: some of the largest chunks. */
    private static final long WAITING_BYTES = 24L << 20;
    /** Several destinations are brought up to date at a time, and each thread takes up to 16 MiB. */
    private static final int THREADS = 2;
    private static final CopyReport NOTHING = new CopyReport(List.of(), List.of(), List.of(), 0, 0);

    private final OpenRepository primary;
    private final Destination destination;
    private final JobMonitor monitor;
    private final BlobFeed feed = new BlobFeed(WAITING_BYTES);

    DestinationRun(OpenRepository primary, Destination destination, JobMonitor monitor) {
        this.primary = primary;
        this.destination = destination;
        this.monitor = new DestinationMonitor(destination.name(), monitor);
    }

    /** Returns what hears of the blobs the primary repository stores. */
    BlobFeed feed() {
        return feed;
    }

    @Override
    public Arrival call() {
        try (Repository opened = destination.opening().open()) {
            OpenRepository other = OpenCopying.ours(opened);
            return other.guard().storing(lock -> serve(other, lock));
        } catch (CancellationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            return failed(e);
        } finally {
            feed.close();
        }
    }

    private Arrival failed(Exception e) {
        String reason = e.getMessage() == null ? e.toString() : e.getMessage();
        monitor.problem(Problem.warning(destination.name(), "it did not get this backup: " + reason
                + ". The next backup there, or 'copy', makes up for it"));
        return new Arrival(destination.name(), Optional.empty(), NOTHING, 0, Optional.of(reason));
    }

    private Arrival serve(OpenRepository other, RepositoryLock lock) throws IOException {
        OpenCopying.prepare(other.store(), lock, monitor);
        boolean sameCuts = !OpenCopying.tellDifferentCuts(primary, other, monitor);
        boolean sameRepository = primary.info().id().equals(other.info().id());
        if (!sameCuts || sameRepository) {
            // A second way to the primary repository would store everything twice.
            feed.close();
        }
        try (BlobWriter blobs = other.store().frugalWriter(lock, Compression.AUTO)) {
            long streamed = feed.drainTo(blobs);
            Optional<Id> snapshot = feed.snapshot();
            if (snapshot.isEmpty()) {
                blobs.flush();
                return new Arrival(destination.name(), Optional.empty(), NOTHING, streamed,
                        Optional.of("the backup did not end with a snapshot"));
            }
            if (sameRepository) {
                other.store().refreshIndex();
            }
            CopyReport report = primary.guard().lending(() -> new SnapshotCopy(primary.store(), other.store(), lock,
                    blobs, false, monitor, THREADS).catchUp(snapshot.get()));
            return arrived(snapshot.get(), report, streamed);
        }
    }

    private Arrival arrived(Id snapshot, CopyReport report, long streamed) {
        Optional<Id> there = Stream.concat(report.copied().stream(), report.present().stream())
                .filter(copied -> copied.source().id().equals(snapshot)).map(CopyReport.Copied::copy).findFirst();
        Optional<String> failure = report.failed().isEmpty() ? Optional.empty()
                : Optional.of(report.failed().size() + " snapshots cannot be read to be copied");
        return new Arrival(destination.name(), there, report, streamed, failure);
    }
}
