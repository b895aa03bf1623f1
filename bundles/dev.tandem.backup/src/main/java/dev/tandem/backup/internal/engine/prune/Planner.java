package dev.tandem.backup.internal.engine.prune;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.PruneEstimate;
import dev.tandem.backup.PruneEstimate.Amount;
import dev.tandem.backup.PruneEstimate.Packs;
import dev.tandem.backup.PruneRequest;
import dev.tandem.backup.PruneRequest.MaxUnused;
import dev.tandem.backup.internal.engine.prune.PackUse.Fate;
import dev.tandem.backup.internal.engine.prune.PackUse.Need;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.EntrySet;
import dev.tandem.backup.internal.store.Pack;
import dev.tandem.backup.internal.store.RepositoryFiles;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decides what becomes of each pack (restic repository format, prune); reads and changes nothing. */
final class Planner {
    /** Fewer small packs are not worth it; at the end of each repacking there are some again. */
    private static final int MANY_SMALL = 10;
    private static final long NEVER_SMALL = 4 << 20;

    private final BlobIndex index;
    private final Copies copies;
    private final PruneRequest request;
    private final int version;
    private final long small;
    private final List<PackUse> uses = new ArrayList<>();
    private final List<StoredFile> orphans = new ArrayList<>();

    private Planner(BlobIndex index, EntrySet needed, List<StoredFile> packs, PruneRequest request, int version) {
        this.index = index;
        this.copies = new Copies(index, needed);
        this.request = request;
        this.version = version;
        this.small = smallerThan(packs);
        Map<Id, Long> sizes = new HashMap<>();
        packs.forEach(pack -> sizes.put(pack.id(), pack.size()));
        for (Id pack : index.packs()) {
            Long stored = sizes.remove(pack);
            uses.add(new PackUse(pack, uses.size(), stored == null ? PackUse.MISSING : stored));
        }
        packs.stream().filter(pack -> sizes.containsKey(pack.id())).forEach(orphans::add);
    }

    /**
     * Plans.
     *
     * @param needed  the first entries in {@code index} of all blobs that are needed
     * @param packs   the packs there are
     * @param version the repository's
     * @throws DamagedException when something needed is in no pack that is there and whole
     */
    static PrunePlan plan(BlobIndex index, EntrySet needed, List<StoredFile> packs, PruneRequest request, int version)
            throws DamagedException {
        return new Planner(index, needed, packs, request, version).plan();
    }

    private PrunePlan plan() throws DamagedException {
        index.forEachEntry((entry, pack, blob) -> uses.get(pack).add(blob, copies.need(entry)));
        copies.choose((entry, than) -> better(use(entry), use(than)));
        index.forEachEntry((entry, pack, blob) -> {
            if (copies.need(entry) == Need.SHARED && copies.keeps(entry)) {
                uses.get(pack).needHere(blob);
            }
        });
        refuseBroken();
        List<PackUse> repack = chosen(candidates());
        repack.forEach(pack -> pack.decide(Fate.REPACK));
        copies.prefer(entry -> use(entry).fate() == Fate.KEEP);
        return new PrunePlan(uses, repack, orphans, copies, estimate());
    }

    private PackUse use(int entry) {
        return uses.get(index.packNumber(entry));
    }

    /** Tells in which of two packs the copy of a blob should rather stay, before any is chosen. */
    private boolean better(PackUse pack, PackUse than) {
        return Comparator.comparingInt(this::rank).thenComparing(PackUse::size, Comparator.reverseOrder())
                .thenComparing(PackUse::number).compare(pack, than) < 0;
    }

    private int rank(PackUse pack) {
        if (!pack.sound()) {
            return 4;
        }
        boolean neededWithoutIt = pack.needed().blobs() > 0;
        if (mustRepack(pack) || !neededWithoutIt && pack.unneeded().blobs() > 0) {
            return 3;
        }
        if (pack.unneeded().blobs() > 0) {
            return 2;
        }
        // One that holds nothing but copies may stem from a prune that was interrupted.
        return neededWithoutIt ? 0 : 1;
    }

    private boolean mustRepack(PackUse pack) {
        boolean mustCompress = version >= 2 && pack.uncompressed()
                && (pack.hasTrees() || request.repack().uncompressed());
        return pack.mixed() || mustCompress;
    }

    private void refuseBroken() throws DamagedException {
        List<PackUse> broken = uses.stream().filter(pack -> pack.needed().blobs() > 0 && !pack.sound()).toList();
        if (broken.isEmpty()) {
            return;
        }
        PackUse first = broken.getFirst();
        String path = RepositoryFiles.path(FileKind.PACK, first.id()).toString();
        String what = first.missing() ? " is missing"
                : " has " + first.stored() + " bytes but should have " + first.size();
        String others = broken.size() == 1 ? "" : ", and " + (broken.size() - 1) + " more packs are missing or wrong";
        throw Refusal.of(path + what + others + ", and snapshots need what is in there", "bring the file back from a"
                + " copy of the repository if there is one; else 'repair index', then 'repair snapshots', which takes"
                + " what is lost out of the snapshots");
    }

    /** Returns the packs that may be repacked, in the order in which it pays; decides on those that go. */
    private List<PackUse> candidates() {
        List<PackUse> candidates = new ArrayList<>();
        List<PackUse> smallOnes = new ArrayList<>();
        for (PackUse pack : uses) {
            if (pack.needed().blobs() == 0) {
                pack.decide(Fate.REMOVE);
            } else if (request.repack().cacheableOnly() && !pack.hasTrees()) {
                pack.decide(Fate.KEEP);
            } else if (pack.wasted().blobs() > 0 || mustRepack(pack)) {
                candidates.add(pack);
            } else if (pack.size() < small) {
                smallOnes.add(pack);
            }
        }
        if (smallOnes.size() >= MANY_SMALL) {
            candidates.addAll(smallOnes);
        }
        candidates.sort(Comparator.comparing((PackUse pack) -> !pack.hasTrees())
                .thenComparing(pack -> pack.size() >= small)
                .thenComparingDouble(pack -> -(double) pack.wasted().bytes() / pack.size())
                .thenComparing(PackUse::number));
        return candidates;
    }

    private List<PackUse> chosen(List<PackUse> candidates) {
        long wasted = 0;
        long needed = 0;
        for (PackUse pack : uses) {
            needed += pack.needed().bytes();
            wasted += pack.fate() == Fate.REMOVE ? 0 : pack.wasted().bytes();
        }
        long limit = limit(needed);
        long room = request.maxRepackSize().orElse(Long.MAX_VALUE);
        List<PackUse> chosen = new ArrayList<>();
        for (PackUse pack : candidates) {
            boolean worthIt = pack.hasTrees() || mustRepack(pack) || pack.size() < small || wasted > limit;
            if (worthIt && pack.size() <= room) {
                chosen.add(pack);
                room -= pack.size();
                wasted -= pack.wasted().bytes();
            }
        }
        return chosen;
    }

    private long limit(long needed) {
        return switch (request.maxUnused()) {
            case MaxUnused.Bytes(long bytes) -> bytes;
            case MaxUnused.Percent(double percent) -> (long) (percent / (100 - percent) * needed);
            case MaxUnused.Unlimited() -> Long.MAX_VALUE;
        };
    }

    /** Returns below which size a pack counts as small, never so large that new packs are. */
    private long smallerThan(List<StoredFile> packs) {
        long[] sizes = packs.stream().mapToLong(StoredFile::size).sorted().toArray();
        long usual = sizes.length == 0 ? 0 : sizes[sizes.length * 3 / 100];
        long compared = request.repack().small() ? Pack.TARGET : Math.clamp(usual, NEVER_SMALL, Pack.TARGET);
        return compared / 5 * 4;
    }

    private PruneEstimate estimate() {
        Totals totals = new Totals();
        index.forEachEntry((entry, pack, blob) -> {
            Amount one = new Amount(1, blob.length());
            boolean kept = copies.keeps(entry);
            switch (copies.need(entry)) {
                case UNNEEDED -> totals.unused = totals.unused.plus(one);
                case Need _ when kept -> totals.used = totals.used.plus(one);
                default -> totals.duplicate = totals.duplicate.plus(one);
            }
            switch (uses.get(pack).fate()) {
                case REMOVE -> totals.remove = totals.remove.plus(one);
                case REPACK -> {
                    totals.repack = totals.repack.plus(one);
                    totals.repackAway = kept ? totals.repackAway : totals.repackAway.plus(one);
                }
                case KEEP -> { }
            }
        });
        long unreferenced = orphans.stream().mapToLong(StoredFile::size).sum();
        long uncompressed = version < 2 ? 0 : uses.stream()
                .filter(pack -> pack.fate() == Fate.KEEP && pack.uncompressed()).mapToLong(PackUse::size).sum();
        return new PruneEstimate(totals.used, totals.duplicate, totals.unused, totals.repack, totals.repackAway,
                totals.remove, unreferenced, uncompressed, countPacks());
    }

    private static final class Totals {
        private Amount used = Amount.NONE;
        private Amount duplicate = Amount.NONE;
        private Amount unused = Amount.NONE;
        private Amount repack = Amount.NONE;
        private Amount repackAway = Amount.NONE;
        private Amount remove = Amount.NONE;
    }

    private Packs countPacks() {
        List<PackUse> there = uses.stream().filter(pack -> !pack.missing()).toList();
        long unused = there.stream().filter(pack -> pack.needed().blobs() == 0).count();
        long used = there.stream().filter(pack -> pack.needed().blobs() > 0 && pack.wasted().blobs() == 0).count();
        return new Packs(used, there.size() - used - unused, unused, orphans.size(), count(there, Fate.KEEP),
                count(there, Fate.REPACK), count(there, Fate.REMOVE));
    }

    private static long count(List<PackUse> packs, Fate fate) {
        return packs.stream().filter(pack -> pack.fate() == fate).count();
    }
}
