package dev.tandem.storage.s3;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

class HttpTest {
    private final CountDownLatch over = new CountDownLatch(1);
    private final Http impatient = new Http(Optional.empty(), Duration.ofMillis(300));
    private FakeService service;

    @BeforeEach
    void start() throws IOException {
        service = new FakeService();
    }

    @AfterEach
    void stop() {
        over.countDown();
        impatient.close();
        service.close();
    }

    private HttpExecuteResponse call(Http http, SdkHttpMethod method, Optional<InputStream> body, long length)
            throws IOException {
        var request = HttpExecuteRequest.builder().request(SdkHttpRequest.builder().uri(service.endpoint())
                .method(method).appendHeader("Content-Length", Long.toString(length)).build());
        body.ifPresent(in -> request.contentStreamProvider(() -> in));
        return http.prepareRequest(request.build()).call();
    }

    private void untilOver() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() {
        service.answering(exchange -> untilOver());
        assertThrows(HttpTimeoutException.class, () -> call(impatient, SdkHttpMethod.GET, Optional.empty(), 0));
    }

    @Test
    void aServerThatStopsTakingContentIsGivenUp() {
        service.answering(exchange -> untilOver());
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return length;
            }
        };
        assertThrows(HttpTimeoutException.class,
                () -> call(impatient, SdkHttpMethod.PUT, Optional.of(endless), Long.MAX_VALUE));
    }

    @Test
    void whatTheContentThrowsIsThrown() {
        service.answering(exchange -> exchange.getRequestBody().readAllBytes());
        var mine = new IOException("mine");
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw mine;
            }
        };
        IOException thrown = assertThrows(IOException.class,
                () -> call(impatient, SdkHttpMethod.PUT, Optional.of(broken), 100));
        assertTrue(thrown == mine || thrown.getMessage().contains("mine"), thrown::toString);
    }
}
