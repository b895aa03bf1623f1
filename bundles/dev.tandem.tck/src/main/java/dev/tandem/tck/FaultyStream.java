package dev.tandem.tck;

import dev.tandem.storage.StorageException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that ends or fails after some bytes, or has a bit flipped. */
final class FaultyStream extends FilterInputStream {
    private static final long NOWHERE = -1;

    private final long limit;
    private final StorageException error;
    private final long flipped;
    private long position;

    private FaultyStream(InputStream in, long limit, StorageException error, long flipped) {
        super(in);
        this.limit = limit;
        this.error = error;
        this.flipped = flipped;
    }

    static InputStream failingAfter(InputStream in, long bytes, StorageException error) {
        return new FaultyStream(in, bytes, error, NOWHERE);
    }

    static InputStream endingAfter(InputStream in, long bytes) {
        return new FaultyStream(in, bytes, null, NOWHERE);
    }

    static InputStream flipping(InputStream in, long at) {
        return new FaultyStream(in, Long.MAX_VALUE, null, at);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        long left = limit - position;
        if (left <= 0 && length > 0) {
            if (error != null) {
                throw error;
            }
            return -1;
        }
        int count = in.read(bytes, offset, (int) Math.min(length, left));
        if (count > 0) {
            if (flipped >= position && flipped < position + count) {
                bytes[offset + (int) (flipped - position)] ^= 1;
            }
            position += count;
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        return Math.max(0, read(new byte[(int) Math.min(count, 8192)]));
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(in.available(), limit - position);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
