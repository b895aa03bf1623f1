package dev.tandem.backup.internal.engine.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.Id;
import dev.tandem.backup.PruneEstimate;
import dev.tandem.backup.PruneEstimate.Amount;
import dev.tandem.backup.PruneRequest;
import dev.tandem.backup.PruneRequest.MaxUnused;
import dev.tandem.backup.PruneRequest.Repack;
import dev.tandem.backup.internal.engine.prune.PackUse.Fate;
import dev.tandem.backup.internal.engine.prune.PrunePlan.Repacked;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.Property;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobLocation;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.EntrySet;
import dev.tandem.backup.internal.store.PackHeader;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final int LARGE = 17 << 20;

    /** A blob, wherever it lies. */
    private record Handle(BlobType type, Id id) { }

    /** A repository that is only made up. */
    private static final class World {
        final BlobIndex index = new BlobIndex();
        final Map<Id, Long> packs = new HashMap<>();
        final Set<Handle> needed = new HashSet<>();
        final int version;
        private int made;

        World(int version) {
            this.version = version;
        }

        Id id() {
            made++;
            return new Id(made * 0x9e3779b97f4a7c15L, made, 0, 0);
        }

        Id pack(PackedBlob... blobs) {
            return pack(List.of(blobs));
        }

        Id pack(List<PackedBlob> blobs) {
            Id pack = id();
            List<PackedBlob> placed = new ArrayList<>();
            long offset = 0;
            for (PackedBlob blob : blobs) {
                placed.add(new PackedBlob(blob.type(), blob.id(), offset, blob.length(), blob.plainLength()));
                offset += blob.length();
            }
            index.add(pack, placed);
            packs.put(pack, PackHeader.packSize(placed));
            return pack;
        }

        PackedBlob blob(BlobType type, int length, boolean compressed) {
            return new PackedBlob(type, id(), 0, length, compressed ? length * 2 : 0);
        }

        PackedBlob data(int length) {
            return blob(BlobType.DATA, length, true);
        }

        PackedBlob needed(PackedBlob blob) {
            needed.add(new Handle(blob.type(), blob.id()));
            return blob;
        }

        PrunePlan plan(PruneRequest request) throws DamagedException {
            EntrySet marks = new EntrySet(index.size());
            needed.forEach(handle -> marks.add(index.entry(handle.type, handle.id)));
            List<StoredFile> files = packs.entrySet().stream().map(e -> new StoredFile(e.getKey(), e.getValue()))
                    .sorted((a, b) -> a.id().compareTo(b.id())).toList();
            return Planner.plan(index, marks, files, request, version);
        }
    }

    private static PruneRequest atMost(MaxUnused limit) {
        return PruneRequest.DEFAULT.withMaxUnused(limit);
    }

    private static final PruneRequest NOTHING_UNUSED = atMost(new MaxUnused.Bytes(0));

    private static Set<Id> ids(List<PackUse> packs) {
        return packs.stream().map(PackUse::id).collect(Collectors.toSet());
    }

    private static World random(Random random, int size) {
        World world = new World(random.nextInt(5) == 0 ? 1 : 2);
        List<PackedBlob> known = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            BlobType type = random.nextInt(4) == 0 ? BlobType.TREE : BlobType.DATA;
            List<PackedBlob> blobs = new ArrayList<>();
            int count = random.nextInt(1, 8);
            for (int j = 0; j < count; j++) {
                boolean other = random.nextInt(30) == 0;
                BlobType its = other ? BlobType.values()[1 - type.ordinal()] : type;
                boolean again = !known.isEmpty() && random.nextInt(4) == 0;
                PackedBlob old = again ? known.get(random.nextInt(known.size())) : null;
                PackedBlob blob = again && (old.type() == type || other) ? old : world.blob(its,
                        random.nextInt(33, random.nextInt(3) == 0 ? 4 << 20 : 5000),
                        world.version > 1 && random.nextInt(20) > 0);
                blobs.add(blob);
                known.add(blob);
            }
            world.pack(blobs);
        }
        int share = random.nextInt(1, 5);
        known.stream().filter(_ -> random.nextInt(share) > 0).forEach(world::needed);
        for (int i = random.nextInt(3); i > 0; i--) {
            world.packs.put(world.id(), random.nextLong(1, 1000));
        }
        return world;
    }

    private static PruneRequest randomRequest(Random random, int version) {
        MaxUnused limit = switch (random.nextInt(4)) {
            case 0 -> new MaxUnused.Bytes(random.nextInt(1 << 20));
            case 1 -> new MaxUnused.Percent(random.nextInt(100));
            case 2 -> new MaxUnused.Unlimited();
            default -> new MaxUnused.Bytes(0);
        };
        OptionalLong most = random.nextInt(3) > 0 ? OptionalLong.empty() : OptionalLong.of(random.nextInt(20 << 20));
        Repack repack = new Repack(random.nextInt(4) == 0, random.nextBoolean(), version > 1 && random.nextBoolean());
        return new PruneRequest(limit, most, Optional.of(Duration.ofDays(1)), repack, false);
    }

    @Test
    void everyNeededBlobIsKeptOnceAndInAPackThatStaysOrIsCopiedFrom() {
        Property.holds(300, (random, size) -> {
            World world = random(random, size / 4);
            PrunePlan plan = world.plan(randomRequest(random, world.version));
            Map<Handle, Integer> kept = new HashMap<>();
            world.index.forEachEntry((entry, pack, blob) -> {
                Handle handle = new Handle(blob.type(), blob.id());
                assertTrue(world.needed.contains(handle) || !plan.copies().keeps(entry));
                if (plan.copies().keeps(entry)) {
                    kept.merge(handle, 1, Integer::sum);
                    assertFalse(plan.packs().get(pack).fate() == Fate.REMOVE, "a needed pack is removed");
                }
            });
            assertEquals(world.needed, kept.keySet());
            assertTrue(kept.values().stream().allMatch(count -> count == 1), kept.toString());
        });
    }

    @Test
    void howeverFarRepackingComesEveryNeededBlobSurvives() {
        Property.holds(300, (random, size) -> {
            World world = random(random, size / 4);
            PrunePlan plan = world.plan(randomRequest(random, world.version));
            Set<Handle> surviving = new HashSet<>();
            Set<Id> gone = new HashSet<>(ids(plan.removed()));
            for (Repacked pack : plan.toCopy(world.index)) {
                if (random.nextBoolean()) {
                    gone.add(pack.pack());
                    for (int entry : pack.entries()) {
                        BlobLocation place = world.index.location(entry);
                        assertEquals(pack.pack(), place.pack());
                        surviving.add(new Handle(place.blob().type(), place.blob().id()));
                    }
                }
            }
            world.index.forEach(place -> {
                if (!gone.contains(place.pack())) {
                    surviving.add(new Handle(place.blob().type(), place.blob().id()));
                }
            });
            assertTrue(surviving.containsAll(world.needed));
        });
    }

    @Test
    void limitsAreKeptAndTheNumbersAddUp() {
        Property.holds(300, (random, size) -> {
            World world = random(random, size / 4);
            PruneRequest request = randomRequest(random, world.version);
            PrunePlan plan = world.plan(request);
            PruneEstimate estimate = plan.estimate();
            assertEquals(world.index.size(), estimate.total().blobs());
            assertEquals(world.needed.size(), estimate.used().blobs());
            assertEquals(estimate.remaining().bytes(), estimate.used().bytes() + estimate.unusedAfterwards());
            assertEquals(world.index.packs().size(),
                    estimate.packs().keep() + estimate.packs().repack() + estimate.packs().remove());
            long repacked = plan.repack().stream().mapToLong(PackUse::size).sum();
            assertTrue(repacked <= request.maxRepackSize().orElse(Long.MAX_VALUE));
            long limit = switch (request.maxUnused()) {
                case MaxUnused.Bytes(long bytes) -> bytes;
                case MaxUnused.Percent(double percent) -> (long) (estimate.remaining().bytes() * percent / 100) + 1;
                case MaxUnused.Unlimited() -> Long.MAX_VALUE;
            };
            if (request.maxRepackSize().isEmpty() && !request.repack().cacheableOnly()) {
                assertTrue(estimate.unusedAfterwards() <= limit, estimate + " but " + limit);
            }
            Set<Id> unknown = new HashSet<>(world.packs.keySet());
            world.index.packs().forEach(unknown::remove);
            assertEquals(unknown, plan.orphans().stream().map(StoredFile::id).collect(Collectors.toSet()));
        });
    }

    @Test
    void whatWasPrunedIsNotPrunedAgain() {
        Property.holds(200, (random, size) -> {
            World world = random(random, size / 4);
            PrunePlan plan = world.plan(NOTHING_UNUSED);
            World after = new World(world.version);
            plan.packs().stream().filter(pack -> pack.fate() == Fate.KEEP).forEach(pack -> {
                List<PackedBlob> blobs = new ArrayList<>();
                world.index.forEachEntry((_, its, blob) -> {
                    if (its == pack.number()) {
                        blobs.add(blob);
                    }
                });
                after.pack(blobs);
            });
            for (BlobType type : BlobType.values()) {
                List<PackedBlob> copied = plan.toCopy(world.index).stream()
                        .flatMapToInt(pack -> Arrays.stream(pack.entries()))
                        .mapToObj(entry -> world.index.location(entry).blob()).filter(blob -> blob.type() == type)
                        .map(blob -> new PackedBlob(type, blob.id(), 0, blob.length(),
                                world.version == 1 ? 0 : 2 * blob.length())).toList();
                if (!copied.isEmpty()) {
                    after.pack(copied);
                }
            }
            after.needed.addAll(world.needed);
            PruneEstimate again = after.plan(NOTHING_UNUSED).estimate();
            assertEquals(Amount.NONE, again.pruned());
            assertEquals(world.needed.size(), again.used().blobs());
        });
    }

    @Test
    void aPackOfWhichLittleIsWastedStaysWhileTheLimitAllows() throws DamagedException {
        World world = new World(2);
        Id good = world.pack(world.needed(world.data(LARGE)), world.data(1000));
        Id bad = world.pack(world.needed(world.data(LARGE)), world.data(LARGE));
        assertEquals(Set.of(bad), ids(world.plan(PruneRequest.DEFAULT).repack()));
        assertEquals(Set.of(good, bad), ids(world.plan(NOTHING_UNUSED).repack()));
        assertEquals(Set.of(), ids(world.plan(atMost(new MaxUnused.Unlimited())).repack()));
        assertEquals(Set.of(bad), ids(world.plan(atMost(new MaxUnused.Bytes(1000))).repack()));
    }

    @Test
    void theSizeToRepackIsSpentWhereMostIsWasted() throws DamagedException {
        World world = new World(2);
        world.pack(world.needed(world.data(LARGE)), world.data(LARGE / 2));
        Id worst = world.pack(world.needed(world.data(LARGE)), world.data(LARGE));
        PruneRequest request = new PruneRequest(new MaxUnused.Bytes(0), OptionalLong.of(LARGE * 2 + 1000),
                Optional.empty(), Repack.DEFAULT, false);
        assertEquals(Set.of(worst), ids(world.plan(request).repack()));
    }

    @Test
    void copiesAnInterruptedPruneMadeAreUsed() throws DamagedException {
        World world = new World(2);
        PackedBlob one = world.needed(world.data(LARGE));
        PackedBlob two = world.needed(world.data(LARGE));
        Id old = world.pack(one, two, world.data(LARGE));
        world.pack(one, two);
        PrunePlan plan = world.plan(NOTHING_UNUSED);
        assertEquals(Set.of(old), ids(plan.removed()));
        assertEquals(List.of(), plan.repack());
    }

    @Test
    void whatIsInAPackThatStaysIsNotCopied() throws DamagedException {
        World world = new World(2);
        PackedBlob twice = world.needed(world.data(LARGE));
        world.pack(world.needed(world.data(3 * LARGE)), world.data(LARGE / 100), twice);
        world.pack(world.needed(world.data(LARGE)), world.data(5 * LARGE), twice);
        PrunePlan plan = world.plan(atMost(new MaxUnused.Bytes(LARGE + LARGE / 50)));
        assertEquals(List.of(1), plan.toCopy(world.index).stream().map(pack -> pack.entries().length).toList());
    }

    @Test
    void aPackWithBothKindsAndOneWithPlainTreesAreRepacked() throws DamagedException {
        for (int version : List.of(1, 2)) {
            World world = new World(version);
            Id mixed = world.pack(world.needed(world.data(LARGE)), world.needed(world.blob(BlobType.TREE, 100, true)));
            Id plain = world.pack(world.needed(world.blob(BlobType.TREE, LARGE, false)));
            world.pack(world.needed(world.blob(BlobType.DATA, LARGE, false)));
            assertEquals(version == 1 ? Set.of(mixed) : Set.of(mixed, plain),
                    ids(world.plan(PruneRequest.DEFAULT).repack()));
        }
    }

    @Test
    void plainDataIsRepackedOnlyWhenAsked() throws DamagedException {
        World world = new World(2);
        Id plain = world.pack(world.needed(world.blob(BlobType.DATA, LARGE, false)));
        PrunePlan plan = world.plan(PruneRequest.DEFAULT);
        assertEquals(List.of(), plan.repack());
        assertEquals(world.packs.get(plain), plan.estimate().uncompressed());
        PruneRequest request = new PruneRequest(new MaxUnused.Unlimited(), OptionalLong.empty(), Optional.empty(),
                new Repack(false, false, true), false);
        assertEquals(Set.of(plain), ids(world.plan(request).repack()));
        assertEquals(0, world.plan(request).estimate().uncompressed());
    }

    @Test
    void tenSmallPacksArePutTogetherAndNineAreNot() throws DamagedException {
        World world = new World(2);
        world.pack(world.needed(world.data(LARGE)));
        for (int i = 0; i < 9; i++) {
            world.pack(world.needed(world.data(1000)));
        }
        assertEquals(0, world.plan(NOTHING_UNUSED).repack().size());
        world.pack(world.needed(world.data(1000)));
        assertEquals(10, world.plan(NOTHING_UNUSED).repack().size());
    }

    @Test
    void packsOfTheSizeNewOnesHaveAreNeverSmall() throws DamagedException {
        World world = new World(2);
        for (int i = 0; i < 400; i++) {
            world.pack(world.needed(world.data(120 << 20)));
        }
        for (int i = 0; i < 11; i++) {
            world.pack(world.needed(world.data(16 << 20)));
        }
        assertEquals(0, world.plan(PruneRequest.DEFAULT).repack().size());
    }

    @Test
    void onlyPacksOfDirectoriesAreRepackedWhenAsked() throws DamagedException {
        World world = new World(2);
        world.pack(world.needed(world.data(LARGE)), world.data(LARGE));
        Id trees = world.pack(world.needed(world.blob(BlobType.TREE, LARGE, true)),
                world.blob(BlobType.TREE, LARGE, true));
        Id unused = world.pack(world.data(LARGE));
        PruneRequest request = new PruneRequest(new MaxUnused.Bytes(0), OptionalLong.empty(), Optional.empty(),
                new Repack(true, false, false), false);
        assertEquals(Set.of(trees), ids(world.plan(request).repack()));
        assertEquals(Set.of(unused), ids(world.plan(request).removed()));
    }

    @Test
    void aNeededPackThatIsMissingOrHasAWrongSizeIsRefused() {
        World world = new World(2);
        Id pack = world.pack(world.needed(world.data(LARGE)), world.data(LARGE));
        world.packs.merge(pack, -1L, Long::sum);
        String wrong = assertThrows(DamagedException.class, () -> world.plan(PruneRequest.DEFAULT)).getMessage();
        assertTrue(wrong.contains("data/") && wrong.contains("repair index"), wrong);
        world.packs.remove(pack);
        String missing = assertThrows(DamagedException.class, () -> world.plan(PruneRequest.DEFAULT)).getMessage();
        assertTrue(missing.contains(pack.toString()) && missing.contains("missing"), missing);
    }

    @Test
    void anUnneededPackThatIsMissingOrHasAWrongSizeGoes() throws DamagedException {
        World world = new World(2);
        Id missing = world.pack(world.data(LARGE));
        Id wrong = world.pack(world.data(LARGE));
        world.pack(world.needed(world.data(LARGE)));
        world.packs.remove(missing);
        world.packs.merge(wrong, 1L, Long::sum);
        PrunePlan plan = world.plan(PruneRequest.DEFAULT);
        assertEquals(Set.of(missing, wrong), ids(plan.removed()));
        assertEquals(1, plan.estimate().packs().remove());
    }

    @Test
    void aCopyInASoundPackStandsInForTheOneInAMissingPack() throws DamagedException {
        World world = new World(2);
        PackedBlob blob = world.needed(world.data(LARGE));
        Id missing = world.pack(blob);
        Id sound = world.pack(blob, world.data(LARGE));
        world.packs.remove(missing);
        PrunePlan plan = world.plan(NOTHING_UNUSED);
        assertEquals(Set.of(missing), ids(plan.removed()));
        assertEquals(Set.of(sound), ids(plan.repack()));
    }

    @Test
    void anEmptyRepositoryHasNothingToPrune() throws DamagedException {
        PrunePlan plan = new World(2).plan(PruneRequest.DEFAULT);
        assertEquals(List.of(), plan.packs());
        assertEquals(0, plan.estimate().unusedAfterwards());
    }
}
