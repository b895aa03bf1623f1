package dev.tandem.backup.internal.engine;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.store.PackHeaders;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Indexes packs that a killed run stored but did not index, so that the run after it need not store their blobs again;
 * each is read, and left alone unless its bytes are what its name promises.
 * Adopting a pack that another writer is about to index does no harm: the same entries then stand in two files.
 */
public final class Salvage {
    private static final Logger LOG = System.getLogger(Salvage.class.getName());
    private static final int PACKS_A_FILE = 1000;

    private final Store store;
    private final RepositoryLock lock;
    private final JobMonitor monitor;

    public Salvage(Store store, RepositoryLock lock, JobMonitor monitor) {
        this.store = store;
        this.lock = lock;
        this.monitor = monitor;
    }

    /** Salvages what there is. */
    public void run() throws IOException {
        List<StoredFile> orphans = new ArrayList<>();
        for (StoredFile pack : store.files().list(FileKind.PACK)) {
            if (!store.index().hasPack(pack.id())) {
                orphans.add(pack);
            }
        }
        for (int from = 0; from < orphans.size(); from += PACKS_A_FILE) {
            adopt(orphans.subList(from, Math.min(from + PACKS_A_FILE, orphans.size())));
        }
    }

    private void adopt(List<StoredFile> orphans) throws IOException {
        Map<Id, List<PackedBlob>> packs = new LinkedHashMap<>();
        PackHeaders headers = new PackHeaders(store.files(), store.sealer());
        for (StoredFile orphan : orphans) {
            monitor.checkCancelled();
            try {
                // What repairs take out of the index, a sound header or not, lies about until they have deleted it.
                store.files().requireSound(FileKind.PACK, orphan.id());
                packs.put(orphan.id(), headers.read(orphan));
            } catch (DamagedException e) {
                LOG.log(Logger.Level.WARNING, "data of an interrupted backup is not used: pack " + orphan.id() + ": "
                        + e.getMessage());
            }
        }
        if (!packs.isEmpty()) {
            lock.ensureHeld();
            store.saveIndex(packs);
        }
    }
}
