package dev.tandem.sync.internal.codec;

import dev.tandem.backup.Id;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow: numbers in groups of seven bits, the lowest first. For one thread. {@link Decoder} reads them. */
public final class Encoder {
    private byte[] bytes = new byte[256];
    private int length;

    /** Adds a number, short where it is small and not negative. */
    public void number(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** Adds a number, short where it is near zero. */
    public void signed(long value) {
        number(value << 1 ^ value >> 63);
    }

    /** Adds an ID. */
    public void id(Id id) {
        room(Id.LENGTH);
        id.copyTo(bytes, length);
        length += Id.LENGTH;
    }

    /** Adds bytes and how many they are. */
    public void bytes(byte[] more) {
        bytes(more, 0);
    }

    /** Adds the bytes from {@code start} on, and how many they are. */
    public void bytes(byte[] more, int start) {
        int count = more.length - start;
        number(count);
        room(count);
        System.arraycopy(more, start, bytes, length, count);
        length += count;
    }

    /** Adds text. */
    public void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    /** Returns all that was added. */
    public byte[] all() {
        return Arrays.copyOf(bytes, length);
    }
}
