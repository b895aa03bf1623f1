package dev.tandem.catalog.internal;

import dev.tandem.catalog.FileEntry;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;

/** Reads what {@link ListingWriter} wrote, entry by entry. For one thread. */
final class Listing {
    private static final FileType[] TYPES = FileType.values();
    private static final int TYPE = 0x0f;
    /** Permissions, size, seconds, nanoseconds, user, group. */
    private static final int NUMBERS = 6;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int nameStart;
    private int nameEnd;
    private int bodyEnd;
    private int flags;
    private int subtree;

    Listing(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /** Moves to the next entry; returns false when there is none. */
    boolean next() {
        if (at == end) {
            return false;
        }
        nameStart = skipText();
        nameEnd = at;
        flags = (int) number();
        for (int i = 0; i < NUMBERS; i++) {
            number();
        }
        skipText();
        skipText();
        skip(((flags & ListingWriter.HAS_CONTENT) == 0 ? 0 : 8) + ((flags & ListingWriter.HAS_EXTRA) == 0 ? 0 : 8));
        bodyEnd = at;
        subtree = type() == FileType.DIRECTORY ? (int) number() - 1 : -1;
        return true;
    }

    /** Returns where the text starts. */
    private int skipText() {
        long length = number();
        int start = at;
        skip(length);
        return start;
    }

    private void skip(long length) {
        if (length < 0 || length > end - at) {
            throw new UnusableStoreException("a listing that ends early");
        }
        at += (int) length;
    }

    private String text() {
        int start = skipText();
        return new String(bytes, start, at - start, StandardCharsets.UTF_8);
    }

    private long number() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (at >= end) {
                throw new UnusableStoreException("a listing that ends early");
            }
            byte b = bytes[at++];
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new UnusableStoreException("a number that does not end");
    }

    private long fixed() {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | bytes[at++] & 0xff;
        }
        return value;
    }

    RawName name() {
        return RawName.of(bytes, nameStart, nameEnd - nameStart);
    }

    /** Moves to the entry with this name; returns false when there is none. */
    boolean seek(RawName name) {
        while (next()) {
            if (nameEnd - nameStart == name.length() && name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Compares the names of the entries at which two listings stand. */
    int compareName(Listing other) {
        return Arrays.compareUnsigned(bytes, nameStart, nameEnd, other.bytes, other.nameStart, other.nameEnd);
    }

    /** Tells whether the entries at which two listings stand are equal but for the numbers of their trees. */
    boolean sameBody(Listing other) {
        return Arrays.equals(bytes, nameEnd, bodyEnd, other.bytes, other.nameEnd, other.bodyEnd);
    }

    FileType type() {
        int ordinal = flags & TYPE;
        if (ordinal >= TYPES.length) {
            throw new UnusableStoreException("an entry of no known type");
        }
        return TYPES[ordinal];
    }

    /** Returns the number of the directory's tree, or -1. */
    int subtree() {
        return subtree;
    }

    /** Returns what the entry is. */
    FileEntry entry() {
        int after = at;
        at = nameEnd;
        number();
        int permissions = (int) number();
        long size = number();
        long zigzag = number();
        long seconds = zigzag >>> 1 ^ -(zigzag & 1);
        int nanos = (int) number();
        FileEntry.Owner owner = new FileEntry.Owner((int) number(), (int) number(), text(), text());
        long content = (flags & ListingWriter.HAS_CONTENT) == 0 ? 0 : fixed();
        long extra = (flags & ListingWriter.HAS_EXTRA) == 0 ? 0 : fixed();
        at = after;
        try {
            return new FileEntry(type(), permissions, size, Instant.ofEpochSecond(seconds, nanos), owner, content,
                    extra);
        } catch (DateTimeException e) {
            throw new UnusableStoreException("an impossible time", e);
        }
    }
}
