package dev.tandem.storage.sftp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An answer that is on its way, so that the next request need not wait for it.
 *
 * @param <T> what the answer says
 */
record Pending<T>(CompletableFuture<Reply> reply, Reading<T> reading) {
    // Long enough for any server that is alive, and not felt by who wants to stop.
    private static final int GRACE_MILLIS = 3000;

    /** How a reply is understood. */
    interface Reading<T> {
        T of(Reply reply) throws IOException;
    }

    /** Waits for the answer; an interrupted thread waits for nothing and stays interrupted. */
    T await() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
        try {
            return reading.of(reply.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw lost(e);
        }
    }

    /** Waits for the answer although the thread is interrupted, for a while: what was asked for must not stay unknown. */
    T settle() throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return reading.of(interrupted ? reply.get(GRACE_MILLIS, TimeUnit.MILLISECONDS) : reply.get());
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw lost(e);
        } catch (TimeoutException e) {
            throw new InterruptedIOException("interrupted, and the server does not answer");
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** {@link #await}, empty where the server says that there is nothing of this name. */
    Optional<T> awaitIfThere() throws IOException {
        return ifThere(this::await);
    }

    /** {@link #settle}, empty where the server says that there is nothing of this name. */
    Optional<T> settleIfThere() throws IOException {
        return ifThere(this::settle);
    }

    private interface Waiting<T> {
        T get() throws IOException;
    }

    private static <T> Optional<T> ifThere(Waiting<T> waiting) throws IOException {
        try {
            return Optional.of(waiting.get());
        } catch (StatusException e) {
            if (StatusException.isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static LostException lost(ExecutionException e) {
        String reason = e.getCause() instanceof TimeoutException ? "the server does not answer" : e.getCause().getMessage();
        return new LostException(reason, e.getCause());
    }
}
