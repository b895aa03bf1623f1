package dev.tandem.backup;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * A SHA-256 that names a blob (hash of its plain text) or a file of a repository (hash of its stored bytes). Ordered as
 * its bytes are.
 *
 * @param a the first 8 bytes, big-endian
 * @param b the next 8
 * @param c the next 8
 * @param d the last 8
 */
public record Id(long a, long b, long c, long d) implements Comparable<Id> {
    /** Bytes of an ID. */
    public static final int LENGTH = 32;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Returns the ID whose {@value #LENGTH} bytes start at {@code offset}. */
    public static Id of(byte[] bytes, int offset) {
        return new Id((long) LONGS.get(bytes, offset), (long) LONGS.get(bytes, offset + 8),
                (long) LONGS.get(bytes, offset + 16), (long) LONGS.get(bytes, offset + 24));
    }

    /** Returns the ID of these {@value #LENGTH} bytes. */
    public static Id of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("an ID has " + LENGTH + " bytes, not " + bytes.length);
        }
        return of(bytes, 0);
    }

    /**
     * Parses 64 hexadecimal digits.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Id parse(CharSequence hex) {
        if (!isId(hex)) {
            throw new IllegalArgumentException("not an ID: '" + hex + "'");
        }
        return new Id(HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32),
                HexFormat.fromHexDigitsToLong(hex, 32, 48), HexFormat.fromHexDigitsToLong(hex, 48, 64));
    }

    /** Tells whether {@code text} is 64 lower-case hexadecimal digits. */
    public static boolean isId(CharSequence text) {
        return text.length() == 2 * LENGTH
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** Writes the {@value #LENGTH} bytes to {@code target} from {@code offset}. */
    public void copyTo(byte[] target, int offset) {
        LONGS.set(target, offset, a);
        LONGS.set(target, offset + 8, b);
        LONGS.set(target, offset + 16, c);
        LONGS.set(target, offset + 24, d);
    }

    /** Returns the {@value #LENGTH} bytes. */
    public byte[] bytes() {
        byte[] bytes = new byte[LENGTH];
        copyTo(bytes, 0);
        return bytes;
    }

    /** Returns the first eight digits, which mostly suffice to name a snapshot. */
    public String brief() {
        return toString().substring(0, 8);
    }

    @Override
    public int compareTo(Id other) {
        int order = Long.compareUnsigned(a, other.a);
        if (order == 0) {
            order = Long.compareUnsigned(b, other.b);
        }
        if (order == 0) {
            order = Long.compareUnsigned(c, other.c);
        }
        return order != 0 ? order : Long.compareUnsigned(d, other.d);
    }

    // The bytes are a hash already.
    @Override
    public int hashCode() {
        return (int) (a ^ b);
    }

    /** Returns the 64 hexadecimal digits. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(a) + hex.toHexDigits(b) + hex.toHexDigits(c) + hex.toHexDigits(d);
    }
}
