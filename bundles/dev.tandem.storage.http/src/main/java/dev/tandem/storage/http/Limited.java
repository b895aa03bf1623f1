package dev.tandem.storage.http;

import java.io.IOException;
import java.io.InputStream;

/** The first bytes of an answer: what a server sends beyond what was asked for is not read. */
final class Limited extends InputStream {
    private final Answer answer;
    private long left;

    /** @param most how many bytes; -1 for all */
    Limited(Answer answer, long most) {
        this.answer = answer;
        this.left = most < 0 ? Long.MAX_VALUE : most;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0) {
            return length == 0 ? 0 : -1;
        }
        int count = answer.body().read(target, offset, (int) Math.min(length, left));
        left -= Math.max(0, count);
        return count;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(left, answer.body().available());
    }

    @Override
    public void close() throws IOException {
        answer.body().close();
    }
}
