package dev.tandem.plugins;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Work with a plugin's code in a thread of its own, which nobody has to wait for. A thread of the system: code that never
 * gives way would keep one of the few that virtual threads share.
 */
final class Bounded {
    private final Instant since;
    private final FutureTask<Void> task;
    private final Thread thread;

    private Bounded(String name, FutureTask<Void> task, Instant since) {
        this.since = since;
        this.task = task;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(task);
    }

    static Bounded start(String name, Callable<Void> work, Instant now) {
        Bounded bounded = new Bounded(name, new FutureTask<>(work), now);
        bounded.thread.start();
        return bounded;
    }

    /** Waits at most so long, and tells whether it has ended. */
    boolean await(Duration patience) {
        try {
            task.get(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException _) {
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return task.isDone();
    }

    boolean isPending() {
        return !task.isDone();
    }

    /** Returns what it failed with; empty while it is pending and after it succeeded. */
    Optional<Throwable> failure() {
        return task.state() == FutureTask.State.FAILED ? Optional.of(task.exceptionNow()) : Optional.empty();
    }

    void interrupt() {
        thread.interrupt();
    }

    Instant since() {
        return since;
    }
}
