package dev.tandem.storage.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final StorageException PASSING = failure(true, null);

    private final RecordingSleeper sleeper = new RecordingSleeper();
    private final AtomicInteger attempts = new AtomicInteger();

    private static StorageException failure(boolean retryable, Duration after) {
        return new StorageException(Kind.UNREACHABLE, "gone", null, retryable, after);
    }

    private String failing(int times, StorageException failure) throws StorageException {
        return sleeper.backoff().call(failures -> {
            assertEquals(attempts.getAndIncrement(), failures);
            if (failures < times) {
                throw failure;
            }
            return "done";
        });
    }

    @Test
    void aCallThatGoesThroughIsMadeOnce() throws Exception {
        assertEquals("done", failing(0, PASSING));
        assertEquals(1, attempts.get());
        assertEquals(List.of(), sleeper.pauses);
    }

    @Test
    void aPassingFailureIsTriedAgain() throws Exception {
        assertEquals("done", failing(4, PASSING));
        assertEquals(5, attempts.get());
    }

    @Test
    void attemptsAreBounded() {
        assertSame(PASSING, assertThrows(StorageException.class, () -> failing(100, PASSING)));
        assertEquals(5, attempts.get());
        assertEquals(4, sleeper.pauses.size());
    }

    @Test
    void aFinalFailureIsNotTriedAgain() {
        StorageException last = failure(false, null);
        assertSame(last, assertThrows(StorageException.class, () -> failing(100, last)));
        assertEquals(1, attempts.get());
    }

    @Test
    void pausesGrowToABoundAndAreCutByAtMostHalf() {
        assertThrows(StorageException.class, () -> failing(100, PASSING));
        long[] whole = {100, 200, 350, 350};
        for (int i = 0; i < whole.length; i++) {
            Duration pause = sleeper.pauses.get(i);
            assertTrue(pause.compareTo(Duration.ofMillis(whole[i])) <= 0, pause::toString);
            assertTrue(pause.compareTo(Duration.ofMillis(whole[i] / 2)) >= 0, pause::toString);
        }
    }

    @Test
    void theStoragesOwnPauseIsHonoured() throws Exception {
        failing(1, failure(true, Duration.ofSeconds(20)));
        assertEquals(List.of(Duration.ofSeconds(20)), sleeper.pauses);
    }

    @Test
    void aStorageThatAsksForTooLongIsGivenUp() {
        StorageException tooLong = failure(true, Duration.ofSeconds(61));
        assertSame(tooLong, assertThrows(StorageException.class, () -> failing(1, tooLong)));
        assertEquals(List.of(), sleeper.pauses);
    }

    @Test
    void anInterruptedWaitEndsTheCallAndKeepsTheInterruption() {
        Thread.currentThread().interrupt();
        try {
            StorageException failure = assertThrows(StorageException.class, () -> failing(100, PASSING));
            assertEquals(Kind.FAILED, failure.kind());
            assertSame(PASSING, failure.getCause());
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertEquals(1, attempts.get());
    }

    @Test
    void fewerAttemptsAreMadeOnRequestAndNeverMore() {
        var made = new AtomicInteger();
        for (int wanted : new int[] {2, 100}) {
            made.set(0);
            assertThrows(StorageException.class, () -> sleeper.backoff().atMost(wanted).call(failures -> {
                made.incrementAndGet();
                throw PASSING;
            }));
            assertEquals(Math.min(wanted, 5), made.get());
        }
    }
}
