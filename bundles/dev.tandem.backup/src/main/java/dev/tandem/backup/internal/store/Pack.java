package dev.tandem.backup.internal.store;

import dev.tandem.backup.Id;
import dev.tandem.backup.internal.format.Sealer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A pack being put together in memory: sealed blobs one after the other, at last the header. One thread at a time. */
public final class Pack {
    /** A pack is closed when it has this many bytes (restic's default). */
    public static final int TARGET = 16 << 20;
    // Keeps the sealed header far below what readers accept.
    private static final int MAX_BLOBS = 100_000;

    private final BlobType type;
    private final byte[] bytes;
    private final List<PackedBlob> blobs = new ArrayList<>();
    private int length;

    Pack(BlobType type, byte[] buffer) {
        this.type = type;
        this.bytes = buffer;
    }

    /** Returns the buffer length that surely suffices for one blob and its header. */
    static int capacityFor(int sealedLength) {
        return sealedLength + 2 * Sealer.OVERHEAD + 64;
    }

    boolean hasRoomFor(int sealedLength) {
        int header = Sealer.OVERHEAD + PackHeader.LENGTH_FIELD + (blobs.size() + 1) * 41;
        return (long) length + sealedLength + header <= bytes.length;
    }

    boolean isFull() {
        return length >= TARGET || blobs.size() >= MAX_BLOBS;
    }

    void add(Id id, byte[] sealed, int offset, int sealedLength, int plainLength) {
        System.arraycopy(sealed, offset, bytes, length, sealedLength);
        blobs.add(new PackedBlob(type, id, length, sealedLength, plainLength));
        length += sealedLength;
    }

    /** Appends the header; nothing may be added after. */
    void finish(Sealer sealer) {
        byte[] entries = PackHeader.encode(blobs);
        int sealed = sealer.seal(entries, 0, entries.length, bytes, length);
        length += sealed;
        ByteBuffer.wrap(bytes, length, PackHeader.LENGTH_FIELD).order(ByteOrder.LITTLE_ENDIAN).putInt(sealed);
        length += PackHeader.LENGTH_FIELD;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    List<PackedBlob> blobs() {
        return blobs;
    }
}
