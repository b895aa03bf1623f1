package dev.tandem.backup.internal.engine.prune;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.internal.store.Background;
import dev.tandem.backup.internal.store.RepositoryFiles;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.storage.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Deletes packs that no index lists, some at once, as a distant storage takes its time for each. One that cannot be
 * deleted does no harm: the next prune finds it. Any other failure, above all that of the lock, ends it at once.
 */
final class PackRemoval {
    private static final int AT_ONCE = 8;

    private final RepositoryFiles files;
    private final RepositoryLock lock;
    private final JobMonitor monitor;
    private volatile boolean failed;
    private long packs;
    private long bytes;

    PackRemoval(RepositoryFiles files, RepositoryLock lock, JobMonitor monitor) {
        this.files = files;
        this.lock = lock;
        this.monitor = monitor;
    }

    /** Deletes packs that were in the index. */
    void remove(List<StoredFile> removed) throws IOException {
        run(removed, false);
    }

    /** Deletes packs that were in no index, but for those somebody stored since the repository was locked. */
    void removeOrphans(List<StoredFile> orphans) throws IOException {
        run(orphans, true);
    }

    private void run(List<StoredFile> removed, boolean onlyOlder) throws IOException {
        monitor.expect(removed.size(), 0);
        try (ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<?>> deletions = new ArrayList<>();
            for (StoredFile pack : removed) {
                deletions.add(pool.submit(() -> {
                    removeUnlessFailed(pack, onlyOlder);
                    return null;
                }));
            }
            for (Future<?> deletion : deletions) {
                Background.await(deletion);
            }
        }
    }

    private void removeUnlessFailed(StoredFile pack, boolean onlyOlder) throws IOException {
        if (failed) {
            return;
        }
        try {
            remove(pack, onlyOlder);
        } catch (IOException | RuntimeException e) {
            failed = true;
            throw e;
        }
    }

    private void remove(StoredFile pack, boolean onlyOlder) throws IOException {
        monitor.checkCancelled();
        lock.ensureHeld();
        try {
            if (onlyOlder && files.stored(FileKind.PACK, pack.id()).filter(lock.since()::isBefore).isPresent()) {
                return;
            }
            files.delete(FileKind.PACK, pack.id());
        } catch (StorageException e) {
            monitor.problem(Problem.warning(RepositoryFiles.path(FileKind.PACK, pack.id()).toString(),
                    "it is not needed but cannot be deleted: " + e.getMessage() + "; the next prune tries again"));
            return;
        }
        count(pack.size());
        monitor.advance(1, 0);
    }

    private synchronized void count(long size) {
        packs++;
        bytes += size;
    }

    synchronized long packs() {
        return packs;
    }

    synchronized long bytes() {
        return bytes;
    }
}
