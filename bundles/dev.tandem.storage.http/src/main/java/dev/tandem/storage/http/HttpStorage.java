package dev.tandem.storage.http;

import dev.tandem.storage.StorageException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The connections of a session to a server. Thread-safe. Closing ends what is under way, and returns when no thread or
 * connection is left.
 */
public final class HttpStorage implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(20);

    private final Endpoint endpoint;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;

    /**
     * Makes ready what is needed to connect, which happens at the first request.
     *
     * @throws StorageException {@code INVALID} when the certificates to trust cannot be read
     */
    public HttpStorage(Endpoint endpoint) throws StorageException {
        this.endpoint = endpoint;
        // Redirects are followed by Request, which never takes the login to another server.
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER).executor(threads);
        if (endpoint.caCertificate().isPresent()) {
            builder.sslContext(Trust.with(endpoint.caCertificate().get()));
        }
        this.client = builder.build();
    }

    /** Returns where this is. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** Returns a request to be completed and sent. */
    public Request request(String method, URI uri, Purpose purpose) {
        return new Request(this, method, uri, purpose);
    }

    HttpClient client() {
        return client;
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
        threads.close();
    }
}
