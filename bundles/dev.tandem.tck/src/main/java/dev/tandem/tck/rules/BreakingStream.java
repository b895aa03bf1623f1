package dev.tandem.tck.rules;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream over bytes during which, once, in the middle, something happens. */
final class BreakingStream extends InputStream {
    private final InputStream bytes;
    private final Breakage breakage;
    private int untilBreak;

    BreakingStream(byte[] bytes, Breakage breakage) {
        this.bytes = new ByteArrayInputStream(bytes);
        this.breakage = breakage;
        this.untilBreak = bytes.length / 2;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (untilBreak == 0) {
            untilBreak = -1;
            breakage.happen();
        }
        int count = bytes.read(target, offset, untilBreak > 0 ? Math.min(length, untilBreak) : length);
        if (untilBreak > 0) {
            untilBreak -= Math.max(0, count);
        }
        return count;
    }
}
