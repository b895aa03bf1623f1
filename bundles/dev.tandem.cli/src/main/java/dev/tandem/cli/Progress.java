package dev.tandem.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What a running job has done, counted by its threads and looked at now and then by one. */
final class Progress {
    // The rate of about the last ten seconds: long enough not to jump, short enough to follow a slow disk.
    private static final double MEMORY_SECONDS = 10;
    private static final double FIRST_ESTIMATE_SECONDS = 3;
    private static final double SETTLED_SECONDS = 1;

    private final LongAdder items = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final AtomicLong expectedItems = new AtomicLong();
    private final AtomicLong expectedBytes = new AtomicLong();
    private final long start;
    private volatile Object current = "";
    private volatile String phase = "";

    private long lastTime;
    private long lastBytes;
    private long lastExpectation;
    private long expectationChanged;
    private double rate;
    private double weight;

    /** A job that began at {@code now}, in nanoseconds of any clock that only goes forward. */
    Progress(long now) {
        this.start = now;
        this.lastTime = now;
        this.expectationChanged = now;
    }

    void expect(long itemCount, long byteCount) {
        expectedItems.accumulateAndGet(itemCount, Math::max);
        expectedBytes.accumulateAndGet(byteCount, Math::max);
    }

    void advance(long itemCount, long byteCount) {
        items.add(itemCount);
        bytes.add(byteCount);
    }

    void error() {
        errors.increment();
    }

    void current(Object item) {
        current = item;
    }

    void phase(String name) {
        phase = name;
    }

    /**
     * How far a job is.
     *
     * @param elapsed        since it began
     * @param items          done
     * @param bytes          done
     * @param expectedItems  to do in all, as far as known; 0 where unknown
     * @param expectedBytes  to do in all, as far as known; 0 where unknown
     * @param fraction       done of what there is to do; empty while that is not known
     * @param bytesPerSecond of late
     * @param remaining      time it will take at that rate; empty while nobody can tell
     * @param errors         items that failed
     * @param phase          what is being done, possibly empty
     * @param current        item being worked on, possibly empty
     */
    record View(Duration elapsed, long items, long bytes, long expectedItems, long expectedBytes,
            Optional<Double> fraction, double bytesPerSecond, Optional<Duration> remaining, long errors, String phase,
            String current) { }

    /** Returns how far the job is at {@code now}. Called by one thread, at any interval. */
    View view(long now) {
        long doneBytes = bytes.sum();
        long doneItems = items.sum();
        long allItems = expectedItems.get();
        long allBytes = expectedBytes.get();
        measure(now, doneBytes, allItems + allBytes);
        double elapsed = (now - start) / 1e9;
        boolean settled = (now - expectationChanged) / 1e9 >= SETTLED_SECONDS;
        Optional<Double> fraction = settled ? fraction(doneItems, doneBytes, allItems, allBytes) : Optional.empty();
        double bytesPerSecond = weight == 0 ? 0 : rate / weight;
        Optional<Duration> remaining = elapsed < FIRST_ESTIMATE_SECONDS || bytesPerSecond < 1 || allBytes < doneBytes
                ? Optional.empty()
                : fraction.map(_ -> Duration.ofSeconds(Math.round((allBytes - doneBytes) / bytesPerSecond)));
        return new View(Duration.ofNanos(now - start), doneItems, doneBytes, allItems, allBytes, fraction,
                bytesPerSecond, remaining, errors.sum(), phase, current.toString());
    }

    private void measure(long now, long doneBytes, long expectation) {
        if (expectation != lastExpectation) {
            lastExpectation = expectation;
            expectationChanged = now;
        }
        double seconds = (now - lastTime) / 1e9;
        if (seconds <= 0) {
            return;
        }
        double kept = Math.exp(-seconds / MEMORY_SECONDS);
        rate = rate * kept + (doneBytes - lastBytes) / seconds * (1 - kept);
        // Early on only part of the memory is filled; dividing by that part keeps the first rates from being too low.
        weight = weight * kept + (1 - kept);
        lastTime = now;
        lastBytes = doneBytes;
    }

    private static Optional<Double> fraction(long doneItems, long doneBytes, long allItems, long allBytes) {
        long done = allBytes > 0 ? doneBytes : doneItems;
        long all = allBytes > 0 ? allBytes : allItems;
        // More done than expected: the expectation was wrong, and "100 %" for the rest of the time would be a lie.
        return all == 0 || done > all ? Optional.empty() : Optional.of((double) done / all);
    }
}
