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
     * Seals a blob, compressed where that makes it smaller.
     *
     * @param level          zstd's; 0 is not compressed
     * @param mustCompress   compress where it does not pay too: prune repacks plain trees for ever
     */
    void seal(byte[] blob, int offset, int length, int level, boolean mustCompress) {
        boolean tries = level > 0 && length > 0;
        int bound = tries ? Zstandard.bound(length) : length;
        sealed = withRoom(sealed, Sealer.OVERHEAD + bound);
        // Not compressed to where it is sealed: of bytes encrypted in place the run time makes a copy.
        plain = withRoom(plain, bound);
        int frame = tries ? Zstandard.compress(blob, offset, length, plain, 0, level) : length;
        boolean compressed = tries && (frame < length || mustCompress);
        sealedLength = compressed ? sealer.seal(plain, 0, frame, sealed, 0)
                : sealer.seal(blob, offset, length, sealed, 0);
        plainLength = compressed ? length : 0;
    }

    /** Tells whether what was sealed opens to these bytes. */
    boolean opensTo(byte[] blob, int offset, int length) {
        try {
            opened = withRoom(opened, sealedLength);
            int frame = sealer.open(sealed, 0, sealedLength, opened, 0);
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
