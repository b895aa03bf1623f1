package dev.tandem.backup.internal.store;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The memory packs are put together in: a fixed number of buffers, so that writers wait for a slow storage instead of
 * filling the heap. Thread-safe.
 */
final class PackBuffers {
    private final BlockingQueue<byte[]> free;
    private final int capacity;
    private int unmade;

    /** At most {@code count} buffers of {@code capacity} bytes, made when first needed. */
    PackBuffers(int count, int capacity) {
        this.free = new ArrayBlockingQueue<>(count);
        this.capacity = capacity;
        this.unmade = count;
    }

    int capacity() {
        return capacity;
    }

    /** Returns a free buffer, waiting until there is one. */
    byte[] take() throws InterruptedException {
        byte[] buffer = free.poll();
        if (buffer == null && mayMake()) {
            return new byte[capacity];
        }
        return buffer != null ? buffer : free.take();
    }

    private synchronized boolean mayMake() {
        return unmade > 0 && unmade-- > 0;
    }

    void giveBack(byte[] buffer) {
        if (buffer.length == capacity) {
            // Not all are ours: a pack of one large blob may have the same capacity by chance.
            free.offer(buffer);
        }
    }
}
