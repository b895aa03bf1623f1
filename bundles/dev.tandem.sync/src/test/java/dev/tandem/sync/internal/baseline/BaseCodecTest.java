package dev.tandem.sync.internal.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.catalog.StateDamagedException;
import dev.tandem.model.RawName;
import dev.tandem.sync.internal.model.Base;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BaseCodecTest {
    private static SortedMap<RawName, Base> entries(Random random, int count) {
        RandomBases bases = new RandomBases(random);
        SortedMap<RawName, Base> entries = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            RawName key = bases.name();
            entries.put(key, bases.base(key));
        }
        return entries;
    }

    @Test
    void whatIsDecodedIsWhatWasEncodedInTheOrderOfTheKeys() throws StateDamagedException {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            SortedMap<RawName, Base> entries = entries(random, random.nextInt(20));
            SortedMap<RawName, Base> decoded = new TreeMap<>();
            List<RawName> order = new ArrayList<>();
            BaseCodec.decode(BaseCodec.encode(entries), (key, base) -> {
                order.add(key);
                decoded.put(key, base);
            });
            assertEquals(entries, decoded, "seed " + seed);
            assertEquals(List.copyOf(entries.keySet()), order, "seed " + seed);
        }
    }

    @Test
    void anOrdinaryFileTakesFewBytes() {
        SortedMap<RawName, Base> entries = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            RawName key = RawName.of("IMG_" + (20_000 + i) + ".jpeg");
            entries.put(key, RandomBases.file(key, i));
        }
        int size = BaseCodec.encode(entries).length;
        assertTrue(size < 75 * 100, size + " bytes for 100 files");
    }

    @Test
    void whateverIsDecodedItEndsInEntriesOrDamage() {
        int damaged = 0;
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            byte[] block = BaseCodec.encode(entries(random, 5));
            for (int i = 0; i <= random.nextInt(4); i++) {
                block[random.nextInt(block.length)] = (byte) random.nextInt();
            }
            byte[] cut = random.nextBoolean() ? block : Arrays.copyOf(block, random.nextInt(block.length));
            try {
                BaseCodec.decode(cut, (_, _) -> { });
            } catch (StateDamagedException e) {
                damaged++;
            }
        }
        assertTrue(damaged > 100, damaged + " found damaged");
    }

    @Test
    void aDamagedLengthCostsNoMemory() {
        // Type FILE, nothing shared, and a name of 2^31 - 1 bytes, or of 2^63 - 1.
        for (String block : List.of("0000ffffffff07", "0000ffffffffffffffff7f", "00ffffffff07",
                "0000ffffffffffffffffffff7f")) {
            assertThrows(StateDamagedException.class,
                    () -> BaseCodec.decode(HexFormat.of().parseHex(block), (_, _) -> { }), block);
        }
    }
}
