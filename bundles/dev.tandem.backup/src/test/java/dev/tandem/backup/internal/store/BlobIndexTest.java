package dev.tandem.backup.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.Id;
import dev.tandem.backup.internal.format.Sealer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BlobIndexTest {
    private final Random random = new Random(40);
    private final BlobIndex index = new BlobIndex();

    private Id id() {
        return new Id(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private static PackedBlob blob(BlobType type, Id id, long offset) {
        return new PackedBlob(type, id, offset, 100, 200);
    }

    @Test
    void everyOneOfAHundredThousandBlobsIsFoundWhereItWasPut() {
        List<BlobLocation> all = new ArrayList<>();
        for (int pack = 0; pack < 200; pack++) {
            Id packId = id();
            List<PackedBlob> blobs = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                // The second half of the packs holds the blobs of the first once more, as the other type.
                BlobType type = pack < 100 ? BlobType.DATA : BlobType.TREE;
                Id id = pack < 100 ? id() : all.get((pack - 100) * 500 + i).blob().id();
                blobs.add(new PackedBlob(type, id, 0xffff_0000L + i, random.nextInt(32, 1 << 30),
                        random.nextInt(3) == 0 ? 0 : random.nextInt(1, Integer.MAX_VALUE)));
            }
            blobs.forEach(blob -> all.add(new BlobLocation(packId, blob)));
            index.add(packId, blobs);
        }
        assertEquals(100_000, index.size());
        assertEquals(200, index.packs().size());
        for (BlobLocation each : all) {
            PackedBlob blob = each.blob();
            assertEquals(Optional.of(each), index.locate(blob.type(), blob.id()));
            assertEquals(List.of(each), index.locateAll(blob.type(), blob.id()));
            assertEquals(blob.compressed() ? blob.plainLength() : blob.length() - Sealer.OVERHEAD,
                    index.plainSize(blob.type(), blob.id()));
        }
        Set<BlobLocation> told = new HashSet<>();
        index.forEach(told::add);
        assertEquals(new HashSet<>(all), told);
        for (int i = 0; i < 1000; i++) {
            Id unknown = id();
            assertFalse(index.contains(BlobType.DATA, unknown));
            assertEquals(Optional.empty(), index.locate(BlobType.TREE, unknown));
            assertEquals(-1, index.plainSize(BlobType.DATA, unknown));
        }
    }

    @Test
    void idsThatDifferOnlyInTheirLastBitAreToldApart() {
        Id one = new Id(5, 0, 0, 0);
        Id other = new Id(5, 0, 0, 1);
        index.add(new Id(1, 1, 1, 1), List.of(blob(BlobType.DATA, one, 0)));
        assertTrue(index.contains(BlobType.DATA, one));
        assertFalse(index.contains(BlobType.DATA, other));
        assertFalse(index.contains(BlobType.TREE, one));
    }

    @Test
    void aBlobInSeveralPacksHasAllItsPlaces() {
        Id id = id();
        List<BlobLocation> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Id pack = id();
            PackedBlob blob = blob(BlobType.DATA, id, i * 100);
            index.add(pack, List.of(blob));
            expected.add(new BlobLocation(pack, blob));
        }
        assertEquals(expected, index.locateAll(BlobType.DATA, id));
    }

    @Test
    void aPackListedTwiceIsThereOnceAndOneListedInPartsIsThereInFull() {
        Id pack = id();
        PackedBlob first = blob(BlobType.DATA, id(), 0);
        PackedBlob second = blob(BlobType.DATA, id(), 100);
        index.add(pack, List.of(first));
        index.add(pack, List.of(first));
        assertEquals(1, index.size());
        index.add(pack, List.of(second));
        assertEquals(2, index.size());
        assertEquals(List.of(new BlobLocation(pack, second)), index.locateAll(BlobType.DATA, second.id()));
        assertEquals(List.of(pack), index.packs());
    }
}
