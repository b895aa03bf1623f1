package dev.tandem.storage.http;

import dev.tandem.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer, read as it comes. A few pieces are asked for ahead. Closing it before its end closes the
 * connection, and a server that is silent for too long ends it.
 */
final class ResponseStream extends InputStream implements HttpResponse.BodySubscriber<ResponseStream> {
    private static final int AHEAD = 4;

    /** What arrives. */
    private sealed interface Event {
        record Pieces(List<ByteBuffer> bytes) implements Event { }

        /** @param failure null at the end of the body */
        record End(Throwable failure) implements Event { }
    }

    private final Purpose purpose;
    private final Duration patience;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private Event.Pieces current = new Event.Pieces(List.of());
    private int position;
    private boolean ended;
    private boolean closed;

    ResponseStream(Purpose purpose, Duration patience) {
        this.purpose = purpose;
        this.patience = patience;
    }

    @Override
    public CompletionStage<ResponseStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription connection) {
        subscription.complete(connection);
        connection.request(AHEAD);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        events.add(new Event.Pieces(pieces));
    }

    @Override
    public void onError(Throwable failure) {
        events.add(new Event.End(failure));
    }

    @Override
    public void onComplete() {
        events.add(new Event.End(null));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (closed) {
            throw new IOException("the stream is closed");
        }
        ByteBuffer piece = piece();
        if (piece == null) {
            return -1;
        }
        int count = Math.min(length, piece.remaining());
        piece.get(target, offset, count);
        return count;
    }

    /** Returns the piece to read on from; null at the end. */
    private ByteBuffer piece() throws StorageException {
        while (true) {
            while (position < current.bytes().size()) {
                ByteBuffer piece = current.bytes().get(position);
                if (piece.hasRemaining()) {
                    return piece;
                }
                position++;
            }
            if (ended || !advance()) {
                return null;
            }
        }
    }

    private boolean advance() throws StorageException {
        switch (next()) {
            case Event.Pieces pieces -> {
                current = pieces;
                position = 0;
                subscription.join().request(1);
                return true;
            }
            case Event.End(Throwable failure) when failure == null -> {
                ended = true;
                return false;
            }
            case Event.End(Throwable failure) -> {
                close();
                throw Failures.broken(purpose, failure);
            }
        }
    }

    private Event next() throws StorageException {
        try {
            Event event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (event != null) {
                return event;
            }
        } catch (InterruptedException e) {
            close();
            throw Failures.interrupted(purpose, e);
        }
        close();
        throw Failures.silent(purpose, patience);
    }

    @Override
    public int available() {
        return position < current.bytes().size() ? current.bytes().get(position).remaining() : 0;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (!ended) {
                subscription.thenAccept(Flow.Subscription::cancel);
            }
            current = new Event.Pieces(List.of());
            position = 0;
        }
    }
}
