package dev.tandem.backup.internal.engine.repair;

import dev.tandem.backup.Id;
import dev.tandem.backup.PackRepair;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.internal.engine.TreeCheck;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.PackHeader;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One healing of a repository with the blobs of another one. */
public final class Healing {
    private final Store store;
    private final PackSalvage salvage;
    private final JobMonitor monitor;

    /** Heals with what {@code salvage} can get. */
    public Healing(Store store, PackSalvage salvage, JobMonitor monitor) {
        this.store = store;
        this.salvage = salvage;
        this.monitor = monitor;
    }

    /** Heals, while the caller keeps others from using the repository. */
    public PackRepair run(Set<Id> knownDamaged) throws IOException {
        monitor.phase("healing packs");
        Set<Id> damaged = new TreeSet<>(knownDamaged);
        damaged.addAll(packsOfWrongSize());
        salvage.empty(damaged);
        salvage.flush();
        monitor.phase("healing snapshots");
        List<Snapshot> snapshots = store.snapshots(e -> monitor.problem(Problem.error("snapshot", e.getMessage())));
        TreeCheck trees = new TreeCheck(store.reader(), store.index(), monitor);
        for (Snapshot snapshot : snapshots) {
            trees.check(snapshot.tree());
        }
        healTrees(trees);
        for (Id blob : trees.missing()) {
            monitor.checkCancelled();
            salvage.fetch(BlobType.DATA, blob);
        }
        return salvage.drop();
    }

    /** Below a tree that was fetched others may be missing. */
    private void healTrees(TreeCheck trees) throws IOException {
        Set<Id> tried = new HashSet<>();
        while (true) {
            Set<Id> healed = new HashSet<>();
            for (Id tree : trees.unreadable().keySet()) {
                monitor.checkCancelled();
                if (tried.add(tree) && salvage.fetch(BlobType.TREE, tree)) {
                    healed.add(tree);
                }
            }
            if (healed.isEmpty()) {
                return;
            }
            salvage.flush();
            healed.forEach(trees::checkAgain);
        }
    }

    private Set<Id> packsOfWrongSize() throws IOException {
        Map<Id, Long> expected = new HashMap<>();
        BlobIndex index = store.index();
        long empty = PackHeader.packSize(List.of());
        index.forEach(place -> expected.merge(place.pack(), empty + sizeOf(place.blob()), (a, b) -> a + b - empty));
        Set<Id> wrong = new TreeSet<>();
        for (var pack : expected.entrySet()) {
            Optional<StoredFile> file = salvage.stored().find(pack.getKey());
            if (file.isEmpty() || file.get().size() != pack.getValue()) {
                wrong.add(pack.getKey());
            }
        }
        return wrong;
    }

    private static long sizeOf(PackedBlob blob) {
        return blob.length() + PackHeader.entrySize(blob);
    }
}
