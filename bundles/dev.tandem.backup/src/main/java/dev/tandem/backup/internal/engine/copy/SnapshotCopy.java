package dev.tandem.backup.internal.engine.copy;

import dev.tandem.backup.CopyReport;
import dev.tandem.backup.CopyReport.Copied;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.SnapshotJson;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Copies snapshots from one repository to another: finds what the target does not have, moves it, and saves each
 * snapshot once all it needs is stored and indexed there. Snapshots that need little are taken together, so that they
 * do not leave small packs.
 */
public final class SnapshotCopy {
    /** As many bytes are gathered before they are moved and what needs them is saved. */
    private static final long BATCH = 256L << 20;

    private final Store source;
    private final Store target;
    private final RepositoryLock lock;
    private final BlobWriter blobs;
    private final boolean anew;
    private final JobMonitor monitor;
    private final int threads;
    private final Loss loss = new Loss();
    private final List<Copied> copied = new ArrayList<>();
    private final List<Copied> present = new ArrayList<>();
    private final List<Snapshot> failed = new ArrayList<>();

    /**
     * @param source stays as it is until this has ended
     * @param lock   on the target, as is {@code blobs}
     * @param anew   compress data anew instead of keeping what the source has
     */
    public SnapshotCopy(Store source, Store target, RepositoryLock lock, BlobWriter blobs, boolean anew,
            JobMonitor monitor, int threads) {
        this.source = source;
        this.target = target;
        this.lock = lock;
        this.blobs = blobs;
        this.anew = anew;
        this.monitor = monitor;
        this.threads = threads;
    }

    /** Copies those of these snapshots that the target does not have, and what it has lost of the others. */
    public CopyReport copy(List<Snapshot> snapshots) throws IOException {
        Counterparts there = counterparts();
        List<Snapshot> oldestFirst = snapshots.stream().distinct()
                .sorted(Comparator.comparing(s -> s.time().toInstant())).toList();
        for (Snapshot snapshot : oldestFirst) {
            there.of(snapshot).ifPresent(counterpart -> present.add(new Copied(snapshot, counterpart.id())));
        }
        return copy(oldestFirst, _ -> Optional.empty());
    }

    /** Copies the snapshot {@code newest} of the source, and what else the target has missed. */
    public CopyReport catchUp(Id newest) throws IOException {
        Counterparts there = counterparts();
        List<Snapshot> all = source.snapshots(e -> monitor.problem(Problem.warning("snapshot", e.getMessage())));
        source.refreshIndex();
        all.stream().filter(snapshot -> snapshot.id().equals(newest)).forEach(snapshot -> there.of(snapshot)
                .ifPresent(counterpart -> present.add(new Copied(snapshot, counterpart.id()))));
        return copy(there.missed(all, newest), snapshot -> there.nearest(snapshot, all.reversed()).map(Snapshot::tree));
    }

    private Counterparts counterparts() throws IOException {
        return new Counterparts(
                target.snapshots(e -> monitor.problem(Problem.warning("snapshot", e.getMessage()))));
    }

    /** Copies what is missing of snapshots; {@code complete} may name a tree whose parts are not looked for. */
    private CopyReport copy(List<Snapshot> wanted, Function<Snapshot, Optional<Id>> complete) throws IOException {
        BlobIndex index = source.index();
        BlobReader reader = source.reader();
        ExecutorService pool = Executors.newFixedThreadPool(threads,
                Thread.ofPlatform().daemon().name("copier ", 0).factory());
        try {
            MissingBlobs missing = new MissingBlobs(reader, index, blobs, loss, monitor);
            BlobTransfer transfer = new BlobTransfer(source.files(), reader, index, blobs, anew, loss, monitor, pool,
                    threads);
            List<Snapshot> batch = new ArrayList<>();
            long moved = 0;
            for (Snapshot snapshot : wanted) {
                monitor.phase("finding what is missing");
                missing.find(snapshot.tree(), complete.apply(snapshot), pool, threads);
                batch.add(snapshot);
                monitor.expect(missing.count(), missing.bytes());
                if (missing.bytes() - moved >= BATCH) {
                    move(missing, transfer, batch, pool);
                    moved = missing.bytes();
                }
            }
            move(missing, transfer, batch, pool);
            return new CopyReport(List.copyOf(copied), List.copyOf(present), List.copyOf(failed), transfer.blobs(),
                    transfer.bytes());
        } catch (CancellationException e) {
            keepWhatIsStored();
            throw e;
        } finally {
            pool.shutdownNow();
            pool.close();
        }
    }

    private void move(MissingBlobs missing, BlobTransfer transfer, List<Snapshot> batch, ExecutorService pool)
            throws IOException {
        monitor.phase("copying");
        transfer.move(missing.take());
        monitor.checkCancelled();
        blobs.flush();
        for (Snapshot snapshot : batch) {
            Optional<String> reason = loss.reason().isEmpty() ? Optional.empty() : incomplete(snapshot, pool);
            if (present.stream().anyMatch(copy -> copy.source().equals(snapshot))) {
                reason.ifPresent(why -> monitor.problem(Problem.warning("snapshot " + snapshot.id().brief(),
                        "it was copied before, but whether all of it is still there cannot be told: " + why)));
            } else if (reason.isPresent()) {
                failed.add(snapshot);
                monitor.problem(Problem.error("snapshot " + snapshot.id().brief(), "was not copied: " + reason.get()));
            } else {
                save(snapshot);
            }
        }
        batch.clear();
    }

    /** Tells why the target does not have all that a snapshot needs, which is looked into only after some loss. */
    private Optional<String> incomplete(Snapshot snapshot, ExecutorService pool) throws IOException {
        Loss itsOwn = new Loss();
        MissingBlobs missing = new MissingBlobs(source.reader(), source.index(), blobs, itsOwn, monitor);
        missing.find(snapshot.tree(), Optional.empty(), pool, threads);
        return itsOwn.reason().or(() -> missing.count() == 0 ? Optional.empty() : loss.reason());
    }

    private void save(Snapshot snapshot) throws IOException {
        byte[] json = source.sealedFiles().load(FileKind.SNAPSHOT, snapshot.id());
        byte[] copy = SnapshotJson.copied(snapshot.id(), json);
        lock.ensureHeld();
        Id id = target.sealedFiles().saveProved(FileKind.SNAPSHOT, copy);
        copied.add(new Copied(snapshot, id));
        monitor.item("copied", "snapshot " + snapshot.id().brief() + " as " + id.brief(), 0);
    }

    /** What is in finished packs need not be moved again by the run that follows an interruption. */
    private void keepWhatIsStored() {
        try {
            blobs.flush();
        } catch (IOException e) {
            monitor.problem(Problem.warning("repository",
                    "what was stored before the interruption could not be indexed: " + e.getMessage()));
        }
    }
}
