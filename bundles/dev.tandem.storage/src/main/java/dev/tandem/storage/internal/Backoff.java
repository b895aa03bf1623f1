package dev.tandem.storage.internal;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.time.Duration;
import java.util.Random;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * How often, and how far apart, a call is repeated that failed in a way that may pass. The pause doubles each time up to
 * a bound and is cut by chance to between half and all of it, so that clients that failed together do not come back
 * together; it is never shorter than the storage asked for.
 *
 * @param attempts how often a call is made at most
 * @param first    the pause after the first failure
 * @param longest  what a pause grows to
 * @param patience a storage that asks for a longer pause than this is given up
 * @param sleeper  how to wait
 * @param random   where chance comes from
 */
record Backoff(int attempts, Duration first, Duration longest, Duration patience, Sleeper sleeper,
        RandomGenerator random) {
    /** About two minutes in all: longer than a router takes to restart. */
    static final Backoff STANDARD = new Backoff(10, Duration.ofMillis(500), Duration.ofSeconds(30),
            Duration.ofMinutes(5), Backoff::logAndSleep, new Random());

    /** Returns the same with so many attempts at most. */
    Backoff atMost(int fewer) {
        return new Backoff(Math.min(attempts, fewer), first, longest, patience, sleeper, random);
    }

    /** Waits. */
    interface Sleeper {
        /** @param why what went wrong, for whoever wonders why nothing happens */
        void sleep(Duration time, String why) throws InterruptedException;
    }

    /** A call that can be made again. */
    interface Attempt<T> {
        /** @param failures how many attempts failed before this one */
        T run(int failures) throws StorageException;
    }

    /** Makes the call until it goes through, or its failure is final, or patience ends. */
    <T> T call(Attempt<T> attempt) throws StorageException {
        return call(attempt, failure -> true);
    }

    /**
     * Makes the call until it goes through.
     *
     * @param repeatable whether the call may be made again after this failure
     */
    <T> T call(Attempt<T> attempt, Predicate<StorageException> repeatable) throws StorageException {
        int failures = 0;
        while (true) {
            try {
                return attempt.run(failures);
            } catch (StorageException e) {
                if (!repeatable.test(e)) {
                    throw e;
                }
                failures++;
                pause(e, failures);
            }
        }
    }

    /** Waits before the next attempt, or throws {@code failure} when there is none. */
    void pause(StorageException failure, int failures) throws StorageException {
        Duration asked = failure.retryAfter().orElse(Duration.ZERO);
        if (!failure.retryable() || failures >= attempts || asked.compareTo(patience) > 0) {
            throw failure;
        }
        Duration own = cutByChance(grown(failures));
        Duration pause = own.compareTo(asked) > 0 ? own : asked;
        sleep(pause, failure);
    }

    private Duration grown(int failures) {
        Duration pause = first;
        for (int i = 1; i < failures && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    private Duration cutByChance(Duration pause) {
        long nanos = pause.toNanos();
        return Duration.ofNanos(nanos - (nanos < 2 ? 0 : random.nextLong(nanos / 2 + 1)));
    }

    private static void logAndSleep(Duration time, String why) throws InterruptedException {
        System.getLogger(Backoff.class.getName())
                .log(System.Logger.Level.INFO, () -> "another attempt in " + time.toMillis() + " ms: " + why);
        Thread.sleep(time);
    }

    private void sleep(Duration pause, StorageException failure) throws StorageException {
        try {
            sleeper.sleep(pause, failure.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new StorageException(Kind.FAILED,
                    "interrupted before another attempt after: " + failure.getMessage(), failure);
            interrupted.addSuppressed(e);
            throw interrupted;
        }
    }
}
