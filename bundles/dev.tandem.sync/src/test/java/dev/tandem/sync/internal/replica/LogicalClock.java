package dev.tandem.sync.internal.replica;

/** A clock that goes on by a step with each change, so that no two happen at one time unless the step is 0. Thread-safe. */
public final class LogicalClock {
    /** 2024-01-01, in nanoseconds. */
    private static final long START = 1_704_067_200_000_000_000L;

    private long now = START;
    private long step;

    /** @param step nanoseconds from one change to the next */
    public LogicalClock(long step) {
        this.step = step;
    }

    /** A microsecond from one change to the next. */
    public LogicalClock() {
        this(1_000);
    }

    /** Returns the time of the next change. */
    public synchronized long tick() {
        now += step;
        return now;
    }

    /** Returns the time of the last change. */
    public synchronized long now() {
        return now;
    }

    /** Lets time go by. */
    public synchronized void advance(long nanoseconds) {
        now += nanoseconds;
    }

    /** Sets how far it goes with each change. */
    public synchronized void setStep(long nanoseconds) {
        step = nanoseconds;
    }
}
