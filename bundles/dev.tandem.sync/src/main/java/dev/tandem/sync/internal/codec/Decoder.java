package dev.tandem.sync.internal.codec;

import dev.tandem.backup.Id;
import dev.tandem.catalog.StateDamagedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link Encoder} wrote, never beyond the end and never allocating more than is there. For one thread. */
public final class Decoder {
    private final byte[] bytes;
    private int at;

    public Decoder(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Tells whether there is more. */
    public boolean hasMore() {
        return at < bytes.length;
    }

    /** Returns a number. */
    public long number() throws StateDamagedException {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (at == bytes.length) {
                throw endsEarly();
            }
            byte b = bytes[at++];
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new StateDamagedException("what is remembered is damaged: a number does not end");
    }

    /** Returns a number that was added as signed. */
    public long signed() throws StateDamagedException {
        long zigzag = number();
        return zigzag >>> 1 ^ -(zigzag & 1);
    }

    /** Returns a number that lies from 0 to {@code limit}. */
    public int upTo(int limit) throws StateDamagedException {
        long number = number();
        if (number < 0 || number > limit) {
            throw new StateDamagedException("what is remembered is damaged: " + number + " is out of range");
        }
        return (int) number;
    }

    /** Returns an ID. */
    public Id id() throws StateDamagedException {
        if (bytes.length - at < Id.LENGTH) {
            throw endsEarly();
        }
        Id id = Id.of(bytes, at);
        at += Id.LENGTH;
        return id;
    }

    /** Returns bytes. */
    public byte[] bytes() throws StateDamagedException {
        int start = start();
        return Arrays.copyOfRange(bytes, start, at);
    }

    /** Returns the first {@code kept} of some bytes with those that are next behind them. */
    public byte[] bytesAfter(byte[] before, int kept) throws StateDamagedException {
        int start = start();
        byte[] joined = Arrays.copyOf(before, kept + at - start);
        System.arraycopy(bytes, start, joined, kept, at - start);
        return joined;
    }

    /** Returns where the bytes start that are next, and skips them. */
    private int start() throws StateDamagedException {
        int count = upTo(bytes.length - at);
        if (count > bytes.length - at) {
            throw endsEarly();
        }
        int start = at;
        at += count;
        return start;
    }

    /** Returns text. */
    public String text() throws StateDamagedException {
        int start = start();
        return new String(bytes, start, at - start, StandardCharsets.UTF_8);
    }

    private static StateDamagedException endsEarly() {
        return new StateDamagedException("what is remembered is damaged: it ends early");
    }
}
