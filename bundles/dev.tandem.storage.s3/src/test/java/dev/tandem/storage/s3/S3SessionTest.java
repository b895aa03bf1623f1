package dev.tandem.storage.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Content;
import dev.tandem.storage.Location;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages.Mode;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.ServerCopy;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.server.CuttingProxy;
import dev.tandem.tck.server.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Part;

/** What is S3's own, on s3proxy. */
class S3SessionTest {
    private static final int MIB = 1 << 20;
    private static final RemotePath OBJECT = new RemotePath("dir/object");

    private static S3Server server;

    private final String bucket = Buckets.fresh();
    private StorageSession session;
    private S3Client client;

    @BeforeAll
    static void start(@TempDir Path scratch) throws Exception {
        server = S3Server.s3proxy(scratch);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() throws Exception {
        session = Buckets.open(server.endpoint(), bucket + "/base");
        Options options = Options.of(S3Address.of(Buckets.at(server.endpoint(), bucket)), Buckets.context(Mode.EXISTING));
        client = Connector.connect(options, StaticCredentialsProvider.create(
                AwsBasicCredentials.create(S3Server.ACCESS_KEY, S3Server.SECRET_KEY)), "us-east-1", Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        session.close();
        client.close();
    }

    private static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] read(StorageSession from, RemotePath path) throws Exception {
        try (InputStream in = from.read(path, 0, -1)) {
            return in.readAllBytes();
        }
    }

    private List<String> names(String directory) throws StorageException {
        List<String> names = new ArrayList<>();
        session.list(new RemotePath(directory), info -> names.add(info.path().value()));
        return names;
    }

    private void putByOthers(String key) {
        client.putObject(put -> put.bucket(bucket).key(key), RequestBody.empty());
    }

    private int begunUploads() {
        return client.listMultipartUploads(list -> list.bucket(bucket)).uploads().size();
    }

    @Test
    void aMissingBucketIsNotFoundAndNotMade() {
        String missing = Buckets.fresh();
        for (int i = 0; i < 2; i++) {
            assertEquals(Kind.NOT_FOUND, assertThrows(StorageException.class, () -> new S3Provider().open(
                    Buckets.at(server.endpoint(), missing), Buckets.context(Mode.EXISTING))).kind());
        }
    }

    @Test
    void aPrefixIsThereAsSoonAsTheBucketIs() throws Exception {
        try (var deeper = new S3Provider().open(Buckets.at(server.endpoint(), bucket + "/never/used"),
                Buckets.context(Mode.EXISTING))) {
            deeper.list(RemotePath.ROOT, info -> {
                throw new AssertionError("told of " + info);
            });
            assertTrue(deeper.stat(RemotePath.ROOT).orElseThrow().directory());
        }
    }

    @Test
    void wrongKeysAreDeniedWithoutRepeatingThem() {
        for (var wrong : List.of(Map.of("access-key", "nobody", "secret-key", "hush-hush"),
                Map.of("access-key", S3Server.ACCESS_KEY, "secret-key", "hush-hush"))) {
            StorageException failure = assertThrows(StorageException.class, () -> new S3Provider().open(
                    Buckets.at(server.endpoint(), bucket), Buckets.context(Mode.EXISTING, Map.of(), wrong)));
            assertEquals(Kind.DENIED, failure.kind(), failure::getMessage);
            assertFalse(failure.getMessage().contains("hush"), failure.getMessage());
        }
    }

    @Test
    void aBucketWithItsEndpointInASettingIsTheSame() throws Exception {
        session.write(OBJECT, Content.of(new byte[3]), WriteOptions.OVERWRITE);
        var context = Buckets.context(Mode.EXISTING, Map.of("endpoint", server.endpoint().toString()),
                Map.of("access-key", S3Server.ACCESS_KEY, "secret-key", S3Server.SECRET_KEY));
        try (var same = new S3Provider().open(Location.parse("s3://" + bucket + "/base"), context)) {
            assertEquals(3, same.stat(OBJECT).orElseThrow().size());
        }
    }

    @Test
    void nothingBesideThePrefixIsSeen() throws Exception {
        putByOthers("basement/object");
        putByOthers("base-object");
        session.write(OBJECT, Content.of(new byte[1]), WriteOptions.OVERWRITE);
        assertEquals(List.of("dir"), names(""));
    }

    @Test
    void anObjectThatOnlySaysThatAFolderIsThereIsThatFolder() throws Exception {
        putByOthers("base/");
        putByOthers("base/empty/");
        putByOthers("base/full/");
        putByOthers("base/full/object");
        assertEquals(List.of("empty", "full"), names(""));
        assertEquals(List.of(), names("empty"));
        assertEquals(List.of("full/object"), names("full"));
        assertTrue(session.stat(new RemotePath("empty")).orElseThrow().directory());
        assertThrows(StorageException.class, () -> session.delete(new RemotePath("full")));
        session.delete(new RemotePath("empty"));
        assertEquals(List.of("full"), names(""));
    }

    @Test
    void theTimeOfModificationIsKeptWhereRcloneLooksForIt() throws Exception {
        Instant time = Instant.parse("2024-02-29T12:34:56.789Z");
        for (int size : new int[] {10, 7 * MIB}) {
            session.write(OBJECT, Content.of(bytes(1, size)), WriteOptions.OVERWRITE.modified(time));
            assertEquals("1709210096.789000000", client.headObject(head -> head.bucket(bucket).key("base/dir/object"))
                    .metadata().get("mtime"));
        }
    }

    @Test
    void largeObjectsGoUpInPartsAndUnderTheSameConditions() throws Exception {
        byte[] content = bytes(1, 17 * MIB + 5);
        ObjectInfo written = session.write(OBJECT, Content.of(content), new WriteOptions(true, true, true));
        assertTrue(written.tag().orElseThrow().endsWith("-4"), () -> written.tag().toString());
        assertArrayEquals(content, read(session, OBJECT));
        assertEquals(Kind.EXISTS, assertThrows(StorageException.class,
                () -> session.write(OBJECT, Content.of(content), new WriteOptions(true, true, true))).kind());
        assertEquals(Kind.CHANGED, assertThrows(StorageException.class,
                () -> session.write(OBJECT, Content.of(content), WriteOptions.OVERWRITE.ifTag("other"))).kind());
        session.write(OBJECT, Content.of(bytes(2, 7 * MIB)), WriteOptions.OVERWRITE.ifTag(written.tag().get()));
        assertArrayEquals(bytes(2, 7 * MIB), read(session, OBJECT));
        assertEquals(0, begunUploads());
    }

    @Test
    void aSourceThatFailsLeavesNoPartsBehind() {
        Content failing = new Content() {
            @Override
            public long length() {
                return 17 * MIB;
            }

            @Override
            public InputStream open() throws IOException {
                return Content.of(new byte[12 * MIB]).open();
            }
        };
        assertEquals(Kind.FAILED, assertThrows(StorageException.class,
                () -> session.write(OBJECT, failing, WriteOptions.OVERWRITE)).kind());
        assertEquals(0, begunUploads());
    }

    /** Content that, when most of it is read, waits until the service has a part of it, and then does {@code loss}. */
    private Content losing(byte[] content, Breakage loss) {
        return new Content() {
            @Override
            public long length() {
                return content.length;
            }

            @Override
            public InputStream open() throws IOException {
                int most = 20 * MIB;
                InputStream loses = new InputStream() {
                    @Override
                    public int read() throws IOException {
                        awaitPart();
                        loss.happen();
                        return -1;
                    }
                };
                return new SequenceInputStream(Collections.enumeration(List.of(Content.of(content, 0, most).open(), loses,
                        Content.of(content, most, content.length - most).open())));
            }
        };
    }

    private interface Breakage {
        void happen() throws IOException;
    }

    private void awaitPart() {
        try {
            while (parts().isEmpty()) {
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Part> parts() {
        return client.listMultipartUploads(list -> list.bucket(bucket)).uploads().stream()
                .flatMap(begun -> client.listParts(list -> list.bucket(bucket).key(begun.key())
                        .uploadId(begun.uploadId())).parts().stream()).toList();
    }

    @Test
    void anUploadWhoseConnectionBreaksGoesOnWhereItWas() throws Exception {
        byte[] content = bytes(3, 25 * MIB);
        try (var proxy = CuttingProxy.to(server.port());
                var cut = Buckets.open(URI.create("http://127.0.0.1:" + proxy.port()), bucket + "/base")) {
            StorageException failure = assertThrows(StorageException.class,
                    () -> cut.write(OBJECT, losing(content, proxy::stop), WriteOptions.OVERWRITE));
            assertTrue(failure.retryable(), failure::getMessage);
        }
        assertEquals(1, begunUploads());
        assertEquals(Optional.empty(), session.stat(OBJECT));
        assertFalse(parts().isEmpty());
        session.write(OBJECT, Content.of(content), WriteOptions.OVERWRITE);
        assertArrayEquals(content, read(session, OBJECT));
        assertEquals(0, begunUploads());
    }

    @Test
    void anUploadOfOtherContentIsLeftAlone() throws Exception {
        String begun = client.createMultipartUpload(create -> create.bucket(bucket).key("base/dir/object")).uploadId();
        client.uploadPart(part -> part.bucket(bucket).key("base/dir/object").uploadId(begun).partNumber(1),
                RequestBody.fromBytes(bytes(8, 5 * MIB)));
        byte[] content = bytes(4, 7 * MIB);
        session.write(OBJECT, Content.of(content), WriteOptions.OVERWRITE);
        assertArrayEquals(content, read(session, OBJECT));
        assertEquals(1, begunUploads());
    }

    @Test
    void theServiceCopiesObjectsByItselfInPartsWhereTheyAreLarge() throws Exception {
        ServerCopy copier = session.facet(ServerCopy.class).orElseThrow();
        for (int size : new int[] {100, 13 * MIB}) {
            session.write(OBJECT, Content.of(bytes(size, size)), WriteOptions.OVERWRITE);
            var copy = new RemotePath("other/per%cent + copy");
            assertEquals(size, copier.copy(OBJECT, copy).size());
            assertArrayEquals(bytes(size, size), read(session, copy));
            assertArrayEquals(bytes(size, size), read(session, OBJECT));
        }
        assertEquals(Kind.NOT_FOUND, assertThrows(StorageException.class,
                () -> copier.copy(new RemotePath("nothing"), new RemotePath("copy"))).kind());
    }

    @Test
    void renamingAnObjectToItsOwnNameKeepsIt() throws Exception {
        session.write(OBJECT, Content.of(bytes(1, 10)), WriteOptions.OVERWRITE);
        session.rename(OBJECT, OBJECT, true);
        assertArrayEquals(bytes(1, 10), read(session, OBJECT));
    }

    @Test
    void theNameOfAProbeIsRefused() {
        var probe = new RemotePath("dir/.tandem-probe-0123456789abcdef");
        assertEquals(Kind.INVALID, assertThrows(StorageException.class,
                () -> session.write(probe, Content.of(new byte[1]), WriteOptions.OVERWRITE)).kind());
        assertEquals(Kind.INVALID, assertThrows(StorageException.class, () -> session.write(
                new RemotePath("x".repeat(1020)), Content.of(new byte[1]), WriteOptions.OVERWRITE)).kind());
    }

    @Test
    void aReadThatIsCutIsNeverTakenForWhole() throws Exception {
        byte[] content = bytes(5, 4 * MIB);
        session.write(OBJECT, Content.of(content), WriteOptions.OVERWRITE);
        try (var proxy = CuttingProxy.to(server.port());
                var cut = Buckets.open(URI.create("http://127.0.0.1:" + proxy.port()), bucket + "/base")) {
            proxy.cutAfter(2 * MIB);
            proxy.cutNow();
            try (InputStream in = cut.read(OBJECT, 0, -1)) {
                assertArrayEquals(Arrays.copyOf(content, 1000), in.readNBytes(1000));
                assertTrue(assertThrows(StorageException.class, in::readAllBytes).retryable());
            }
        }
    }
}
