package dev.tandem.backup.internal.engine;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.store.IndexWriter;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.Store;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/**
 * Puts new index files in the place of old ones. Whatever happens on the way, the new ones are stored before the first
 * old one is deleted, so that at any instant all is listed at least once.
 */
public final class IndexReplacement {
    private final Store store;
    private final RepositoryLock lock;
    private final IndexWriter writer;

    public IndexReplacement(Store store, RepositoryLock lock) {
        this.store = store;
        this.lock = lock;
        this.writer = new IndexWriter(store.sealedFiles(), _ -> { });
    }

    /** Lists a pack in a new file. */
    public void add(Id pack, List<PackedBlob> blobs) throws IOException {
        lock.ensureHeld();
        writer.add(pack, blobs);
    }

    /** Stores what was added, then deletes these old files; returns how many files were written. */
    public int replace(Collection<Id> old) throws IOException {
        lock.ensureHeld();
        writer.flush();
        for (Id file : old) {
            lock.ensureHeld();
            store.files().delete(FileKind.INDEX, file);
        }
        return writer.written();
    }
}
