package dev.tandem.storage.http;

import dev.tandem.storage.Content;
import dev.tandem.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A request of one thread. It ends soon when the thread is interrupted, and when the server is silent for too long; then
 * its connection is closed. An answer of any status is an {@link Answer}; everything else is a {@link StorageException}.
 */
public final class Request {
    private static final int HOPS_AT_MOST = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 307, 308);
    /** Requests that may be sent again elsewhere on the server without harm. */
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "PROPFIND", "OPTIONS");

    private final HttpStorage storage;
    private final String method;
    private final URI uri;
    private final Purpose purpose;
    private final TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private boolean redirects = true;

    Request(HttpStorage storage, String method, URI uri, Purpose purpose) {
        this.storage = storage;
        this.method = method;
        this.uri = uri;
        this.purpose = purpose;
    }

    /** Returns a request for the headers alone. */
    Request head() {
        return new Request(storage, "HEAD", uri, purpose);
    }

    /** Adds a header, in place of one of its name. */
    public Request header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Has the answer told as it is where the server redirects, as some do from an object to a page about a folder. */
    public Request notRedirected() {
        redirects = false;
        return this;
    }

    /** Sends the request without a body. */
    public Answer send() throws StorageException {
        return sendSmall(BodyPublishers.noBody());
    }

    /** Sends the request with a small body. */
    public Answer send(byte[] body) throws StorageException {
        return sendSmall(BodyPublishers.ofByteArray(body));
    }

    private Answer sendSmall(HttpRequest.BodyPublisher body) throws StorageException {
        URI target = uri;
        for (int hop = 0;; hop++) {
            Answer answer = await(start(target, body));
            Optional<URI> next = redirected(target, answer);
            if (next.isEmpty() || hop == HOPS_AT_MOST) {
                return answer;
            }
            answer.close();
            target = next.get();
        }
    }

    /** The login is for this server only, and what changes something is sent where the caller said, or nowhere. */
    private Optional<URI> redirected(URI from, Answer answer) {
        if (!redirects || !REDIRECTS.contains(answer.status()) || !REPEATABLE.contains(method)) {
            return Optional.empty();
        }
        return answer.header("Location").flatMap(location -> resolve(from, location)).filter(to ->
                Objects.equals(from.getScheme(), to.getScheme()) && Objects.equals(from.getRawAuthority(), to.getRawAuthority()));
    }

    private static Optional<URI> resolve(URI from, String location) {
        try {
            return Optional.of(from.resolve(location));
        } catch (IllegalArgumentException e) {
            // Not an address: the answer is told as it is.
            return Optional.empty();
        }
    }

    /**
     * Sends the request with content as its body. The content is read on the calling thread, up to where the server
     * answers. Content that fails, or is of another length than it claims, ends the request before its end, so that the
     * server has seen no whole body.
     *
     * @throws StorageException {@code FAILED} for such content
     */
    public Answer send(Content content) throws StorageException {
        try (InputStream in = content.open()) {
            Upload upload = new Upload(content.length(), in, purpose, storage.endpoint().patience());
            if (content.length() == 0) {
                upload.requireEnd();
                return await(start(uri, BodyPublishers.noBody()));
            }
            return feed(upload);
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw Failures.source(purpose, e);
        }
    }

    private Answer feed(Upload upload) throws StorageException {
        CompletableFuture<HttpResponse<ResponseStream>> answer = start(uri, upload);
        boolean fed = false;
        try {
            upload.feed(answer);
            fed = true;
        } catch (InterruptedException e) {
            throw Failures.interrupted(purpose, e);
        } finally {
            if (!fed) {
                abandon(answer);
            }
        }
        return await(answer);
    }

    private CompletableFuture<HttpResponse<ResponseStream>> start(URI target, HttpRequest.BodyPublisher body)
            throws StorageException {
        if (Thread.currentThread().isInterrupted()) {
            throw Failures.interrupted(purpose, null);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(target).method(method, body);
        storage.endpoint().login().header().ifPresent(login -> request.header("Authorization", login));
        headers.forEach(request::header);
        return storage.client().sendAsync(request.build(),
                info -> new ResponseStream(purpose, storage.endpoint().patience()));
    }

    private Answer await(CompletableFuture<HttpResponse<ResponseStream>> answer) throws StorageException {
        boolean answered = false;
        try {
            var response = answer.get(storage.endpoint().patience().toMillis(), TimeUnit.MILLISECONDS);
            answered = true;
            return new Answer(response, purpose);
        } catch (InterruptedException e) {
            throw Failures.interrupted(purpose, e);
        } catch (TimeoutException e) {
            throw Failures.silent(purpose, storage.endpoint().patience());
        } catch (ExecutionException e) {
            throw Failures.of(purpose, storage.endpoint(), e.getCause());
        } finally {
            if (!answered) {
                abandon(answer);
            }
        }
    }

    /** Closes the connection, also where an answer came in just now. */
    private static void abandon(CompletableFuture<HttpResponse<ResponseStream>> answer) {
        if (!answer.cancel(true) && !answer.isCompletedExceptionally()) {
            answer.join().body().close();
        }
    }
}
