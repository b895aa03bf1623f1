package dev.tandem.backup.internal.store;

import dev.tandem.backup.LockPatience;
import java.io.IOException;
import java.time.Duration;

/** The waiting of one that wants a lock: 5 seconds, then twice as long each time up to a minute, as restic does. */
final class LockWaiting {
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final long LOOK_UP_MILLISECONDS = 100;

    private final LockPatience patience;
    private final long start = System.nanoTime();
    private Duration next = FIRST;

    LockWaiting(LockPatience patience) {
        this.patience = patience;
    }

    /** Waits and returns true, or returns false when there was waiting enough. */
    boolean again(String reason) throws IOException {
        Duration left = patience.longest().minusNanos(System.nanoTime() - start);
        if (!left.isPositive()) {
            return false;
        }
        if (next.equals(FIRST)) {
            patience.monitor().message(reason + "; trying again");
        }
        sleep(next.compareTo(left) < 0 ? next : left);
        next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
        return true;
    }

    private void sleep(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        try {
            while (System.nanoTime() < end) {
                patience.monitor().checkCancelled();
                Thread.sleep(LOOK_UP_MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the lock of the repository", e);
        }
    }
}
