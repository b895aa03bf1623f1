package dev.tandem.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The bytes of an answer as a stream. Unlike the JDK's it notices a server that has died without saying so. Closing it
 * early drops the connection instead of reading the rest.
 */
final class AnswerBody extends InputStream implements BodySubscriber<InputStream> {
    /** What the connection says: bytes, or that it is at its end, well or not. */
    private sealed interface Said { }

    private record Bytes(List<ByteBuffer> buffers) implements Said { }

    private record End(Optional<Throwable> failure) implements Said { }

    private final Duration patience;
    private final LinkedBlockingQueue<Said> said = new LinkedBlockingQueue<>();
    private final Deque<ByteBuffer> unread = new ArrayDeque<>();
    private final CompletableFuture<Flow.Subscription> connection = new CompletableFuture<>();
    private End end;

    /** @param patience how long the server may say nothing before it is given up */
    AnswerBody(Duration patience) {
        this.patience = patience;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        if (connection.complete(subscription)) {
            subscription.request(1);
        } else {
            subscription.cancel();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        said.add(new Bytes(buffers));
    }

    @Override
    public void onError(Throwable failure) {
        said.add(new End(Optional.of(failure)));
    }

    @Override
    public void onComplete() {
        said.add(new End(Optional.empty()));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (unread.isEmpty()) {
            if (end != null || take()) {
                return atEnd();
            }
        }
        ByteBuffer next = unread.getFirst();
        int count = Math.min(length, next.remaining());
        next.get(target, offset, count);
        if (!next.hasRemaining()) {
            unread.removeFirst();
        }
        return count;
    }

    private int atEnd() throws IOException {
        if (end.failure().isPresent()) {
            throw new IOException("the connection broke: " + end.failure().get().getMessage(), end.failure().get());
        }
        return -1;
    }

    /** Waits for what the connection says next; returns whether that was its last word. */
    private boolean take() throws IOException {
        try {
            switch (said.poll(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                case null -> throw new HttpTimeoutException("the server says nothing any more");
                case End last -> end = last;
                case Bytes bytes -> {
                    bytes.buffers().stream().filter(ByteBuffer::hasRemaining).forEach(unread::add);
                    connection.join().request(1);
                }
            }
            return end != null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    @Override
    public void close() {
        if (end == null) {
            end = new End(Optional.of(new IOException("the stream is closed")));
            unread.clear();
            // Where there is no connection yet, it is cancelled as soon as there is one.
            if (connection.isDone()) {
                connection.join().cancel();
            } else {
                connection.cancel(false);
            }
        }
    }
}
