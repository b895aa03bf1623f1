package dev.tandem.storage.sftp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Content;
import dev.tandem.storage.Location;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.TestContext;
import dev.tandem.tck.server.CuttingProxy;
import dev.tandem.tck.server.SshServer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that break at any byte: nothing wrong is ever read or found, and the next call goes on. */
class LostConnectionTest {
    private static final RemotePath OBJECT = new RemotePath("dir/object");
    private static final WriteOptions DURABLE = new WriteOptions(false, true, false);
    private static final int LARGE = 44 << 20;
    // What a login and the questions before a transfer take at most.
    private static final int LOGIN = 12_000;

    @TempDir
    static Path serverFolder;

    private static SshServer server;

    @TempDir
    Path folder;

    private CuttingProxy proxy;
    private StorageSession session;

    @BeforeAll
    static void startServer() throws Exception {
        server = SshServer.start(serverFolder);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() throws Exception {
        proxy = CuttingProxy.to(server.port());
        session = new SftpProvider(folder.resolve("no ssh folder")).open(
                Location.parse(server.location(storage(), proxy.port())), TestContext.in(folder));
    }

    @AfterEach
    void close() throws Exception {
        session.close();
        proxy.close();
    }

    private Path storage() {
        return folder.resolve("storage");
    }

    private Path file() {
        return storage().resolve(OBJECT.value());
    }

    private List<Path> filesBesideTheObject() throws Exception {
        try (Stream<Path> files = Files.list(file().getParent())) {
            return files.filter(path -> !path.equals(file())).toList();
        }
    }

    private static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private interface Call {
        void run() throws Exception;
    }

    private static void isLost(Call call) {
        StorageException lost = assertThrows(StorageException.class, call::run);
        assertEquals(Kind.UNREACHABLE, lost.kind(), lost::getMessage);
        assertTrue(lost.retryable());
    }

    /** Lets the next call make a new connection, which breaks after so many bytes. */
    private void cutAfter(long bytes) throws Exception {
        proxy.stop();
        isLost(() -> session.stat(OBJECT));
        proxy.cutAfter(bytes);
        proxy.resume();
    }

    @Test
    void theNextCallConnectsAgain() throws Exception {
        session.write(OBJECT, Content.of(bytes(1, 100)), WriteOptions.OVERWRITE);
        for (int i = 0; i < 3; i++) {
            proxy.stop();
            isLost(() -> session.stat(OBJECT));
            proxy.resume();
            assertEquals(100, session.stat(OBJECT).map(ObjectInfo::size).orElseThrow());
        }
    }

    @Test
    void aWriteThatBreaksAnywhereLeavesTheOldObjectOrTheNew() throws Exception {
        Random random = new Random(42);
        byte[] there = bytes(0, 10);
        session.write(OBJECT, Content.of(there), WriteOptions.OVERWRITE);
        for (int round = 1; round <= 12; round++) {
            byte[] next = bytes(round, 500_000);
            cutAfter(LOGIN + random.nextInt(540_000));
            boolean lost = false;
            try {
                session.write(OBJECT, Content.of(next), new WriteOptions(false, round % 2 == 0, round % 3 == 0));
            } catch (StorageException e) {
                assertEquals(Kind.UNREACHABLE, e.kind(), e::getMessage);
                lost = true;
            }
            byte[] found = Files.readAllBytes(file());
            assertTrue(Arrays.equals(found, next) || lost && Arrays.equals(found, there), "round " + round);
            there = found;
        }
        assertTrue(proxy.cuts() > 6, "the connection was hardly ever cut");
    }

    @Test
    void aReadThatBreaksAnywhereYieldsNoWrongByte() throws Exception {
        Random random = new Random(43);
        byte[] content = bytes(7, 2_000_000);
        session.write(OBJECT, Content.of(content), WriteOptions.OVERWRITE);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        int lost = 0;
        while (read.size() < content.length) {
            cutAfter(LOGIN + random.nextInt(600_000));
            try (InputStream in = session.read(OBJECT, read.size(), -1)) {
                for (int value = in.read(); value >= 0; value = in.read()) {
                    read.write(value);
                }
            } catch (StorageException e) {
                assertEquals(Kind.UNREACHABLE, e.kind(), e::getMessage);
                lost++;
            }
        }
        assertArrayEquals(content, read.toByteArray());
        assertTrue(lost > 2, "the connection was hardly ever lost");
    }

    @Test
    void aListingThatBreaksIsNeverTakenForComplete() throws Exception {
        for (int i = 0; i < 1500; i++) {
            Files.writeString(Files.createDirectories(storage().resolve("many")).resolve("object-" + i), "");
        }
        Random random = new Random(44);
        for (int round = 0; round < 10; round++) {
            cutAfter(LOGIN + random.nextInt(150_000));
            int[] count = {0};
            try {
                session.list(new RemotePath("many"), info -> count[0]++);
                assertEquals(1500, count[0]);
            } catch (StorageException e) {
                assertEquals(Kind.UNREACHABLE, e.kind(), e::getMessage);
            }
        }
    }

    @Test
    void aLargeUploadGoesOnWhereItBroke() throws Exception {
        byte[] content = bytes(8, LARGE);
        for (WriteOptions options : List.of(WriteOptions.OVERWRITE, DURABLE)) {
            cutAfter(40 << 20);
            isLost(() -> session.write(OBJECT, Content.of(content), options));
            Object unfinished = Files.readAttributes(filesBesideTheObject().getFirst(), "unix:ino").get("ino");
            // All of it would not pass.
            cutAfter(20 << 20);
            session.write(OBJECT, Content.of(content), options);
            assertEquals(unfinished, Files.getAttribute(file(), "unix:ino"), "it was begun again");
            assertArrayEquals(content, Files.readAllBytes(file()));
            assertEquals(List.of(), filesBesideTheObject());
        }
    }

    @Test
    void aLargeUploadThatBreaksAgainAndAgainComesToItsEnd() throws Exception {
        byte[] content = bytes(9, LARGE);
        cutAfter(0);
        proxy.cutRandomly(new Random(45), 20 << 20);
        int attempts = 0;
        while (true) {
            attempts++;
            try {
                session.write(OBJECT, Content.of(content), WriteOptions.OVERWRITE);
                break;
            } catch (StorageException e) {
                assertTrue(e.retryable(), e::getMessage);
            }
        }
        assertArrayEquals(content, Files.readAllBytes(file()));
        assertTrue(attempts > 3, "it was hardly ever cut");
    }

    @Test
    void anUploadOfOtherContentIsNotMixedWithTheOneBefore() throws Exception {
        byte[] first = bytes(10, LARGE);
        for (int changed : new int[] {5, 37 << 20, LARGE - 1}) {
            cutAfter(38 << 20);
            isLost(() -> session.write(OBJECT, Content.of(first), WriteOptions.OVERWRITE));
            byte[] second = first.clone();
            second[changed]++;
            cutAfter(Long.MAX_VALUE);
            try {
                session.write(OBJECT, Content.of(second), WriteOptions.OVERWRITE);
            } catch (StorageException e) {
                assertTrue(e.retryable(), e::getMessage);
                session.write(OBJECT, Content.of(second), WriteOptions.OVERWRITE);
            }
            assertArrayEquals(second, Files.readAllBytes(file()));
            assertEquals(List.of(), filesBesideTheObject());
        }
    }

    @Test
    void whatABrokenUploadLeftIsRemovedWithTheSession() throws Exception {
        cutAfter(38 << 20);
        isLost(() -> session.write(OBJECT, Content.of(bytes(11, LARGE)), WriteOptions.OVERWRITE));
        assertNotEquals(List.of(), filesBesideTheObject());
        cutAfter(Long.MAX_VALUE);
        assertTrue(session.stat(OBJECT).isEmpty());
        session.close();
        assertEquals(List.of(), filesBesideTheObject());
    }

    @Test
    void anInterruptedThreadEndsItsCallWhileTheServerIsSilentAndDisturbsNobody() throws Exception {
        session.write(OBJECT, Content.of(bytes(12, 100)), WriteOptions.OVERWRITE);
        proxy.delay(Duration.ZERO, Duration.ofDays(1));
        for (Thread.Builder kind : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
            for (Call call : List.<Call>of(() -> session.stat(OBJECT), () -> session.list(new RemotePath("dir"), info -> { }),
                    () -> session.read(OBJECT, 0, -1),
                    () -> session.write(OBJECT, Content.of(bytes(13, 9_000_000)), WriteOptions.OVERWRITE))) {
                CompletableFuture<String> end = new CompletableFuture<>();
                Thread thread = kind.start(() -> end.complete(endOf(call)));
                while (thread.getState() != Thread.State.WAITING && !end.isDone()) {
                    Thread.onSpinWait();
                }
                thread.interrupt();
                assertEquals("FAILED, interrupted", end.get());
            }
        }
        proxy.delay(Duration.ZERO, Duration.ZERO);
        cutAfter(Long.MAX_VALUE);
        assertEquals(100, session.stat(OBJECT).map(ObjectInfo::size).orElseThrow());
    }

    private static String endOf(Call call) {
        try {
            call.run();
            return "no end";
        } catch (StorageException e) {
            return e.kind() + (Thread.currentThread().isInterrupted() ? ", interrupted" : "");
        } catch (Exception e) {
            return e.toString();
        }
    }

    @Test
    void anInterruptedThreadBreaksOffNoCallOfAnother() throws Exception {
        byte[] content = bytes(14, 3_000_000);
        session.write(OBJECT, Content.of(content), WriteOptions.OVERWRITE);
        proxy.delay(Duration.ofMillis(5), Duration.ofMillis(5));
        CompletableFuture<byte[]> other = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (InputStream in = session.read(OBJECT, 0, -1)) {
                other.complete(in.readAllBytes());
            } catch (Exception e) {
                other.completeExceptionally(e);
            }
        });
        while (!other.isDone()) {
            Thread thread = Thread.ofVirtual().start(() -> assertThrows(StorageException.class, () -> {
                while (true) {
                    session.stat(OBJECT);
                }
            }));
            thread.interrupt();
            thread.join();
        }
        assertArrayEquals(content, other.get());
    }
}
