package dev.tandem.storage.internal;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What all calls to one account pass. It is closed for as long as the storage asks, and lets no more than so many calls a
 * second through where somebody asked for that.
 */
final class Gate {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final LongSupplier nanoTime;
    private final Backoff.Sleeper sleeper;
    private long open;

    Gate(LongSupplier nanoTime, Backoff.Sleeper sleeper) {
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
        this.open = nanoTime.getAsLong();
    }

    /** Lets nobody pass for so long. */
    synchronized void close(Duration time) {
        long until = nanoTime.getAsLong() + (time.compareTo(LONGEST) < 0 ? time : LONGEST).toNanos();
        open = until - open > 0 ? until : open;
    }

    /**
     * Waits until it is the caller's turn.
     *
     * @param apart how far calls are kept from one another at least
     */
    void pass(Duration apart) throws StorageException {
        for (long wait = turn(apart); wait > 0; wait = turn(apart)) {
            sleep(Duration.ofNanos(wait));
        }
    }

    /** Returns how long to wait before asking again; 0 when it was the caller's turn just now. */
    private synchronized long turn(Duration apart) {
        long now = nanoTime.getAsLong();
        if (open - now > 0) {
            return open - now;
        }
        open = now + apart.toNanos();
        return 0;
    }

    private void sleep(Duration time) throws StorageException {
        try {
            sleeper.sleep(time, "the storage asked for a pause, or a setting for fewer calls");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(Kind.FAILED, "interrupted while the storage wants a pause", e);
        }
    }
}
