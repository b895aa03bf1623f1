package dev.tandem.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Changes one file in a hundred, the same ones for every program. The bytes are inverted: done twice it is undone, so
 * that a tree stays what it is through any number of rounds, and each time is a change.
 */
final class Change {
    private static final long WHOLE_FILE_UP_TO = 64 << 10;

    private Change() { }

    /** Returns one in a hundred of {@code items}, at least one, chosen by {@code seed} alone. */
    static <T> List<T> onePercent(List<T> items, long seed) {
        List<T> shuffled = new ArrayList<>(items);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled.subList(0, Math.min(items.size(), Math.max(1, items.size() / 100)));
    }

    static void apply(Path folder, long seed) throws IOException {
        for (Path file : onePercent(Folders.changeableFiles(folder), seed)) {
            invert(file, seed);
        }
    }

    /** Inverts a small file, and of a large one a hundredth, somewhere. */
    static void invert(Path file, long seed) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = channel.size();
            int length = Math.toIntExact(Math.max(Math.min(size, WHOLE_FILE_UP_TO), size / 100));
            long start = new Random(seed).nextLong(size - length + 1);
            ByteBuffer bytes = ByteBuffer.allocate(length);
            while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) > 0) { }
            bytes.flip();
            for (int i = 0; i < bytes.limit(); i++) {
                bytes.put(i, (byte) ~bytes.get(i));
            }
            while (bytes.hasRemaining()) {
                channel.write(bytes, start + bytes.position());
            }
        }
    }
}
