package dev.tandem.tck.rules;

import dev.tandem.storage.Content;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;

/** Content that claims a length, may break in the middle, and counts which of its streams were not closed. */
final class Source implements Content {
    private final byte[] bytes;
    private final long claimed;
    private final Breakage breakage;
    private final AtomicInteger unclosed = new AtomicInteger();

    private Source(byte[] bytes, long claimed, Breakage breakage) {
        this.bytes = bytes;
        this.claimed = claimed;
        this.breakage = breakage;
    }

    static Source of(byte[] bytes) {
        return new Source(bytes, bytes.length, () -> { });
    }

    /** Does {@code breakage} when half of the bytes are read. */
    static Source breaking(byte[] bytes, Breakage breakage) {
        return new Source(bytes, bytes.length, breakage);
    }

    static Source claiming(long length, byte[] bytes) {
        return new Source(bytes, length, () -> { });
    }

    int unclosed() {
        return unclosed.get();
    }

    @Override
    public long length() {
        return claimed;
    }

    @Override
    public InputStream open() {
        unclosed.incrementAndGet();
        return new FilterInputStream(new BreakingStream(bytes, breakage)) {
            private boolean closed;

            @Override
            public void close() throws IOException {
                if (!closed) {
                    closed = true;
                    unclosed.decrementAndGet();
                }
                super.close();
            }
        };
    }
}
