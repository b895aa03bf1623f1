package dev.tandem.backup.internal.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZstandardTest {
    private final byte[] plain = text(new Random(1), 200_000);

    @Test
    void everySizeSurvivesARoundTrip() {
        Property.holds(60, (random, size) -> {
            byte[] in = size % 2 == 0 ? text(random, size * size * 30) : Property.bytes(random, size * size * 30);
            byte[] frame = Zstandard.compress(in, 0, in.length, 3);
            byte[] out = new byte[in.length];
            assertEquals(in.length, Zstandard.decompress(frame, 0, frame.length, out, 0, in.length));
            assertArrayEquals(in, out);
            assertArrayEquals(in, Zstandard.decompressUpTo(frame, 0, frame.length, in.length));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 11, 1})
    void everyLevelTellsTheSizeAndHasNoChecksum(int level) {
        byte[] frame = Zstandard.compress(plain, 0, plain.length, level);
        assertEquals(plain.length, Zstd.getFrameContentSize(frame));
        assertEquals(0, frame[4] & 0x04);
        assertTrue(frame.length < plain.length / 2);
    }

    @Test
    void regionsOfLargerArraysWork() throws Exception {
        byte[] buffer = new byte[Zstandard.bound(1000) + 20];
        int length = Zstandard.compress(plain, 50, 1000, buffer, 20, 3);
        byte[] out = new byte[1010];
        Zstandard.decompress(buffer, 20, length, out, 5, 1000);
        assertArrayEquals(Arrays.copyOfRange(plain, 50, 1050), Arrays.copyOfRange(out, 5, 1005));
        assertEquals(0, out[1005]);
    }

    @Test
    void moreOrLessThanExpectedIsDamagedAndNothingIsWrittenBehind() {
        byte[] frame = Zstandard.compress(plain, 0, plain.length, 3);
        byte[] out = new byte[plain.length + 10];
        assertThrows(DamagedException.class,
                () -> Zstandard.decompress(frame, 0, frame.length, out, 0, plain.length - 1));
        assertEquals(0, out[plain.length - 1]);
        assertThrows(DamagedException.class,
                () -> Zstandard.decompress(frame, 0, frame.length, out, 0, plain.length + 1));
    }

    @Test
    void aLimitHoldsForFramesThatTellTheirSizeAndForThoseThatDoNot() throws IOException {
        byte[] told = Zstandard.compress(plain, 0, plain.length, 3);
        byte[] untold = streamed(plain);
        assertEquals(-1, Zstd.getFrameContentSize(untold));
        for (byte[] frame : new byte[][] {told, untold}) {
            assertArrayEquals(plain, Zstandard.decompressUpTo(frame, 0, frame.length, plain.length));
            assertArrayEquals(plain, Zstandard.decompressUpTo(frame, 0, frame.length, 1 << 30));
            assertThrows(DamagedException.class,
                    () -> Zstandard.decompressUpTo(frame, 0, frame.length, plain.length - 1));
        }
    }

    @Test
    void aBombStopsAtTheLimit() throws IOException {
        byte[] bomb = streamed(new byte[20_000_000]);
        assertTrue(bomb.length < 4000);
        assertThrows(DamagedException.class, () -> Zstandard.decompressUpTo(bomb, 0, bomb.length, 10_000_000));
        assertEquals(20_000_000, Zstandard.decompressUpTo(bomb, 0, bomb.length, 20_000_000).length);
    }

    @Test
    void severalFramesAreOne() throws Exception {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.writeBytes(Zstandard.compress(plain, 0, 1000, 3));
        frames.writeBytes(Zstandard.compress(plain, 1000, plain.length - 1000, 3));
        byte[] both = frames.toByteArray();
        assertArrayEquals(plain, Zstandard.decompressUpTo(both, 0, both.length, 1_000_000));
        assertArrayEquals(plain, Zstandard.decompressing(new ByteArrayInputStream(both)).readAllBytes());
    }

    @Test
    void changedBytesNeverDoMoreThanDamage() {
        byte[] frame = Zstandard.compress(plain, 0, 5000, 3);
        Property.holds(3000, (random, size) -> {
            byte[] changed = Arrays.copyOf(frame, random.nextInt(4) > 0 ? frame.length : random.nextInt(frame.length));
            for (int i = 0; i < 3 && changed.length > 0; i++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            try {
                assertTrue(Zstandard.decompressUpTo(changed, 0, changed.length, 100_000).length <= 100_000);
            } catch (DamagedException expected) {
                assertTrue(!expected.getMessage().isEmpty());
            }
            try (InputStream in = Zstandard.decompressing(new ByteArrayInputStream(changed))) {
                in.readNBytes(100_000);
            } catch (DamagedException expected) {
                assertTrue(!expected.getMessage().isEmpty());
            }
        });
    }

    @Test
    void aStreamCutShortIsDamagedAndAFailureBelowIsPassedOn() throws IOException {
        byte[] frame = streamed(plain);
        InputStream cut = Zstandard.decompressing(new ByteArrayInputStream(frame, 0, frame.length - 5));
        assertThrows(DamagedException.class, cut::readAllBytes);
        IOException unplugged = new IOException("unplugged");
        InputStream failing = Zstandard.decompressing(new InputStream() {
            @Override
            public int read() throws IOException {
                throw unplugged;
            }
        });
        assertSame(unplugged, assertThrows(IOException.class, failing::read));
    }

    @Test
    void manyThreadsCompressAtOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = IntStream.range(0, 200).<Future<?>>mapToObj(task -> threads.submit(() -> {
                byte[] in = text(new Random(task), 10_000 + task);
                byte[] frame = Zstandard.compress(in, 0, in.length, 1 + task % 5);
                assertArrayEquals(in, Zstandard.decompressUpTo(frame, 0, frame.length, in.length));
                return null;
            })).toList();
            for (Future<?> task : tasks) {
                task.get();
            }
        }
    }

    private static byte[] streamed(byte[] in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream zstd = Zstandard.compressing(out, 3)) {
            for (int at = 0; at < in.length; at += 10_000) {
                zstd.write(in, at, Math.min(10_000, in.length - at));
            }
        }
        return out.toByteArray();
    }

    private static byte[] text(Random random, int length) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) "aaaabbbcde    \n".charAt(random.nextInt(15));
        }
        return text;
    }
}
