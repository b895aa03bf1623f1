package dev.tandem.scanner;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClockGapTest {
    private final AtomicLong running = new AtomicLong();
    private final AtomicLong telling = new AtomicLong(1_000_000);
    private final ClockGap gap = new ClockGap(() -> TimeUnit.MILLISECONDS.toNanos(running.get()), telling::get);

    private boolean opened(long ran, long told) {
        running.addAndGet(ran);
        telling.addAndGet(told);
        return gap.opened();
    }

    @Test
    void clocksThatAgreeLeaveNone() {
        assertFalse(opened(5_000, 5_000));
        assertFalse(opened(5_000, 5_900));
        assertFalse(opened(3_600_000, 3_600_000));
    }

    @Test
    void sleepAndASetClockOpenOneOnce() {
        assertTrue(opened(5_000, 60_000));
        assertFalse(opened(5_000, 5_000));
        assertTrue(opened(5_000, -60_000));
        assertFalse(opened(5_000, 5_000));
    }
}
