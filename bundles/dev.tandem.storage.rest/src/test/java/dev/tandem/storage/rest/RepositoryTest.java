package dev.tandem.storage.rest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages.Mode;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.storage.spi.TreeListing;
import dev.tandem.tck.server.Peers;
import dev.tandem.tck.server.RcloneServe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Repositories on rclone's server, made by restic and by hand. */
class RepositoryTest {
    private static final String ID = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private static final RemotePath PACK = RemotePath.of("data", "2c", ID);
    private static final RemotePath LOCK = RemotePath.of("locks", ID);
    private static final Content HELLO = Content.of("hello".getBytes());

    @TempDir
    Path folder;

    private Path root() throws IOException {
        return Files.createDirectories(folder.resolve("root"));
    }

    private RcloneServe serve() throws Exception {
        return RcloneServe.restic(root(), folder.resolve("log"));
    }

    private static StorageException assertFails(Kind kind, Executable call) {
        StorageException failure = assertThrows(StorageException.class, call);
        assertEquals(kind, failure.kind(), failure::getMessage);
        assertFalse(failure.getMessage().contains(RcloneServe.PASSWORD), failure.getMessage());
        return failure;
    }

    private static void restic(RcloneServe server, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Peers.require("restic", "apt-get install restic").toString(),
                "--no-cache", "-q"));
        command.addAll(List.of(arguments));
        ProcessBuilder restic = new ProcessBuilder(command).redirectErrorStream(true);
        restic.environment().putAll(Map.of("RESTIC_REPOSITORY", Servers.location(server, "made/by%20restic"), "RESTIC_PASSWORD", "secret"));
        Process process = restic.start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
    }

    private static Map<String, Path> filesBelow(Path top) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(top)) {
            found.filter(Files::isRegularFile).forEach(file -> files.put(top.relativize(file).toString(), file));
        }
        return files;
    }

    private static void walk(StorageSession session, RemotePath directory, Set<String> files) throws StorageException {
        List<RemotePath> folders = new ArrayList<>();
        session.list(directory, info -> {
            if (info.directory()) {
                folders.add(info.path());
            } else {
                files.add(info.path().value());
            }
        });
        for (RemotePath below : folders) {
            walk(session, below, files);
        }
    }

    @Test
    void aRepositoryOfResticIsListedAndReadByteForByte() throws Exception {
        Path source = Files.createDirectory(folder.resolve("source"));
        for (int i = 0; i < 5; i++) {
            byte[] bytes = new byte[700_000];
            new Random(i).nextBytes(bytes);
            Files.write(source.resolve("file" + i), bytes);
        }
        try (RcloneServe server = serve()) {
            restic(server, "init");
            restic(server, "backup", source.toString());
            Map<String, Path> expected = filesBelow(root().resolve("made/by restic"));
            assertTrue(expected.size() > 4, expected::toString);
            try (StorageSession session = Servers.open(Servers.location(server, "made/by%20restic"), Mode.EXISTING)) {
                Set<String> found = new TreeSet<>();
                walk(session, RemotePath.ROOT, found);
                assertEquals(expected.keySet(), found);
                Set<String> packs = new TreeSet<>();
                session.facet(TreeListing.class).orElseThrow()
                        .listTree(RemotePath.of("data"), info -> packs.add(info.path().value()));
                found.removeIf(file -> !file.startsWith("data/"));
                assertEquals(found, packs);
                for (Map.Entry<String, Path> file : expected.entrySet()) {
                    assertHolds(session, new RemotePath(file.getKey()), Files.readAllBytes(file.getValue()));
                }
            }
        }
    }

    private static void assertHolds(StorageSession session, RemotePath path, byte[] expected) throws IOException {
        assertEquals(expected.length, session.stat(path).map(ObjectInfo::size).orElseThrow());
        try (InputStream in = session.read(path, 0, -1)) {
            assertArrayEquals(expected, in.readAllBytes());
        }
    }

    @Test
    void whatResticHasNoNameForIsRefusedAndNeverThere() throws Exception {
        try (RcloneServe server = serve();
                StorageSession session = Servers.open(Servers.location(server, "repo"), Mode.CREATE)) {
            for (String path : List.of("tandem/pinned/" + ID, "data/" + ID, "data/ab/" + ID, "keys/ab/" + ID, "keys/short",
                    "config/below", "other", "keys/" + ID.toUpperCase(Locale.ROOT))) {
                RemotePath where = new RemotePath(path);
                assertFails(Kind.UNSUPPORTED, () -> session.write(where, HELLO, WriteOptions.ONCE));
                assertTrue(session.stat(where).isEmpty());
                assertFails(Kind.NOT_FOUND, () -> session.read(where, 0, -1));
                assertFails(Kind.NOT_FOUND, () -> session.list(where, info -> { }));
                session.delete(where);
            }
            assertFails(Kind.INVALID, () -> session.write(RemotePath.of("data", "2c"), HELLO, WriteOptions.ONCE));
            assertEquals(Map.of(), filesBelow(root()));
        }
    }

    @Test
    void anAppendOnlyServerLetsLocksGoAndNothingElse() throws Exception {
        try (RcloneServe server = RcloneServe.resticAppendOnly(root(), folder.resolve("log"));
                StorageSession session = Servers.open(Servers.location(server, "repo"), Mode.CREATE)) {
            session.write(PACK, HELLO, WriteOptions.ONCE);
            session.write(LOCK, HELLO, WriteOptions.ONCE);
            assertTrue(assertFails(Kind.DENIED, () -> session.delete(PACK)).getMessage().contains("append-only"));
            assertFails(Kind.DENIED, () -> session.write(PACK, Content.of(new byte[3]), WriteOptions.OVERWRITE));
            assertFails(Kind.EXISTS, () -> session.write(PACK, HELLO, WriteOptions.ONCE));
            assertHolds(session, PACK, "hello".getBytes());
            session.delete(LOCK);
            assertTrue(session.stat(LOCK).isEmpty());
        }
    }

    @Test
    void whatIsLeftOfABrokenUploadGoesAway() throws Exception {
        try (RcloneServe server = serve();
                StorageSession session = Servers.open(Servers.location(server, "repo"), Mode.CREATE)) {
            assertFails(Kind.FAILED, () -> session.write(PACK, new Content() {
                @Override
                public long length() {
                    return 1_000_000;
                }

                @Override
                public InputStream open() throws IOException {
                    return Content.of(new byte[500_000]).open();
                }
            }, WriteOptions.ONCE));
            while (session.stat(PACK).isPresent()) {
                Thread.onSpinWait();
            }
            session.write(PACK, HELLO, WriteOptions.ONCE);
            assertHolds(session, PACK, "hello".getBytes());
        }
    }

    @Test
    void aRepositoryIsThereWhenItsConfigIs() throws Exception {
        try (RcloneServe server = serve()) {
            assertFails(Kind.NOT_FOUND, () -> Servers.open(Servers.location(server, "repo"), Mode.EXISTING));
            try (StorageSession session = Servers.open(Servers.location(server, "repo"), Mode.CREATE)) {
                session.write(RemotePath.of("config"), HELLO, WriteOptions.ONCE);
            }
            Servers.open(Servers.location(server, "repo"), Mode.EXISTING).close();
        }
    }

    @Test
    void aWrongPasswordIsDenied() throws Exception {
        try (RcloneServe server = serve()) {
            for (Mode mode : Mode.values()) {
                assertFails(Kind.DENIED,
                        () -> Servers.open("rest:http://ada:wrong@127.0.0.1:" + server.port() + "/repo/", mode));
            }
        }
    }
}
