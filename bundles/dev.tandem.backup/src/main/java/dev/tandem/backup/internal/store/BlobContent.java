package dev.tandem.backup.internal.store;

import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.Zstandard;

/**
 * What of a blob is sealed, within some bytes: a zstd frame, or the blob itself. It says the same in every repository,
 * so that a blob moves from one to another without being compressed anew.
 *
 * @param bytes       hold it
 * @param offset      where it begins
 * @param length      how many bytes it has
 * @param plainLength how many bytes it has when decompressed; 0 when it is not compressed
 */
public record BlobContent(byte[] bytes, int offset, int length, int plainLength) {
    /** Tells whether it is a zstd frame. */
    public boolean compressed() {
        return plainLength != 0;
    }

    /** Returns the content when it is not compressed. */
    public BlobContent decompressed() throws DamagedException {
        if (!compressed()) {
            return this;
        }
        byte[] plain = new byte[plainLength];
        Zstandard.decompress(bytes, offset, length, plain, 0, plainLength);
        return new BlobContent(plain, 0, plainLength, 0);
    }
}
