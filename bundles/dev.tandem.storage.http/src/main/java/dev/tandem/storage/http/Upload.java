package dev.tandem.storage.http;

import dev.tandem.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A body that the thread of the request feeds piece by piece, as the connection takes it: content may depend on the
 * thread that reads it, and interrupting that thread must end the request.
 */
final class Upload implements HttpRequest.BodyPublisher, Flow.Subscription {
    private static final int PIECE = 64 << 10;

    private final long length;
    private final InputStream source;
    private final Purpose purpose;
    private final Duration patience;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by the lock.
    private Flow.Subscriber<? super ByteBuffer> connection;
    private long demand;
    private boolean over;

    Upload(long length, InputStream source, Purpose purpose, Duration patience) {
        this.length = length;
        this.source = source;
        this.purpose = purpose;
        this.patience = patience;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        lock.lock();
        try {
            if (connection != null) {
                // The client would repeat the request by itself, but the content is half read.
                subscriber.onSubscribe(NOTHING);
                subscriber.onError(new IOException("the connection broke while the content was sent"));
                return;
            }
            connection = subscriber;
        } finally {
            lock.unlock();
        }
        subscriber.onSubscribe(this);
    }

    @Override
    public void request(long more) {
        update(() -> demand = demand + more < 0 ? Long.MAX_VALUE : demand + more);
    }

    @Override
    public void cancel() {
        update(() -> over = true);
    }

    private void update(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Feeds all of the content, or less where the request ends before. */
    void feed(CompletableFuture<?> answer) throws StorageException, InterruptedException {
        answer.whenComplete((found, failure) -> cancel());
        boolean complete = false;
        long sent = 0;
        try {
            while (sent < length) {
                byte[] piece = next(sent);
                if (!isWanted()) {
                    break;
                }
                sent += piece.length;
                connection.onNext(ByteBuffer.wrap(piece));
            }
            complete = true;
        } finally {
            end(complete, sent);
        }
    }

    private void end(boolean complete, long sent) {
        Flow.Subscriber<? super ByteBuffer> subscriber = subscriber();
        if (subscriber == null) {
            return;
        }
        if (complete && sent == length) {
            subscriber.onComplete();
        } else {
            subscriber.onError(new IOException("the content ended early"));
        }
    }

    private Flow.Subscriber<? super ByteBuffer> subscriber() {
        lock.lock();
        try {
            return connection;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the connection takes another piece; false where it never will. */
    private boolean isWanted() throws StorageException, InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (demand == 0 && !over) {
                if (left <= 0) {
                    throw Failures.silent(purpose, patience);
                }
                left = changed.awaitNanos(left);
            }
            demand--;
            return !over;
        } finally {
            lock.unlock();
        }
    }

    /** The last piece is handed out only when the content is known to end with it. */
    private byte[] next(long sent) throws StorageException {
        byte[] piece;
        try {
            piece = source.readNBytes((int) Math.min(PIECE, length - sent));
        } catch (IOException e) {
            throw Failures.source(purpose, e);
        }
        if (piece.length == 0) {
            throw Failures.otherLength(purpose, sent, length);
        }
        if (sent + piece.length == length) {
            requireEnd();
        }
        return piece;
    }

    /** @throws StorageException where the content has more bytes than it claims */
    void requireEnd() throws StorageException {
        boolean more;
        try {
            more = source.read() >= 0;
        } catch (IOException e) {
            throw Failures.source(purpose, e);
        }
        if (more) {
            throw Failures.otherLength(purpose, length + 1, length);
        }
    }

    private static final Flow.Subscription NOTHING = new Flow.Subscription() {
        @Override
        public void request(long more) {
            // There is nothing to have.
        }

        @Override
        public void cancel() {
            // There is nothing to end.
        }
    };
}
