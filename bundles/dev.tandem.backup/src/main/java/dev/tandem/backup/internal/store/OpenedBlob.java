package dev.tandem.backup.internal.store;

import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.Zstandard;

/**
 * A blob out of its seal and proved right, still compressed if it was stored so: what it takes to store it again
 * without compressing it again.
 *
 * @param blob   what it is
 * @param bytes  holds its bytes
 * @param offset where they begin
 * @param length how many they are
 */
public record OpenedBlob(PackedBlob blob, byte[] bytes, int offset, int length) {
    /** Returns it not compressed, as repositories of format 1 need it. */
    public OpenedBlob decompressed() throws DamagedException {
        if (!blob.compressed()) {
            return this;
        }
        byte[] plain = new byte[blob.plainLength()];
        Zstandard.decompress(bytes, offset, length, plain, 0, plain.length);
        return new OpenedBlob(new PackedBlob(blob.type(), blob.id(), 0, blob.length(), 0), plain, 0, plain.length);
    }
}
