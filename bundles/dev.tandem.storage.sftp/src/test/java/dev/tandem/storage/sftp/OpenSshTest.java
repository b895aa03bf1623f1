package dev.tandem.storage.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.Location;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.Quota;
import dev.tandem.storage.spi.ServerCopy;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.StorageContract;
import dev.tandem.tck.TestContext;
import dev.tandem.tck.server.SshServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The storage contract on OpenSSH's server. */
class OpenSshTest extends StorageContract {
    @TempDir
    static Path serverFolder;

    @TempDir
    static Path folder;

    private static SshServer server;

    @BeforeAll
    static void startServer() throws Exception {
        server = SshServer.start(serverFolder);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    protected StorageSession open(String place) throws Exception {
        return new SftpProvider(folder.resolve("no ssh folder")).open(
                Location.parse(server.location(folder.resolve(place))), TestContext.in(folder));
    }

    private static void assertFails(Kind kind, Executable call) {
        StorageException failure = assertThrows(StorageException.class, call);
        assertEquals(kind, failure.kind(), failure::getMessage);
    }

    private Path root() {
        return folder.resolve(place());
    }

    private String modeOf(String path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(root().resolve(path)));
    }

    private void write(String path, WriteOptions options) throws Exception {
        session().write(new RemotePath(path), Content.of(new byte[] {1, 2, 3}), options);
    }

    @Test
    void openSshHasAllThatItPromises() {
        assertEquals(EnumSet.complementOf(EnumSet.of(Capability.IF_UNCHANGED_WRITE, Capability.TAGS)),
                session().capabilities());
        assertTrue(session().facet(ServerCopy.class).isPresent());
        assertTrue(session().facet(Quota.class).isPresent());
    }

    @Test
    void tryingTheServerOutLeavesNothing() throws Exception {
        session().capabilities();
        session().close();
        try (var files = Files.list(root())) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void filesAndFoldersAreTheirOwnersOnly() throws Exception {
        write("dir/object", WriteOptions.OVERWRITE);
        write("dir/once", WriteOptions.ONCE);
        session().makeDirectory(new RemotePath("made"));
        assertEquals(List.of("rwx------", "rw-------", "r--------", "rwx------"),
                List.of(modeOf("dir"), modeOf("dir/object"), modeOf("dir/once"), modeOf("made")));
    }

    @Test
    void filesOfUnfinishedWritesAreNotListedAndNobodyCanWriteThem() throws Exception {
        write("object", WriteOptions.OVERWRITE);
        Files.writeString(root().resolve("object-tmp-123"), "unfinished");
        List<String> listed = new ArrayList<>();
        session().list(RemotePath.ROOT, info -> listed.add(info.path().value()));
        assertEquals(List.of("object"), listed);
        assertFails(Kind.INVALID, () -> write("object-tmp-124", WriteOptions.OVERWRITE));
    }

    @Test
    void aVanishedRootIsUnreachableAndNeverMadeAgain() throws Exception {
        write("object", WriteOptions.OVERWRITE);
        Files.move(root(), folder.resolve(place() + "-unmounted"));
        var path = new RemotePath("dir/object");
        for (Executable call : List.<Executable>of(() -> session().list(RemotePath.ROOT, info -> { }),
                () -> session().stat(path), () -> session().read(path, 0, -1), () -> session().delete(path),
                () -> session().makeDirectory(path), () -> write("dir/object", WriteOptions.OVERWRITE))) {
            assertFails(Kind.UNREACHABLE, call);
        }
        assertFalse(Files.exists(root()));
    }

    @Test
    void aFullDiskIsFullAndLeavesWhatWasThere() throws Exception {
        Path disk = Files.createDirectory(root().resolve("disk"));
        int mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()).start()
                .waitFor();
        assumeTrue(mounted == 0, "only root makes small disks");
        try (StorageSession small = open(place() + "/disk")) {
            var path = new RemotePath("object");
            small.write(path, Content.of(new byte[1000]), WriteOptions.OVERWRITE);
            assertFails(Kind.FULL, () -> small.write(path, Content.of(new byte[2 << 20]), WriteOptions.OVERWRITE));
            assertEquals(1000, small.stat(path).orElseThrow().size());
            assertTrue(small.facet(Quota.class).orElseThrow().total().orElseThrow() == 1 << 20);
            small.write(path, Content.of(new byte[900_000]), WriteOptions.OVERWRITE);
        } finally {
            assertEquals(0, new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor());
        }
    }

    @Test
    void linksAreFollowedAndPipesAreNoObjects() throws Exception {
        write("object", WriteOptions.OVERWRITE);
        Files.createSymbolicLink(root().resolve("link"), Path.of("object"));
        Files.createSymbolicLink(root().resolve("dangling"), Path.of("nothing"));
        assertEquals(0, new ProcessBuilder("mkfifo", root().resolve("pipe").toString()).start().waitFor());
        Map<String, Long> sizes = new TreeMap<>();
        session().list(RemotePath.ROOT, info -> sizes.put(info.path().value(), info.size()));
        assertEquals(Map.of("object", 3L, "link", 3L), sizes);
        assertEquals(3, session().stat(new RemotePath("link")).orElseThrow().size());
        assertTrue(session().stat(new RemotePath("pipe")).isEmpty());
    }

    @Test
    void namesOfTheServerThatAreNoTextAreListedAndNothingElseIsTouched() throws Exception {
        write("object", WriteOptions.OVERWRITE);
        assertEquals(0, new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'caf\\351')\"").directory(root().toFile())
                .start().waitFor());
        List<String> listed = new ArrayList<>();
        session().list(RemotePath.ROOT, info -> listed.add(info.path().value()));
        assertEquals(2, listed.size());
        assertTrue(session().stat(new RemotePath("caf\ufffd")).isEmpty());
    }

    @Test
    void manyThreadsAreServedByFewConnections() throws Exception {
        byte[] content = new byte[3 << 20];
        List<Callable<Void>> writers = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            RemotePath path = new RemotePath("dir/object" + i);
            writers.add(() -> {
                session().write(path, Content.of(content), WriteOptions.OVERWRITE);
                return null;
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> writer : threads.invokeAll(writers)) {
                writer.get();
            }
        }
        long connections = ProcessHandle.of(server.pid()).orElseThrow().children().count();
        assertTrue(connections >= 2 && connections <= 4, connections + " connections");
    }
}
