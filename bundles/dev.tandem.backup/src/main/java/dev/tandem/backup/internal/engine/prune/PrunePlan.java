package dev.tandem.backup.internal.engine.prune;

import dev.tandem.backup.Id;
import dev.tandem.backup.PruneEstimate;
import dev.tandem.backup.internal.engine.prune.PackUse.Fate;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.EntryQueue;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a prune does to each pack.
 *
 * @param packs    those the index knows, by their numbers in it
 * @param repack   those that are repacked, first the ones where it matters most
 * @param orphans  packs that no index knows, and go
 * @param copies   which copy of each needed blob is kept
 * @param estimate the same in numbers
 */
record PrunePlan(List<PackUse> packs, List<PackUse> repack, List<StoredFile> orphans, Copies copies,
        PruneEstimate estimate) {
    /**
     * A pack to be repacked.
     *
     * @param entries the blobs to be copied out of it, in the order of their numbers
     */
    record Repacked(Id pack, int[] entries) { }

    /** Returns the packs that go as they are; some may not be there. */
    List<PackUse> removed() {
        return packs.stream().filter(pack -> pack.fate() == Fate.REMOVE).toList();
    }

    /** Returns what has to be copied, in the order of {@link #repack}. */
    List<Repacked> toCopy(BlobIndex index) {
        Map<Integer, EntryQueue> entries = new HashMap<>();
        repack.forEach(pack -> entries.put(pack.number(), new EntryQueue()));
        if (!repack.isEmpty()) {
            index.forEachEntry((entry, pack, _) -> {
                if (packs.get(pack).fate() == Fate.REPACK && copies.keeps(entry)) {
                    entries.get(pack).add(entry);
                }
            });
        }
        List<Repacked> all = new ArrayList<>();
        repack.forEach(pack -> all.add(new Repacked(pack.id(), entries.get(pack.number()).takeSorted())));
        return all;
    }
}
