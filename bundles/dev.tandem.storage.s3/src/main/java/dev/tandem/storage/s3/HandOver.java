package dev.tandem.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Hands the bytes of a request from the thread that reads them to the connection that sends them, as fast as the
 * connection takes them. The caller's thread does the reading, so that what goes wrong there, and an interruption, is
 * the caller's own.
 */
final class HandOver implements Flow.Publisher<ByteBuffer>, Flow.Subscription {
    private static final int CHUNK = 64 << 10;
    private static final int ENOUGH = 1 << 20;

    private final Duration patience;
    private final Semaphore wanted = new Semaphore(0);
    private volatile Flow.Subscriber<? super ByteBuffer> connection;
    private volatile boolean ended;

    /** @param patience how long the connection may take nothing before it is given up */
    HandOver(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        connection = subscriber;
        subscriber.onSubscribe(this);
    }

    @Override
    public void request(long count) {
        // More than this is never outstanding, and a semaphore counts no further than an int.
        wanted.release((int) Math.min(count, Math.max(0, ENOUGH - wanted.availablePermits())));
    }

    @Override
    public void cancel() {
        ended = true;
        wanted.release();
    }

    /** Sends all of {@code in}, or what the connection takes of it: a server may answer before it has read everything. */
    void send(InputStream in) throws IOException, InterruptedException {
        try {
            byte[] chunk = new byte[CHUNK];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                if (!wanted.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw new HttpTimeoutException("the server takes nothing any more");
                }
                if (ended) {
                    return;
                }
                connection.onNext(ByteBuffer.wrap(chunk, 0, count));
                // The connection sends the old one while the new one is filled.
                chunk = new byte[CHUNK];
            }
            finish();
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            if (connection != null && !ended) {
                connection.onError(e);
            }
            throw e;
        }
    }

    private void finish() {
        if (connection != null && !ended) {
            connection.onComplete();
        }
    }
}
