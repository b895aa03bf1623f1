package dev.tandem.storage.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PartsTest {
    private static final long MIB = 1 << 20;

    @Test
    void partsCoverTheObjectExactly() {
        for (long length : new long[] {1, 8 * MIB - 1, 8 * MIB, 8 * MIB + 1, 100 * MIB + 7}) {
            Parts parts = Parts.of(length, 8 * MIB);
            long covered = 0;
            for (int number = 1; number <= parts.count(); number++) {
                assertEquals(covered, parts.offset(number));
                covered += parts.size(number);
            }
            assertEquals(length, covered);
            assertEquals(8 * MIB, parts.size());
        }
    }

    @Test
    void thereAreNeverMoreThanTenThousandOfThem() {
        for (long length : new long[] {80_000 * MIB, 80_000 * MIB + 1, 5L << 40}) {
            Parts parts = Parts.of(length, 8 * MIB);
            assertTrue(parts.count() <= 10_000, parts::toString);
            assertEquals(0, parts.size() % MIB);
        }
        assertEquals(8 * MIB, Parts.of(80_000 * MIB, 8 * MIB).size());
        assertEquals(9 * MIB, Parts.of(80_000 * MIB + 1, 8 * MIB).size());
    }
}
