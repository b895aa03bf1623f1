package dev.tandem.backup.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkerTest {
    private static final long POLYNOMIAL = 0x3DA3358B4DC173L;

    @ParameterizedTest
    @ValueSource(strings = {"3DA3358B4DC173", "3f733c0fac8b0f"})
    void theChunksAreThoseOfRestic(String polynomial) throws Exception {
        byte[] file = counterFile();
        List<Integer> lengths = cut(file, new Chunker(Long.parseLong(polynomial, 16)), have -> Chunker.MAX);
        List<String> expected = Resources.lines("chunker-ctr24m-poly" + polynomial + ".txt").stream()
                .filter(line -> !line.isBlank()).toList();
        List<String> found = new ArrayList<>();
        int at = 0;
        for (int length : lengths) {
            found.add("(" + length + ", '" + HexFormat.of().formatHex(Resources.sha256(file, at, length)) + "')");
            at += length;
        }
        assertEquals(expected.stream().map(line -> line.replaceFirst(", [^,]+,", ",")).toList(), found);
    }

    @Test
    void howMuchIsThereAtEachScanDoesNotMatter() throws Exception {
        byte[] file = counterFile();
        List<Integer> expected = cut(file, new Chunker(POLYNOMIAL), have -> Chunker.MAX);
        Property.holds(4, (random, size) -> {
            int step = 1 << 20 - 3 * size;
            assertEquals(expected, cut(file, new Chunker(POLYNOMIAL), have -> have + 1 + random.nextInt(step)));
        });
    }

    @Test
    void theChunksAreThoseOfAPlainWindow() {
        Property.holds(6, (random, size) -> {
            int length = 3_000_000 + size;
            byte[] file = size % 2 == 0 ? Property.bytes(random, length) : lowEntropy(random, length);
            long polynomial = size < 3 ? POLYNOMIAL : 0x3f733c0fac8b0fL;
            assertEquals(naive(file, polynomial), cut(file, new Chunker(polynomial), have -> Chunker.MAX));
        });
    }

    @Test
    void zerosAreCutAtTheLeastLength() {
        assertEquals(List.of(Chunker.MIN, Chunker.MIN, 5),
                cut(new byte[2 * Chunker.MIN + 5], new Chunker(POLYNOMIAL), have -> Chunker.MAX));
    }

    @Test
    void aChunkIsNeverLongerThanTheMost() {
        byte[] file = new byte[Chunker.MAX + 1000];
        Arrays.fill(file, (byte) 1);
        assertEquals(List.of(Chunker.MAX, 1000), cut(file, new Chunker(POLYNOMIAL), have -> Chunker.MAX));
        assertEquals(List.of(Chunker.MAX, 1000), cut(file, new Chunker(POLYNOMIAL), have -> have + 12_345));
        assertEquals(Chunker.MAX, new Chunker(POLYNOMIAL).scan(file, file.length));
    }

    @Test
    void aShortFileNeedsMoreBytesForACut() {
        assertEquals(-1, new Chunker(POLYNOMIAL).scan(new byte[Chunker.MIN], Chunker.MIN - 1));
        assertEquals(-1, new Chunker(POLYNOMIAL).scan(new byte[0], 0));
    }

    @Test
    void resetForgetsAStartedChunk() {
        byte[] file = Property.bytes(new Random(3), 4_000_000);
        Chunker chunker = new Chunker(POLYNOMIAL);
        int expected = chunker.scan(file, file.length);
        chunker.scan(new byte[Chunker.MIN - 1], Chunker.MIN - 1);
        byte[] ones = new byte[2_000_000];
        Arrays.fill(ones, (byte) 1);
        assertEquals(-1, chunker.scan(ones, ones.length));
        chunker.reset();
        assertEquals(expected, chunker.scan(file, file.length));
    }

    @Test
    void aPolynomialUnfitForCuttingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Chunker.Tables(POLYNOMIAL ^ 1));
        assertThrows(IllegalArgumentException.class, () -> new Chunker.Tables(7));
    }

    /** Cuts as a reader of a file does, {@code more} saying how much of the chunk is there at the next scan. */
    private static List<Integer> cut(byte[] file, Chunker chunker, IntUnaryOperator more) {
        List<Integer> lengths = new ArrayList<>();
        byte[] buffer = new byte[Chunker.MAX];
        int start = 0;
        chunker.reset();
        while (start < file.length) {
            int have = 0;
            int length = -1;
            while (length < 0) {
                int want = Math.min(Math.min(more.applyAsInt(have), Chunker.MAX), file.length - start);
                System.arraycopy(file, start + have, buffer, have, want - have);
                boolean last = have == want;
                have = want;
                length = last ? have : chunker.scan(buffer, have);
            }
            lengths.add(length);
            start += length;
        }
        return lengths;
    }

    /** The chunker as its description has it, byte by byte over a ring of 64. */
    private static List<Integer> naive(byte[] file, long polynomial) {
        long[] out = new long[256];
        for (int b = 0; b < 256; b++) {
            out[b] = b;
            for (int i = 0; i < 63; i++) {
                out[b] = Polynomials.mod(out[b] << 8, polynomial);
            }
        }
        List<Integer> lengths = new ArrayList<>();
        for (int start = 0; start < file.length; start += lengths.getLast()) {
            int[] window = new int[64];
            window[0] = 1;
            int position = 1;
            long digest = 1;
            int length = Math.min(Chunker.MIN - 64, file.length - start);
            while (start + length < file.length) {
                int b = file[start + length] & 0xff;
                digest ^= out[window[position]];
                window[position] = b;
                position = (position + 1) % 64;
                digest = Polynomials.mod(digest << 8 | b, polynomial);
                length++;
                if (length >= Chunker.MIN && ((digest & (1 << 20) - 1) == 0 || length == Chunker.MAX)) {
                    break;
                }
            }
            lengths.add(length);
        }
        return lengths;
    }

    private static byte[] lowEntropy(Random random, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (random.nextInt(50) == 0 ? random.nextInt(4) : 0);
        }
        return bytes;
    }

    private static byte[] counterFile() {
        byte[] file = new byte[24 * 1024 * 1024];
        ByteBuffer counter = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < file.length / 32; i++) {
            counter.putLong(0, i);
            System.arraycopy(Resources.sha256(counter.array(), 0, 8), 0, file, 32 * i, 32);
        }
        assertEquals("d8c9e68ed742b54766f596628301cdc9f67b29143b0f1bba2316025c89246f3e",
                HexFormat.of().formatHex(Resources.sha256(file, 0, file.length)));
        return file;
    }
}
