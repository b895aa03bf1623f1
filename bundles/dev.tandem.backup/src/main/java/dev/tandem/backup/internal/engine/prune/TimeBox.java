package dev.tandem.backup.internal.engine.prune;

import java.time.Duration;
import java.util.Optional;

/** The time something may take. */
final class TimeBox {
    private final long began = System.nanoTime();
    private final Optional<Duration> limit;

    /** Begins now. */
    TimeBox(Optional<Duration> limit) {
        this.limit = limit;
    }

    /** Tells whether the time is over. */
    boolean over() {
        return limit.isPresent() && Duration.ofNanos(System.nanoTime() - began).compareTo(limit.get()) >= 0;
    }
}
