package dev.tandem.storage.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses to feed a parser on and on that yields nothing: one that collects a name or a value without end. */
public final class BoundedInput extends FilterInputStream {
    private static final int AT_ONCE = 1 << 20;

    private int left = AT_ONCE;

    /** Reads from {@code in}. */
    public BoundedInput(InputStream in) {
        super(in);
    }

    /** Tells that the parser came to something. */
    public void allowMore() {
        left = AT_ONCE;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        left -= Math.max(0, count);
        if (left < 0) {
            throw new IOException("a part of it has more than " + AT_ONCE + " bytes");
        }
        return count;
    }
}
