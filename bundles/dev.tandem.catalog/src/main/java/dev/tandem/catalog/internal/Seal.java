package dev.tandem.catalog.internal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** A checksum before each value, as H2 has checksums for the heads of its pages only. */
final class Seal {
    /** The key of values whose checksum is of them alone. */
    static final byte[] NO_KEY = {};

    private static final int CHECKSUM = Integer.BYTES;

    private Seal() { }

    /** Returns a value with the checksum of it and its key. */
    static byte[] sealed(byte[] key, byte[] plain) {
        return ByteBuffer.allocate(CHECKSUM + plain.length).putInt(checksum(key, plain, 0)).put(plain).array();
    }

    /** Returns the value after its checksum, which is right. */
    static ByteBuffer proved(byte[] key, byte[] sealed) {
        ByteBuffer bytes = ByteBuffer.wrap(sealed);
        if (sealed.length < CHECKSUM || bytes.getInt() != checksum(key, sealed, CHECKSUM)) {
            throw new UnusableStoreException("a checksum is wrong");
        }
        return bytes;
    }

    private static int checksum(byte[] key, byte[] value, int from) {
        CRC32C checksum = new CRC32C();
        checksum.update(key);
        checksum.update(value, from, value.length - from);
        return (int) checksum.getValue();
    }
}
