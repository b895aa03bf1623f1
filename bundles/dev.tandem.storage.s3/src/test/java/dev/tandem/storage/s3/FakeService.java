package dev.tandem.storage.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A service that answers as a test wants, and remembers what it was asked. */
final class FakeService implements AutoCloseable {
    static final String EMPTY_LISTING = listing("<IsTruncated>false</IsTruncated>");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile HttpHandler answers;

    /** Everything is answered with the listing of an empty bucket, until {@link #answering} says something else. */
    FakeService() throws IOException {
        answers = exchange -> answer(exchange, 200, EMPTY_LISTING);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            try (exchange) {
                answers.handle(exchange);
            }
        });
        server.start();
    }

    static String listing(String content) {
        return "<ListBucketResult>" + content + "</ListBucketResult>";
    }

    static String error(String code) {
        return "<Error><Code>" + code + "</Code><Message>said so</Message></Error>";
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void answering(HttpHandler handler) {
        answers = handler;
    }

    void answering(int status, Map<String, String> headers, String body) {
        answers = exchange -> {
            headers.forEach(exchange.getResponseHeaders()::set);
            answer(exchange, status, body);
        };
    }

    static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean none = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, none ? -1 : bytes.length);
        if (!none) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Returns the requests so far, {@code GET /bucket?list-type=2}. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
