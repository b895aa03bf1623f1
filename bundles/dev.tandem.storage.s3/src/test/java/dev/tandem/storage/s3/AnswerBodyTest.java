package dev.tandem.storage.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class AnswerBodyTest {
    /** What the body asks of its connection. */
    private static final class Connection implements Flow.Subscription {
        private long wanted;
        private boolean cancelled;

        @Override
        public void request(long count) {
            wanted += count;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private final Connection connection = new Connection();
    private final AnswerBody body = new AnswerBody(Duration.ofMillis(50));

    private static List<ByteBuffer> bytes(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length);
        for (int value : values) {
            buffer.put((byte) value);
        }
        return List.of(buffer.flip());
    }

    @Test
    void bytesArriveInOrderAndMoreIsAskedForOnlyWhenTheyAreRead() throws IOException {
        body.onSubscribe(connection);
        assertEquals(1, connection.wanted);
        body.onNext(bytes(1, 2, 255));
        assertEquals(1, connection.wanted);
        assertEquals(1, body.read());
        assertEquals(2, connection.wanted);
        body.onNext(bytes(4));
        body.onComplete();
        assertArrayEquals(new byte[] {2, -1, 4}, body.readAllBytes());
        assertEquals(-1, body.read());
    }

    @Test
    void aServerThatStopsInTheMiddleIsGivenUp() throws IOException {
        body.onSubscribe(connection);
        body.onNext(bytes(1));
        assertEquals(1, body.read());
        assertThrows(HttpTimeoutException.class, body::read);
    }

    @Test
    void aBrokenConnectionIsNoEnd() throws IOException {
        body.onSubscribe(connection);
        var broken = new IOException("reset");
        body.onNext(bytes(1));
        body.onError(broken);
        assertEquals(1, body.read());
        assertSame(broken, assertThrows(IOException.class, body::read).getCause());
        assertThrows(IOException.class, body::read);
    }

    @Test
    void closingEarlyDropsTheConnection() {
        body.onSubscribe(connection);
        body.onNext(bytes(1));
        body.close();
        assertTrue(connection.cancelled);
        assertThrows(IOException.class, body::read);
    }

    @Test
    void aConnectionThatComesAfterTheCloseIsDropped() {
        body.close();
        body.onSubscribe(connection);
        assertTrue(connection.cancelled);
        assertEquals(0, connection.wanted);
    }

    @Test
    void anInterruptedReaderStaysInterrupted() {
        body.onSubscribe(connection);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, body::read);
        assertTrue(Thread.interrupted());
        assertTrue(connection.cancelled);
    }
}
