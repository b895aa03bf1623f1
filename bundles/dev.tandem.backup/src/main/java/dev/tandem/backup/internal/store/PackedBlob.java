package dev.tandem.backup.internal.store;

import dev.tandem.backup.Id;

/**
 * Where a blob lies within a pack.
 *
 * @param type        its type
 * @param id          SHA-256 of its plain bytes
 * @param offset      where its sealed bytes begin
 * @param length      how many they are
 * @param plainLength how many bytes it has when decompressed; 0 when it is not compressed
 */
public record PackedBlob(BlobType type, Id id, long offset, int length, int plainLength) {
    /** Tells whether the sealed bytes are a zstd frame. */
    public boolean compressed() {
        return plainLength != 0;
    }

    /** Returns the offset after its last byte. */
    public long end() {
        return offset + length;
    }
}
