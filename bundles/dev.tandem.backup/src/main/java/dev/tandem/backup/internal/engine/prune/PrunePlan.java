package dev.tandem.backup.internal.engine.prune;

import dev.tandem.backup.Id;
import dev.tandem.backup.PruneEstimate;
import dev.tandem.backup.internal.engine.prune.PackUse.Fate;
import dev.tandem.backup.internal.engine.prune.PackUse.Need;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.EntryQueue;
import dev.tandem.backup.internal.store.EntrySet;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

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
     * Some blobs of a pack.
     *
     * @param entries theirs, in the order of their numbers
     */
    record PackEntries(Id pack, int[] entries) { }

    /** Returns the packs that go as they are; some may not be there. */
    List<PackUse> removed() {
        return packs.stream().filter(pack -> pack.fate() == Fate.REMOVE).toList();
    }

    /** Returns what has to be copied out of the packs that are repacked, in their order. */
    List<PackEntries> toCopy(BlobIndex index) {
        return select(index, repack, copies::keeps);
    }

    /** Returns the kept copies of blobs of which another goes, in packs that stay. */
    List<PackEntries> lastCopies(BlobIndex index) {
        if (!copies.anyShared()) {
            return List.of();
        }
        EntrySet losing = new EntrySet(index.size());
        index.forEachEntry((entry, pack, _) -> {
            if (packs.get(pack).fate() != Fate.KEEP && copies.need(entry) == Need.SHARED && !copies.keeps(entry)) {
                losing.add(copies.first(entry));
            }
        });
        List<PackUse> staying = packs.stream().filter(pack -> pack.fate() == Fate.KEEP).toList();
        return select(index, staying, entry -> losing.contains(copies.first(entry)) && copies.keeps(entry)).stream()
                .filter(pack -> pack.entries.length > 0).toList();
    }

    /** Returns the wanted blobs of all packs with the same fate. */
    private List<PackEntries> select(BlobIndex index, List<PackUse> from, IntPredicate wanted) {
        Map<Integer, EntryQueue> entries = new HashMap<>();
        if (!from.isEmpty()) {
            index.forEachEntry((entry, pack, _) -> {
                if (packs.get(pack).fate() == from.getFirst().fate() && wanted.test(entry)) {
                    entries.computeIfAbsent(pack, _ -> new EntryQueue()).add(entry);
                }
            });
        }
        EntryQueue none = new EntryQueue();
        return from.stream().map(pack -> new PackEntries(pack.id(),
                entries.getOrDefault(pack.number(), none).takeSorted())).toList();
    }
}
