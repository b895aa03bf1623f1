package dev.tandem.storage.s3;

import java.util.concurrent.Semaphore;

/** Bounds what all uploads of a session together hold in memory, however many there are. */
final class PartBuffers {
    private static final int PARTS = 8;

    private final Semaphore free = new Semaphore(PARTS, true);
    private final int unit;

    /** @param unit the size of a usual part */
    PartBuffers(int unit) {
        this.unit = unit;
    }

    /** Waits until there is room. A part larger than all the room has it for itself. */
    byte[] take(int size) throws InterruptedException {
        free.acquire(units(size));
        return new byte[size];
    }

    void give(byte[] buffer) {
        free.release(units(buffer.length));
    }

    private int units(int size) {
        return Math.clamp(Math.ceilDiv(size, unit), 1, PARTS);
    }
}
