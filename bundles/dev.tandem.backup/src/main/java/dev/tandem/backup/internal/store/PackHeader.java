package dev.tandem.backup.internal.store;

import dev.tandem.backup.Id;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.Sealer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of contents at the end of a pack: sealed entries, then their sealed length as 32-bit little-endian
 * (restic repository format, pack files).
 */
public final class PackHeader {
    /** Bytes of the length field that ends a pack. */
    public static final int LENGTH_FIELD = 4;
    /** The longest sealed header that is believed. */
    public static final int MAX_SEALED = 16 << 20;

    private static final int PLAIN_ENTRY = 1 + 4 + Id.LENGTH;
    private static final int COMPRESSED_ENTRY = PLAIN_ENTRY + 4;
    private static final int COMPRESSED_FLAG = 2;

    private PackHeader() { }

    /** Returns the size of the pack that holds exactly these blobs. */
    public static long packSize(Iterable<PackedBlob> blobs) {
        long size = LENGTH_FIELD + Sealer.OVERHEAD;
        for (PackedBlob blob : blobs) {
            size += blob.length() + entrySize(blob);
        }
        return size;
    }

    /** Returns the bytes the header needs for a blob. */
    public static int entrySize(PackedBlob blob) {
        return blob.compressed() ? COMPRESSED_ENTRY : PLAIN_ENTRY;
    }

    /** Returns the plain entries of these blobs, in pack order. */
    public static byte[] encode(List<PackedBlob> blobs) {
        int size = blobs.stream().mapToInt(PackHeader::entrySize).sum();
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        byte[] id = new byte[Id.LENGTH];
        for (PackedBlob blob : blobs) {
            out.put((byte) (blob.type().ordinal() | (blob.compressed() ? COMPRESSED_FLAG : 0)));
            out.putInt(blob.length());
            if (blob.compressed()) {
                out.putInt(blob.plainLength());
            }
            blob.id().copyTo(id, 0);
            out.put(id);
        }
        return out.array();
    }

    /**
     * Reads the header of a pack of which at least all of the header is there.
     *
     * @param tail     the last bytes of the pack, or all
     * @param packSize the size of the whole pack
     * @throws DamagedException when the header is not there in full, or is malformed
     */
    public static List<PackedBlob> open(byte[] tail, long packSize, Sealer sealer) throws DamagedException {
        int sealed = sealedLength(tail, packSize);
        if (sealed > tail.length - LENGTH_FIELD) {
            throw new DamagedException("the header of the pack is longer than what was read of it");
        }
        byte[] entries = new byte[sealed - Sealer.OVERHEAD];
        sealer.open(tail, tail.length - LENGTH_FIELD - sealed, sealed, entries, 0);
        return decode(entries, packSize - LENGTH_FIELD - sealed);
    }

    /**
     * Returns the sealed length of the header of the pack that ends with {@code tail}.
     *
     * @throws DamagedException when it is impossible for a pack of {@code packSize} bytes
     */
    public static int sealedLength(byte[] tail, long packSize) throws DamagedException {
        if (tail.length < LENGTH_FIELD) {
            throw new DamagedException("the pack is too short for a header");
        }
        int sealed = ByteBuffer.wrap(tail, tail.length - LENGTH_FIELD, LENGTH_FIELD).order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        if (sealed < Sealer.OVERHEAD || sealed > MAX_SEALED || sealed > packSize - LENGTH_FIELD) {
            throw new DamagedException("the length of the pack's header is impossible");
        }
        return sealed;
    }

    /**
     * Parses plain entries.
     *
     * @param dataLength bytes of the pack before the header, which the blobs must fill exactly
     * @throws DamagedException when an entry is malformed or the blobs do not fill the pack
     */
    public static List<PackedBlob> decode(byte[] entries, long dataLength) throws DamagedException {
        ByteBuffer in = ByteBuffer.wrap(entries).order(ByteOrder.LITTLE_ENDIAN);
        List<PackedBlob> blobs = new ArrayList<>(entries.length / PLAIN_ENTRY);
        byte[] id = new byte[Id.LENGTH];
        long offset = 0;
        while (in.hasRemaining()) {
            int kind = in.get();
            boolean compressed = (kind & COMPRESSED_FLAG) != 0;
            if (kind < 0 || kind > 3 || in.remaining() < (compressed ? COMPRESSED_ENTRY : PLAIN_ENTRY) - 1) {
                throw new DamagedException("the header of the pack is malformed");
            }
            int length = in.getInt();
            int plainLength = compressed ? in.getInt() : 0;
            in.get(id);
            if (length < Sealer.OVERHEAD || plainLength < 0 || (compressed && plainLength == 0)) {
                throw new DamagedException("the header of the pack holds an impossible length");
            }
            BlobType type = (kind & 1) == 0 ? BlobType.DATA : BlobType.TREE;
            if (type == BlobType.DATA && Math.max(length, plainLength) > IndexFile.MAX_DATA_BLOB) {
                throw new DamagedException("the header of the pack holds a data blob larger than any chunk of a file");
            }
            blobs.add(new PackedBlob(type, Id.of(id), offset, length, plainLength));
            offset += length;
        }
        if (blobs.isEmpty() || offset != dataLength) {
            throw new DamagedException("the header of the pack does not describe its content");
        }
        return blobs;
    }
}
