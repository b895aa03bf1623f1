package dev.tandem.storage.http;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server of the test's own, on loopback. */
final class FakeServer implements AutoCloseable {
    /** What the server does with a request. */
    interface Handler {
        void handle(com.sun.net.httpserver.HttpExchange exchange) throws IOException;
    }

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    FakeServer(Handler handler) throws IOException {
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                handler.handle(exchange);
            }
        });
        server.start();
    }

    /** A handler that answers with a status and a body. */
    static Handler answering(int status, byte[] body) {
        return exchange -> answer(exchange, status, body);
    }

    static void answer(com.sun.net.httpserver.HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    static Endpoint endpoint(int port, Duration patience) {
        return new Endpoint(URI.create("http://127.0.0.1:" + port + "/base/"), Login.NONE, Optional.empty(), patience);
    }

    Endpoint endpoint() {
        return endpoint(server.getAddress().getPort(), Endpoint.PATIENCE);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
