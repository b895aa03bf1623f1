package dev.tandem.sync.internal.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scanner.SystemReader;
import dev.tandem.scanner.SystemWriter;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a root is found, marked and tried out. */
class OpenedRootTest {
    private static final LocalReader READER = new SystemReader();
    private static final LocalWriter WRITER = new SystemWriter();

    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
    }

    private static LocalReplica open(Path path) throws IOException {
        return open(path, WRITER, InstantSource.system());
    }

    private static LocalReplica open(Path path, LocalWriter writer, InstantSource clock) throws IOException {
        return LocalReplica.open(RawPath.of(path), READER, writer, AttributeRules.USUAL, clock);
    }

    private static RootState state(Path path) {
        return RootState.of(READER, RawPath.of(path));
    }

    // Whether it is there

    @Test
    void whetherARootIsThereIsToldApart() throws IOException {
        assertEquals(RootState.EMPTY, state(root));
        open(root).close();
        assertEquals(RootState.EMPTY, state(root));
        Files.writeString(root.resolve("file"), "");
        assertEquals(RootState.FILLED, state(root));
        assertEquals(RootState.MISSING, state(folder.resolve("missing")));
        assertEquals(RootState.MISSING, state(root.resolve("file").resolve("x")));
        assertEquals(RootState.NOT_A_DIRECTORY, state(root.resolve("file")));
        Files.createSymbolicLink(folder.resolve("link"), root);
        assertEquals(RootState.NOT_A_DIRECTORY, state(folder.resolve("link")));
    }

    @Test
    void aRootThatCannotBeListedIsUnreadable() {
        HookedFiles files = new HookedFiles();
        files.answer("names", arguments -> {
            throw new AccessDeniedException(arguments[0].toString());
        });
        assertEquals(RootState.UNREADABLE, RootState.of(files.around(READER), RawPath.of(root)));
    }

    @Test
    void whatIsNoDirectoryIsNotOpened() throws IOException {
        assertThrows(NoSuchFileException.class, () -> open(folder.resolve("missing")));
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThrows(NotDirectoryException.class, () -> open(file));
    }

    @Test
    void aRootReachedByALinkIsTheFolderItPointsTo() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), root);
        try (LocalReplica replica = open(link)) {
            Files.delete(link);
            replica.makeDirectory(RawPath.of("d"), new Attributes(0755, 0, 0, 0, 0, 0, Attributes.NO_EXTENDED));
        }
        assertTrue(Files.isDirectory(root.resolve("d")));
    }

    @Test
    void whereOurFolderShallBeNothingElseIsTouched() throws IOException {
        Files.writeString(root.resolve(".tandem"), "precious");
        assertThrows(FileSystemException.class, () -> open(root));
        assertEquals("precious", Files.readString(root.resolve(".tandem")));
        Files.delete(root.resolve(".tandem"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(root.resolve(".tandem"), elsewhere);
        assertThrows(FileSystemException.class, () -> open(root));
        assertEquals(0, elsewhere.toFile().list().length);
    }

    // What it can do

    @Test
    void whatThisFileSystemCanDoIsFoundOut() throws IOException {
        try (LocalReplica replica = open(root)) {
            Traits traits = replica.traits();
            Path file = Files.writeString(root.resolve("file"), "");
            FileTime odd = FileTime.from(Instant.parse("2011-11-11T11:11:11.111111111Z"));
            Files.setLastModifiedTime(file, odd);
            boolean exact = Files.getLastModifiedTime(file).equals(odd);
            assertEquals(exact, traits.timeGranularity() == 1);
            assertEquals(Files.notExists(root.resolve("FILE")), traits.caseSensitive());
            assertTrue(traits.writable());
            assertEquals("root", traits.origin());
            assertEquals(System.getProperty("user.name").equals("root"), traits.owners());
            assertEquals(0777, traits.permissionMask() & 0777);
            assertTrue(traits.links());
        }
        assertNames(new String[] {"root.json", "temp"}, root.resolve(".tandem"));
    }

    private static void assertNames(String[] names, Path folder) {
        assertEquals(List.of(names), Stream.of(folder.toFile().list()).sorted().toList());
    }

    @ParameterizedTest
    @CsvSource({"2001-02-03T04:05:07.123456789Z, 1", "2001-02-03T04:05:07.123456700Z, 100",
        "2001-02-03T04:05:07.123456Z, 1000", "2001-02-03T04:05:07.123Z, 1000000",
        "2001-02-03T04:05:07.120Z, 10000000", "2001-02-03T04:05:07Z, 1000000000",
        "2001-02-03T04:05:06Z, 2000000000"})
    void theGranularityOfTimesShowsInWhatBecameOfOne(Instant got, long expected) {
        assertEquals(expected, LocalTraits.granularity(Instant.parse("2001-02-03T04:05:07.123456789Z"), got));
    }

    @Test
    void aRootThatCannotBeWrittenToCanBeRead() throws IOException {
        Files.writeString(root.resolve("file"), "");
        HookedFiles files = new HookedFiles();
        for (String call : List.of("createDirectory", "createFile", "createSymlink", "renameNew", "rename")) {
            files.answer(call, arguments -> {
                throw new AccessDeniedException(arguments[0].toString(), null, "Permission denied");
            });
        }
        try (LocalReplica replica = open(root, files.around(WRITER), InstantSource.system())) {
            assertFalse(replica.traits().writable());
            assertEquals("", replica.traits().rootId());
            assertEquals(1, replica.list(RawPath.of(".")).size());
            assertThrows(AccessDeniedException.class, () -> replica.stage(RawPath.of("x")));
            assertThrows(AccessDeniedException.class, () -> replica.removeDirectory(RawPath.of("x")));
        }
        assertNames(new String[] {"file"}, root);
    }

    // What is temporary

    @Test
    void whatADeadRunLeftIsRemoved() throws IOException {
        Path temp = Files.createDirectories(root.resolve(".tandem/temp"));
        Path dead = Files.createDirectory(temp.resolve("0-0123"));
        Files.writeString(dead.resolve("1"), "half a file");
        Files.writeString(temp.resolve("0-0123.lock"), "");
        Path unclear = Files.createDirectory(temp.resolve("0-4567"));
        open(root).close();
        assertTrue(Files.notExists(dead));
        assertTrue(Files.exists(unclear));
        open(root, WRITER, () -> Instant.now().plus(Duration.ofDays(2))).close();
        assertNames(new String[0], temp);
    }

    @Test
    void whatALivingRunNeedsStays() throws IOException {
        try (LocalReplica first = open(root); Replica.Staged staged = first.stage(RawPath.of("file"))) {
            staged.write(new byte[] {'x'}, 0, 1);
            open(root, WRITER, () -> Instant.now().plus(Duration.ofDays(2))).close();
            staged.finish(new Attributes(0644, 0, 0, 0, 0, 0, Attributes.NO_EXTENDED));
            first.place(staged, RawPath.of("file"), Item.ABSENT, RawPath.of(".tandem/x"));
        }
        assertEquals("x", Files.readString(root.resolve("file")));
        assertNames(new String[0], root.resolve(".tandem/temp"));
    }

    // Which it is

    @Test
    void aRootKeepsItsIdWhereverItIs() throws IOException {
        String id;
        try (LocalReplica replica = open(root)) {
            id = replica.traits().rootId();
        }
        Path moved = Files.move(root, folder.resolve("moved"));
        try (LocalReplica replica = open(moved)) {
            assertEquals(id, replica.traits().rootId());
            assertEquals("root", replica.traits().origin());
        }
    }

    @Test
    void aCopyOfARootIsAnotherRoot() throws IOException {
        String id;
        try (LocalReplica replica = open(root)) {
            id = replica.traits().rootId();
        }
        Path copy = folder.resolve("copy");
        Files.createDirectories(copy.resolve(".tandem"));
        Files.copy(root.resolve(".tandem/root.json"), copy.resolve(".tandem/root.json"));
        RawPath copied = RawPath.of(copy);
        RootMarker.read(READER, copied).orElseThrow().withRun("pair", 7).write(WRITER, copied);
        try (LocalReplica replica = open(copy)) {
            assertNotEquals(id, replica.traits().rootId());
            assertEquals("copy", replica.traits().origin());
        }
        assertEquals(0, RootMarker.read(READER, copied).orElseThrow().lastRun("pair"));
        try (LocalReplica replica = open(root)) {
            assertEquals(id, replica.traits().rootId());
        }
    }

    @Test
    void aMarkerIsReadAsItWasWritten() throws IOException {
        RawPath path = RawPath.of(root);
        assertEquals(Optional.empty(), RootMarker.read(READER, path));
        RootMarker marker = new RootMarker("00000000-0000-0001-0000-000000000002", "Grüße \"x\"",
                RawPath.of(new byte[] {'/', (byte) 0xff, ' ', '%'}).toPath().toUri().toString(), new TreeMap<>()).withRun("pair", 5)
                .withRun("other", 1L << 40).withRun("pair", 6);
        marker.write(WRITER, path);
        assertEquals(Optional.of(marker), RootMarker.read(READER, path));
        assertEquals(6, marker.lastRun("pair"));
        assertEquals(0, marker.lastRun("unknown"));
        assertNames(new String[] {"root.json"}, root.resolve(".tandem"));
    }

    @ParameterizedTest
    @CsvSource(value = {"''", "{", "[]", "{}", "{\"id\":\"x\",\"name\":\"n\",\"place\":\"file:///\",\"pairs\":{}}"},
            delimiter = ';')
    void aDamagedMarkerIsToldWithItsPathAndWhatToDo(String text) throws IOException {
        Path file = Files.createDirectories(root.resolve(".tandem")).resolve("root.json");
        Files.writeString(file, text);
        FileSystemException thrown = assertThrows(FileSystemException.class, () -> open(root));
        assertEquals(file.toString(), thrown.getFile());
        assertTrue(thrown.getReason().contains("delete it"), thrown.getReason());
        assertEquals(text, Files.readString(file));
    }
}
