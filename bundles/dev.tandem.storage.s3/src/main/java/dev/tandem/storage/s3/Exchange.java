package dev.tandem.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/** One request and its answer. */
final class Exchange implements ExecutableHttpRequest {
    /** The JDK sets these itself, to what the SDK wants them to be. */
    private static final Set<String> SET_BY_THE_CLIENT = Set.of("connection", "content-length", "expect", "host", "upgrade");

    private final HttpClient client;
    private final Duration patience;
    private final HttpExecuteRequest wanted;
    private volatile CompletableFuture<HttpResponse<InputStream>> answer;

    Exchange(HttpClient client, Duration patience, HttpExecuteRequest wanted) {
        this.client = client;
        this.patience = patience;
        this.wanted = wanted;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
        var body = new HandOver(patience);
        long length = wanted.httpRequest().firstMatchingHeader("Content-Length").map(Long::parseLong).orElse(0L);
        var hasBody = wanted.contentStreamProvider().filter(content -> length > 0);
        HttpRequest request = request(hasBody.map(content -> BodyPublishers.fromPublisher(body, length))
                .orElseGet(BodyPublishers::noBody));
        answer = client.sendAsync(request, head -> new AnswerBody(patience));
        boolean done = false;
        try {
            if (hasBody.isPresent()) {
                send(hasBody.get(), body);
            }
            HttpExecuteResponse response = toSdk(answer.get(patience.toNanos(), TimeUnit.NANOSECONDS));
            done = true;
            return response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        } catch (TimeoutException e) {
            throw (IOException) new HttpTimeoutException("the server does not answer").initCause(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            if (!done) {
                abort();
            }
        }
    }

    private void send(ContentStreamProvider content, HandOver body) throws IOException, InterruptedException {
        answer.whenComplete((response, failure) -> body.cancel());
        try (InputStream in = content.newStream()) {
            body.send(in);
        }
    }

    private HttpRequest request(BodyPublisher body) {
        SdkHttpRequest from = wanted.httpRequest();
        var to = HttpRequest.newBuilder(from.getUri()).method(from.method().name(), body);
        from.forEachHeader((name, values) -> {
            if (!SET_BY_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> to.header(name, value));
            }
        });
        return to.build();
    }

    private static HttpExecuteResponse toSdk(HttpResponse<InputStream> from) {
        InputStream body = from.body();
        var head = SdkHttpFullResponse.builder().statusCode(from.statusCode()).headers(from.headers().map()).build();
        return HttpExecuteResponse.builder().response(head)
                .responseBody(AbortableInputStream.create(body, () -> closeQuietly(body))).build();
    }

    private static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw new IllegalStateException("an AnswerBody closes without a word", e);
        }
    }

    @Override
    public void abort() {
        if (answer != null) {
            answer.cancel(true);
        }
    }
}
