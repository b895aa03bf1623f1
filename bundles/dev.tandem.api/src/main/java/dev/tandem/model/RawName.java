package dev.tandem.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One component of a path as the bytes the file system uses: on POSIX systems any bytes but {@code /} and NUL, which
 * need not be valid UTF-8; elsewhere the (possibly ill-formed) UTF-8 of the name. Ordered by unsigned bytes, the order
 * of a tree in a repository. Immutable.
 */
public final class RawName implements Comparable<RawName> {
    private final byte[] bytes;

    private RawName(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns the name made of a copy of {@code bytes}, whatever they are; see {@link #isSafe}. */
    public static RawName of(byte[] bytes) {
        return new RawName(bytes.clone());
    }

    /** Returns the name made of a copy of {@code length} bytes from {@code offset}. */
    public static RawName of(byte[] bytes, int offset, int length) {
        return new RawName(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /** Returns the name whose bytes are the UTF-8 of {@code text}. */
    public static RawName of(String text) {
        return new RawName(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Returns the number of bytes. */
    public int length() {
        return bytes.length;
    }

    /** Returns the byte at {@code index}. */
    public byte at(int index) {
        return bytes[index];
    }

    /** Copies all bytes into {@code target} from {@code offset}. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    /**
     * Tells whether this can name an entry of a directory: not empty, not {@code .} or {@code ..}, without {@code /}
     * and NUL. Names from a repository or a remote must pass this before they touch the disk.
     */
    public boolean isSafe() {
        if (bytes.length == 0 || (bytes[0] == '.' && (bytes.length == 1 || (bytes.length == 2 && bytes[1] == '.')))) {
            return false;
        }
        for (byte b : bytes) {
            if (b == '/' || b == 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(RawName other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawName name && Arrays.equals(bytes, name.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the name for people: its text, with each byte that is not part of valid UTF-8 as {@code \xhh}. */
    @Override
    public String toString() {
        return display(bytes);
    }

    static String display(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException illFormed) {
            return displayIllFormed(bytes);
        }
    }

    private static String displayIllFormed(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        var decoder = StandardCharsets.UTF_8.newDecoder();
        while (in.hasRemaining()) {
            var result = decoder.decode(in, out, true);
            text.append(out.flip());
            out.clear();
            if (result.isUnderflow()) {
                break;
            }
            for (int i = 0; i < result.length(); i++) {
                text.append("\\x").append(HexFormat.of().toHexDigits(in.get()));
            }
            decoder.reset();
        }
        return text.toString();
    }
}
