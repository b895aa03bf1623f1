package dev.tandem.storage.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages.Mode;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What services do that have troubles, or no honour. */
class FaultsTest {
    private static final RemotePath OBJECT = new RemotePath("dir/object-42");
    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);

    private FakeService service;
    private StorageSession session;

    @BeforeEach
    void open() throws Exception {
        service = new FakeService();
        session = Buckets.open(service.endpoint(), "bucket");
    }

    @AfterEach
    void close() {
        session.close();
        service.close();
    }

    private static StorageException fails(Kind kind, Executable call) {
        StorageException failure = assertThrows(StorageException.class, call);
        assertEquals(kind, failure.kind(), failure::getMessage);
        return failure;
    }

    private void read() throws Exception {
        try (InputStream in = session.read(OBJECT, 0, -1)) {
            in.readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, RequestTimeTooSkewed,   DENIED,      false, clock",
        "403, RequestTimeTooSkewed,   DENIED,      false, clock",
        "403, InvalidAccessKeyId,     DENIED,      false, access-key",
        "403, SignatureDoesNotMatch,  DENIED,      false, secret-key",
        "400, ExpiredToken,           DENIED,      false, expired",
        "403, AccessDenied,           DENIED,      false, locked",
        "404, NoSuchKey,              NOT_FOUND,   false, not there",
        "404, NoSuchBucket,           NOT_FOUND,   false, no such bucket",
        "400, KeyTooLongError,        INVALID,     false, name",
        "403, QuotaExceeded,          FULL,        false, quota",
        "507, XMinioStorageFull,      FULL,        false, space",
        "500, InternalError,          FAILED,      true,  said so",
        "502, Whatever,               FAILED,      true,  said so",
        "503, SlowDown,               THROTTLED,   true,  later",
        "429, TooManyRequests,        THROTTLED,   true,  later",
        "400, RequestTimeout,         FAILED,      true,  arrive",
        "301, PermanentRedirect,      INVALID,     false, region",
        "501, NotImplemented,         UNSUPPORTED, false, cannot do"})
    void anErrorHasItsKindAndSaysWhatToDo(int status, String code, Kind kind, boolean retryable, String word) {
        service.answering(status, Map.of(), FakeService.error(code));
        StorageException failure = fails(kind, this::read);
        assertEquals(retryable, failure.retryable());
        assertTrue(failure.getMessage().contains("object-42"), failure.getMessage());
        assertTrue(failure.getMessage().contains(word), failure.getMessage());
        assertFalse(failure.getMessage().contains("tandem-secret-key"), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void aServiceThatAsksToWaitSaysHowLong(int status) {
        service.answering(status, Map.of("Retry-After", "17"), "");
        assertEquals(Optional.of(Duration.ofSeconds(17)), fails(Kind.THROTTLED, this::read).retryAfter());
        service.answering(status, Map.of("Retry-After", "soon"), "");
        assertEquals(Optional.empty(), fails(Kind.THROTTLED, this::read).retryAfter());
    }

    @Test
    void nothingIsRepeatedHere() {
        service.answering(500, Map.of(), FakeService.error("InternalError"));
        int before = service.asked().size();
        fails(Kind.FAILED, () -> session.delete(OBJECT));
        assertEquals(before + 1, service.asked().size());
    }

    @Test
    void aServiceThatIsGoneIsUnreachableAndMayComeBack() {
        service.close();
        assertTrue(fails(Kind.UNREACHABLE, this::read).retryable());
        assertTrue(fails(Kind.UNREACHABLE, () -> Buckets.open(service.endpoint(), "bucket")).retryable());
    }

    @Test
    void aServerNobodyKnowsIsNamedAsSuch() {
        StorageException failure = fails(Kind.UNREACHABLE,
                () -> Buckets.open(URI.create("http://no-such-host.invalid:1"), "bucket"));
        assertTrue(failure.getMessage().contains("spelling"), failure.getMessage());
    }

    @Test
    void contentThatIsCutOffIsNeverTakenForWhole() {
        service.answering(exchange -> {
            exchange.sendResponseHeaders(200, 100_000);
            exchange.getResponseBody().write(new byte[1000]);
        });
        assertTrue(fails(Kind.UNREACHABLE, this::read).retryable());
    }

    @Test
    void aServiceThatKnowsNoRangesStillGivesTheRange() throws Exception {
        service.answering(200, Map.of(), "0123456789");
        try (InputStream in = session.read(OBJECT, 3, 4)) {
            assertArrayEquals(Arrays.copyOfRange(CONTENT, 3, 7), in.readAllBytes());
        }
        try (InputStream in = session.read(OBJECT, 3, -1)) {
            assertArrayEquals(Arrays.copyOfRange(CONTENT, 3, 10), in.readAllBytes());
        }
    }

    @Test
    void contentThatArrivesDamagedIsDeletedThereAndMayBeSentAgain() {
        service.answering(exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"d41d8cd98f00b204e9800998ecf8427e\"");
            FakeService.answer(exchange, 200, exchange.getRequestMethod().equals("GET") ? "other bytes" : "");
        });
        StorageException failure = fails(Kind.FAILED,
                () -> session.write(OBJECT, Content.of(CONTENT), WriteOptions.OVERWRITE));
        assertTrue(failure.retryable());
        assertTrue(service.asked().contains("DELETE /bucket/dir/object-42"), () -> service.asked().toString());
    }

    @Test
    void aTagThatIsNoDigestIsNoDamage() throws Exception {
        service.answering(exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"00000000000000000000000000000000\"");
            FakeService.answer(exchange, 200, exchange.getRequestMethod().equals("GET") ? "0123456789" : "");
        });
        assertEquals(Optional.of("00000000000000000000000000000000"),
                session.write(OBJECT, Content.of(CONTENT), WriteOptions.OVERWRITE).tag());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<IsTruncated>true</IsTruncated>",
        "<IsTruncated>true</IsTruncated><NextContinuationToken>same</NextContinuationToken>",
        "<Contents><Key>elsewhere/object</Key></Contents>",
        "<Contents><Key>dir/sub/object</Key></Contents>",
        "<CommonPrefixes><Prefix>elsewhere/</Prefix></CommonPrefixes>"})
    void aListingThatCannotBeTrueFails(String content) {
        service.answering(200, Map.of(), FakeService.listing(content));
        fails(Kind.FAILED, () -> session.list(new RemotePath("dir"), info -> { }));
    }

    @Test
    void aListingWithoutEndIsGivenUp() {
        service.answering(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = "<Contents><Key>dir/o</Key></Contents>".repeat(10_000).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseBody().write("<ListBucketResult>".getBytes(StandardCharsets.UTF_8));
            while (true) {
                exchange.getResponseBody().write(much);
            }
        });
        assertThrows(StorageException.class, () -> session.list(new RemotePath("dir"), info -> { }));
    }

    @Test
    void anEntityOfXmlIsNotRead() {
        service.answering(200, Map.of(), "<!DOCTYPE l [<!ENTITY f SYSTEM \"file:///etc/hostname\">]>"
                + FakeService.listing("<Contents><Key>dir/&f;x</Key></Contents>"));
        List<String> told = new CopyOnWriteArrayList<>();
        try {
            session.list(new RemotePath("dir"), info -> told.add(info.path().name()));
        } catch (StorageException e) {
            // Refused is as good as not expanded.
            assertEquals(Kind.FAILED, e.kind(), e::getMessage);
        }
        assertTrue(told.isEmpty() || told.equals(List.of("x")), told::toString);
    }

    @Test
    void aKeyThatIsNoPathIsPassedOver() throws Exception {
        service.answering(200, Map.of(), FakeService.listing("<Contents><Key>dir/..</Key></Contents>"
                + "<Contents><Key>dir/good</Key><Size>3</Size></Contents>"
                + "<CommonPrefixes><Prefix>dir//</Prefix></CommonPrefixes>"
                + "<CommonPrefixes><Prefix>dir/./</Prefix></CommonPrefixes>"));
        List<String> told = new CopyOnWriteArrayList<>();
        session.list(new RemotePath("dir"), info -> told.add(info.path().value()));
        assertEquals(List.of("dir/good"), told);
    }

    @Test
    void anObjectThatSharesItsNameWithAFolderFailsTheListing() {
        service.answering(200, Map.of(), FakeService.listing("<Contents><Key>dir/a</Key></Contents>"
                + "<Contents><Key>dir/a-b</Key></Contents><CommonPrefixes><Prefix>dir/a/</Prefix></CommonPrefixes>"));
        StorageException failure = fails(Kind.INVALID, () -> session.list(new RemotePath("dir"), info -> { }));
        assertTrue(failure.getMessage().contains("'a'"), failure.getMessage());
    }

    @Test
    void aBucketInAnotherRegionIsAskedThere() throws Exception {
        List<String> signed = new CopyOnWriteArrayList<>();
        service.answering(exchange -> {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            signed.add(authorization.replaceAll(".*/\\d{8}/([^/]+)/s3/.*", "$1"));
            if (signed.size() == 1) {
                exchange.getResponseHeaders().set("x-amz-bucket-region", "eu-west-7");
                FakeService.answer(exchange, 301, FakeService.error("PermanentRedirect"));
            } else {
                FakeService.answer(exchange, 200, FakeService.EMPTY_LISTING);
            }
        });
        Buckets.open(service.endpoint(), "bucket").close();
        assertEquals(List.of("us-east-1", "eu-west-7"), signed);
    }

    @Test
    void aBucketThatCannotBeMadeIsDenied() {
        service.answering(exchange -> FakeService.answer(exchange,
                exchange.getRequestMethod().equals("PUT") ? 403 : 404,
                FakeService.error(exchange.getRequestMethod().equals("PUT") ? "AccessDenied" : "NoSuchBucket")));
        StorageException failure = fails(Kind.DENIED, () -> Buckets.open(service.endpoint(), "bucket"));
        assertTrue(failure.getMessage().contains("make the bucket"), failure.getMessage());
        fails(Kind.NOT_FOUND, () -> new S3Provider().open(Buckets.at(service.endpoint(), "bucket"),
                Buckets.context(Mode.EXISTING)));
    }

    @Test
    void aServiceThatIgnoresConditionsIsNotPromisedAndLookedAtFirst() {
        service.answering(exchange -> FakeService.answer(exchange, 200, exchange.getRequestURI().toString().contains("?")
                ? "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>" : ""));
        assertFalse(session.capabilities().contains(Capability.IF_ABSENT_WRITE));
        fails(Kind.EXISTS, () -> session.write(OBJECT, Content.of(CONTENT), new WriteOptions(true, false, false)));
        fails(Kind.CHANGED, () -> session.write(OBJECT, Content.of(CONTENT), WriteOptions.OVERWRITE.ifTag("tag")));
    }

    @Test
    void interruptingWhoWaitsForASilentServiceEndsTheCall() throws Exception {
        var waiting = new CountDownLatch(1);
        var forever = new CountDownLatch(1);
        service.answering(exchange -> {
            waiting.countDown();
            try {
                forever.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        var interrupted = new AtomicBoolean();
        Thread caller = Thread.ofPlatform().start(() -> {
            fails(Kind.FAILED, () -> session.stat(OBJECT));
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        waiting.await();
        caller.interrupt();
        caller.join();
        assertTrue(interrupted.get());
        forever.countDown();
    }
}
