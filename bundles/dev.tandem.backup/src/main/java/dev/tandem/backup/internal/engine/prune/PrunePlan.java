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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

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

    /** Returns the kept copies of blobs of which another goes, in packs that stay as they are. */
    List<PackEntries> lastCopies(BlobIndex index) {
        return lastCopies(index, Fate.KEEP, pack -> pack.fate() != Fate.KEEP);
    }

    /** Returns those in packs that were to be repacked but stay, as only {@code gone} ones go. */
    List<PackEntries> lastCopiesNotRepacked(BlobIndex index, Set<Id> gone) {
        return lastCopies(index, Fate.REPACK, pack -> gone.contains(pack.id()));
    }

    private List<PackEntries> lastCopies(BlobIndex index, Fate fate, Predicate<PackUse> goes) {
        if (!copies.anyShared()) {
            return List.of();
        }
        EntrySet losing = new EntrySet(index.size());
        index.forEachEntry((entry, pack, _) -> {
            if (goes.test(packs.get(pack)) && copies.need(entry) == Need.SHARED && !copies.keeps(entry)) {
                losing.add(copies.first(entry));
            }
        });
        List<PackUse> staying = packs.stream().filter(pack -> pack.fate() == fate && !goes.test(pack)).toList();
        return select(index, staying, entry -> losing.contains(copies.first(entry)) && copies.keeps(entry)).stream()
                .filter(pack -> pack.entries.length > 0).toList();
    }

    /** Returns the packs that have a copy of a blob of which one of these entries is the kept one. */
    Set<Id> withCopies(BlobIndex index, IntStream kept) {
        EntrySet blobs = new EntrySet(index.size());
        kept.forEach(entry -> blobs.add(copies.first(entry)));
        Set<Id> having = new HashSet<>();
        index.forEachEntry((entry, pack, _) -> {
            if (copies.need(entry) == Need.SHARED && blobs.contains(copies.first(entry))) {
                having.add(packs.get(pack).id());
            }
        });
        return having;
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
