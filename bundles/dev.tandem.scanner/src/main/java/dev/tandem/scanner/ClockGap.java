package dev.tandem.scanner;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Notices that the machine slept, or that its clock was set: then the clock that only runs on and the one that tells the
 * time do not agree on how long it was.
 */
public final class ClockGap {
    private static final long TOLERATED = TimeUnit.SECONDS.toMillis(3);

    private final LongSupplier running;
    private final LongSupplier telling;
    private long lastRunning;
    private long lastTelling;

    /** Watches the clocks of this machine. */
    public ClockGap() {
        this(System::nanoTime, System::currentTimeMillis);
    }

    /**
     * @param running nanoseconds from some start
     * @param telling milliseconds since 1970
     */
    ClockGap(LongSupplier running, LongSupplier telling) {
        this.running = running;
        this.telling = telling;
        opened();
    }

    /** Tells whether there was a gap since the last time this was asked. */
    public boolean opened() {
        long nowRunning = running.getAsLong();
        long nowTelling = telling.getAsLong();
        long apart = nowTelling - lastTelling - TimeUnit.NANOSECONDS.toMillis(nowRunning - lastRunning);
        lastRunning = nowRunning;
        lastTelling = nowTelling;
        return Math.abs(apart) > TOLERATED;
    }
}
