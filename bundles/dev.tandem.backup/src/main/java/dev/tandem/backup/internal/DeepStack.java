package dev.tandem.backup.internal;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs work that descends into directories, which a path can nest two thousand deep, more than the stack of an ordinary
 * thread holds.
 */
final class DeepStack {
    // Reserved, not used: the system gives memory for what is touched.
    private static final long BYTES = 64L << 20;

    private DeepStack() { }

    /** Returns what {@code work} returns, or throws what it throws; interrupting the caller interrupts the work. */
    static <T> T call(Callable<T> work) throws IOException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread caller = Thread.currentThread();
        Thread thread = new Thread(null, task, caller.getName() + " deep", BYTES);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    thread.interrupt();
                }
            }
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } finally {
            if (interrupted) {
                caller.interrupt();
            }
        }
    }

    private static IOException rethrown(Throwable cause) {
        return switch (cause) {
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(cause);
        };
    }
}
