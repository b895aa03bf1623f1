package dev.tandem.backup.internal.engine.prune;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.engine.prune.LoadedIndex.File;
import dev.tandem.backup.internal.store.IndexFile;
import dev.tandem.backup.internal.store.IndexWriter;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Replaces the index files that list packs which are to go: the new ones are complete before an old one is deleted. */
final class IndexReplacement {
    /** Files with less are put together, when there are many. */
    private static final int SMALL = IndexWriter.BLOBS_A_FILE / 5;
    private static final int MANY_SMALL = 10;

    private final Store store;
    private final RepositoryLock lock;
    private final JobMonitor monitor;

    IndexReplacement(Store store, RepositoryLock lock, JobMonitor monitor) {
        this.store = store;
        this.lock = lock;
        this.monitor = monitor;
    }

    /** Takes packs out of the index files that were there before this run. */
    void without(Set<Id> gone, List<File> before) throws IOException {
        boolean manySmall = before.stream().filter(file -> file.blobs() < SMALL).count() >= MANY_SMALL;
        List<File> replaced = before.stream()
                .filter(file -> manySmall && file.blobs() < SMALL || file.packs().stream().anyMatch(gone::contains))
                .toList();
        IndexWriter writer = new IndexWriter(store.sealedFiles());
        for (File file : replaced) {
            monitor.checkCancelled();
            lock.ensureHeld();
            IndexFile.decode(store.sealedFiles().load(FileKind.INDEX, file.id()), file.id(), (pack, blobs) -> {
                if (!gone.contains(pack)) {
                    writer.add(pack, blobs);
                }
            });
        }
        writer.flush();
        for (File file : replaced) {
            lock.ensureHeld();
            store.files().delete(FileKind.INDEX, file.id());
        }
    }
}
