package dev.tandem.storage.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Content;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RequestTest {
    private static final Purpose PURPOSE = new Purpose("move", "some/object");

    private static Request request(HttpStorage storage, String method) {
        return storage.request(method, storage.endpoint().uri(new RemotePath("some/object")), PURPOSE);
    }

    private static StorageException assertFails(Kind kind, Executable call) {
        StorageException failure = assertThrows(StorageException.class, call);
        assertEquals(kind, failure.kind(), failure::getMessage);
        assertTrue(failure.getMessage().startsWith("cannot move some/object: "), failure.getMessage());
        return failure;
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static Content content(long claimed, InputStream in) {
        return new Content() {
            @Override
            public long length() {
                return claimed;
            }

            @Override
            public InputStream open() {
                return in;
            }
        };
    }

    @Test
    void contentOfAnySizeArrivesAndComesBack() throws Exception {
        try (var server = new FakeServer(exchange -> FakeServer.answer(exchange, 200,
                exchange.getRequestBody().readAllBytes()));
                var storage = new HttpStorage(server.endpoint())) {
            for (int size : new int[] {0, 1, 65_535, 65_536, 65_537, 3_000_000}) {
                try (Answer answer = request(storage, "PUT").send(Content.of(bytes(size)))) {
                    assertArrayEquals(bytes(size), answer.body().readAllBytes());
                }
            }
        }
    }

    @Test
    void everyStatusHasItsKind() throws Exception {
        var status = new AtomicInteger();
        try (var server = new FakeServer(exchange -> FakeServer.answer(exchange, status.get(), new byte[10]));
                var storage = new HttpStorage(server.endpoint())) {
            Object[][] kinds = {{301, Kind.FAILED, false}, {400, Kind.INVALID, false}, {401, Kind.DENIED, false},
                {403, Kind.DENIED, false}, {404, Kind.NOT_FOUND, false}, {405, Kind.UNSUPPORTED, false},
                {409, Kind.NOT_FOUND, false}, {410, Kind.NOT_FOUND, false}, {412, Kind.CHANGED, false},
                {416, Kind.INVALID, false}, {418, Kind.FAILED, false}, {423, Kind.FAILED, true},
                {429, Kind.THROTTLED, true}, {500, Kind.FAILED, true}, {501, Kind.UNSUPPORTED, false},
                {502, Kind.FAILED, true}, {503, Kind.THROTTLED, true}, {507, Kind.FULL, false}, {599, Kind.FAILED, true}};
            for (Object[] expected : kinds) {
                status.set((int) expected[0]);
                StorageException failure = assertFails((Kind) expected[1], () -> request(storage, "PUT").send().orFail());
                assertEquals(expected[2], failure.retryable(), failure.getMessage());
            }
        }
    }

    @Test
    void aServerThatAsksToComeBackLaterSaysWhen() throws Exception {
        try (var server = new FakeServer(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "17");
            FakeServer.answer(exchange, 429, new byte[0]);
        }); var storage = new HttpStorage(server.endpoint())) {
            StorageException failure = assertFails(Kind.THROTTLED, () -> request(storage, "GET").send().orFail());
            assertEquals(Duration.ofSeconds(17), failure.retryAfter().orElseThrow());
        }
    }

    @Test
    void contentIsReadOnTheThreadOfTheRequest() throws Exception {
        var reader = new AtomicReference<Thread>();
        try (var server = new FakeServer(exchange -> FakeServer.answer(exchange, 200,
                exchange.getRequestBody().readAllBytes()));
                var storage = new HttpStorage(server.endpoint())) {
            request(storage, "PUT").send(content(5, new InputStream() {
                private int left = 5;

                @Override
                public int read() {
                    reader.set(Thread.currentThread());
                    return left-- > 0 ? 'x' : -1;
                }
            })).close();
        }
        assertSame(Thread.currentThread(), reader.get());
    }

    @Test
    void contentThatFailsOrLiesAboutItsLengthIsNeverSentWhole() throws Exception {
        var whole = new AtomicInteger();
        try (var server = new FakeServer(exchange -> {
            exchange.getRequestBody().readAllBytes();
            whole.incrementAndGet();
            FakeServer.answer(exchange, 201, new byte[0]);
        }); var storage = new HttpStorage(server.endpoint())) {
            for (long claimed : new long[] {99, 101, 0}) {
                assertFails(Kind.FAILED, () -> request(storage, "PUT").send(
                        content(claimed, Content.of(bytes(100)).open())));
            }
            assertFails(Kind.FAILED, () -> request(storage, "PUT").send(content(1_000_000, new InputStream() {
                private int left = 500_000;

                @Override
                public int read() throws IOException {
                    if (left-- == 0) {
                        throw new IOException("the disk broke");
                    }
                    return 'x';
                }
            })));
            assertEquals(0, whole.get());
            request(storage, "PUT").send(Content.of(bytes(10))).close();
            assertEquals(1, whole.get());
        }
    }

    @Test
    void anInterruptedThreadEndsItsRequestAndStaysInterrupted() throws Exception {
        var asked = new Thread[1];
        try (var server = new FakeServer(exchange -> {
            asked[0].interrupt();
            try {
                Thread.sleep(Duration.ofHours(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }); var storage = new HttpStorage(server.endpoint())) {
            asked[0] = Thread.currentThread();
            assertFails(Kind.FAILED, () -> request(storage, "GET").send());
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void anInterruptedReaderEndsAndStaysInterrupted() throws Exception {
        try (var server = new FakeServer(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(Duration.ofHours(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }); var storage = new HttpStorage(server.endpoint()); Answer answer = request(storage, "GET").send()) {
            assertEquals(10, answer.body().readNBytes(10).length);
            Thread.currentThread().interrupt();
            assertFails(Kind.FAILED, answer.body()::read);
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void aBodyThatBreaksOffIsUnreachableAndNeverLooksWhole() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var storage = new HttpStorage(FakeServer.endpoint(listener.getLocalPort(), Endpoint.PATIENCE))) {
            Thread.ofVirtual().start(() -> answerRaw(listener, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nfirst"));
            // The end may be known before the beginning is looked at.
            StorageException failure = assertFails(Kind.UNREACHABLE, () -> request(storage, "GET").send().small(1000));
            assertTrue(failure.retryable());
        }
    }

    private static void answerRaw(ServerSocket listener, String answer) {
        try (Socket socket = listener.accept()) {
            readHead(socket);
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void readHead(Socket socket) throws IOException {
        byte[] last = new byte[4];
        while (!Arrays.equals(last, new byte[] {'\r', '\n', '\r', '\n'})) {
            System.arraycopy(last, 1, last, 0, 3);
            last[3] = (byte) socket.getInputStream().read();
        }
    }

    @Test
    void aServerThatFallsSilentIsGivenUp() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var storage = new HttpStorage(FakeServer.endpoint(listener.getLocalPort(), Duration.ofMillis(100)))) {
            assertTrue(assertFails(Kind.UNREACHABLE, () -> request(storage, "GET").send()).retryable());
            assertTrue(assertFails(Kind.UNREACHABLE,
                    () -> request(storage, "PUT").send(Content.of(new byte[50_000_000]))).retryable());
        }
    }

    @Test
    void nobodyWhoListensIsUnreachable() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (var storage = new HttpStorage(FakeServer.endpoint(port, Endpoint.PATIENCE))) {
            StorageException failure = assertFails(Kind.UNREACHABLE, () -> request(storage, "GET").send());
            assertTrue(failure.retryable());
            assertTrue(failure.getMessage().contains(String.valueOf(port)), failure.getMessage());
        }
    }

    @Test
    void theLoginGoesToNoOtherServerAndIntoNoMessage() throws Exception {
        var shown = new AtomicReference<String>();
        try (var other = new FakeServer(exchange -> {
            shown.set(exchange.getRequestHeaders().getFirst("Authorization"));
            FakeServer.answer(exchange, 200, new byte[0]);
        }); var server = new FakeServer(exchange -> {
            exchange.getResponseHeaders().set("Location", other.endpoint().base() + "object?key=1234");
            FakeServer.answer(exchange, 302, new byte[0]);
        })) {
            var endpoint = new Endpoint(server.endpoint().base(), Login.basic("ada", "pa:ss".toCharArray()),
                    server.endpoint().caCertificate(), Endpoint.PATIENCE);
            try (var storage = new HttpStorage(endpoint)) {
                StorageException failure = assertFails(Kind.FAILED, () -> request(storage, "GET").send().orFail());
                assertFalse(failure.getMessage().contains("1234"), failure.getMessage());
            }
            assertEquals(null, shown.get());
            assertFalse(endpoint.toString().contains("pa:ss") || endpoint.login().toString().contains("ada"));
        }
    }

    @Test
    void aRedirectOnTheServerIsFollowedByReadsOnly() throws Exception {
        var login = new AtomicReference<String>();
        try (var server = new FakeServer(exchange -> {
            login.set(exchange.getRequestHeaders().getFirst("Authorization"));
            if (exchange.getRequestURI().getPath().equals("/base/some/object")) {
                exchange.getResponseHeaders().set("Location", "/base/moved");
                FakeServer.answer(exchange, 301, new byte[0]);
            } else {
                FakeServer.answer(exchange, 200, new byte[7]);
            }
        })) {
            var endpoint = new Endpoint(server.endpoint().base(), Login.bearer("token".toCharArray()),
                    server.endpoint().caCertificate(), Endpoint.PATIENCE);
            try (var storage = new HttpStorage(endpoint)) {
                assertEquals(7, request(storage, "GET").send().small(10).length);
                assertEquals("Bearer token", login.get());
                assertFails(Kind.FAILED, () -> request(storage, "DELETE").send().orFail());
            }
        }
    }

    @Test
    void anAnswerThatIsTooLargeIsRefused() throws Exception {
        try (var server = new FakeServer(FakeServer.answering(200, new byte[1001]));
                var storage = new HttpStorage(server.endpoint())) {
            assertFails(Kind.FAILED, () -> request(storage, "GET").send().small(1000));
            assertEquals(1001, request(storage, "GET").send().small(1001).length);
        }
    }
}
