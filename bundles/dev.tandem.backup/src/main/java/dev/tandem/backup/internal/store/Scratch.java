package dev.tandem.backup.internal.store;

import dev.tandem.backup.internal.format.Chunker;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.Sealer;
import dev.tandem.backup.internal.format.Zstandard;
import java.util.Arrays;

/** The memory one blob is sealed in and opened again, kept for the next one. One thread at a time. */
final class Scratch {
    private final Sealer sealer;
    private byte[] sealed = {};
    private byte[] opened = {};
    private byte[] plain = {};
    private int sealedLength;
    private int plainLength;

    Scratch(Sealer sealer) {
        this.sealer = sealer;
    }

    /**
     * Seals a blob, compressed also where that does not make it smaller, as restic does: a prune takes what is plain for
     * what was never tried, and would repack it again and again.
     *
     * @param level zstd's; 0 is not compressed
     */
    void seal(byte[] blob, int offset, int length, int level) {
        boolean compressed = level > 0 && length > 0;
        int bound = compressed ? Zstandard.bound(length) : length;
        sealed = withRoom(sealed, Sealer.OVERHEAD + bound);
        // Not compressed to where it is sealed: of bytes encrypted in place the run time makes a copy.
        plain = withRoom(plain, bound);
        sealedLength = compressed
                ? sealer.seal(plain, 0, Zstandard.compress(blob, offset, length, plain, 0, level), sealed, 0)
                : sealer.seal(blob, offset, length, sealed, 0);
        plainLength = compressed ? length : 0;
    }

    /** Seals the content of a blob as it is. */
    void seal(BlobContent content) {
        sealed = withRoom(sealed, Sealer.OVERHEAD + content.length());
        sealedLength = sealer.seal(content.bytes(), content.offset(), content.length(), sealed, 0);
        plainLength = content.plainLength();
    }

    /** Tells whether what was sealed opens to this content. */
    boolean opensTo(BlobContent content) {
        try {
            int length = open();
            return Arrays.equals(opened, 0, length, content.bytes(), content.offset(),
                    content.offset() + content.length());
        } catch (DamagedException e) {
            return false;
        }
    }

    private int open() throws DamagedException {
        opened = withRoom(opened, sealedLength);
        return sealer.open(sealed, 0, sealedLength, opened, 0);
    }

    /** Returns the content that {@link #opensTo} has found in the seal, until the next blob. */
    BlobContent content() {
        return new BlobContent(opened, 0, sealedLength - Sealer.OVERHEAD, plainLength);
    }

    /** Tells whether what was sealed opens to these bytes. */
    boolean opensTo(byte[] blob, int offset, int length) {
        try {
            int frame = open();
            if (plainLength == 0) {
                return Arrays.equals(opened, 0, frame, blob, offset, offset + length);
            }
            Zstandard.decompress(opened, 0, frame, plain, 0, length);
            return Arrays.equals(plain, 0, length, blob, offset, offset + length);
        } catch (DamagedException e) {
            return false;
        }
    }

    private static byte[] withRoom(byte[] buffer, int length) {
        if (buffer.length >= length) {
            return buffer;
        }
        // Grown by doubling, since chunks vary in size, but not beyond the largest chunk and what sealing adds.
        return new byte[Math.max(length, Math.min(2 * buffer.length, Chunker.MAX + (Chunker.MAX >> 7)))];
    }

    byte[] sealed() {
        return sealed;
    }

    int sealedLength() {
        return sealedLength;
    }

    /** Returns the length when decompressed, 0 where it is not compressed. */
    int plainLength() {
        return plainLength;
    }
}
