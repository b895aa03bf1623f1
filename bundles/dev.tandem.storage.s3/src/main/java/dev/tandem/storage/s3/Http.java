package dev.tandem.storage.s3;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * The JDK's HTTP client in the form the SDK wants. The SDK's own on {@code HttpURLConnection} keeps five connections at
 * most, cannot be interrupted and repeats requests by itself.
 */
final class Http implements SdkHttpClient {
    /** Long enough for a server that puts an object of many parts together; bytes may come in between. */
    static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration CONNECTING = Duration.ofSeconds(30);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final Duration patience;

    /**
     * @param trust    whom to trust; empty for whom Java trusts
     * @param patience how long a server may say nothing before it is given up
     */
    Http(Optional<SSLContext> trust, Duration patience) {
        var builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads)
                .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(CONNECTING)
                .proxy(ProxySelector.getDefault());
        trust.ifPresent(builder::sslContext);
        this.client = builder.build();
        this.patience = patience;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new Exchange(client, patience, request);
    }

    @Override
    public String clientName() {
        return "jdk";
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
        threads.shutdownNow();
    }
}
