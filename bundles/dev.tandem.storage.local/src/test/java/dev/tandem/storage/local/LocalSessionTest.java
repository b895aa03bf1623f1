package dev.tandem.storage.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.StorageContract;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The storage contract on a real folder, and what is special to folders. */
class LocalSessionTest extends StorageContract {
    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void makeRoot() throws Exception {
        root = Files.createDirectories(placeOf(place()));
    }

    @Override
    protected StorageSession open(String place) throws Exception {
        return new LocalSession(Files.createDirectories(placeOf(place)));
    }

    private Path placeOf(String place) {
        return folder.resolve("storage of % things").resolve(place);
    }

    private static StorageException assertFails(Kind kind, Executable call) {
        StorageException failure = assertThrows(StorageException.class, call);
        assertEquals(kind, failure.kind(), failure::getMessage);
        return failure;
    }

    private void write(String path, WriteOptions options) throws StorageException {
        session().write(new RemotePath(path), Content.of(new byte[] {1, 2, 3}), options);
    }

    private String permissions(String path) throws Exception {
        assumeTrue(Files.getFileStore(root).supportsFileAttributeView("posix"), "no POSIX permissions here");
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(path)));
    }

    @Test
    void anOrdinaryFileSystemPromisesEverythingButTags() {
        assumeTrue(Folders.CAN_SYNC, "Windows promises less");
        assertEquals(EnumSet.complementOf(EnumSet.of(Capability.TAGS, Capability.IF_UNCHANGED_WRITE)),
                session().capabilities());
    }

    @Test
    void probingLeavesNothingBehind() throws Exception {
        session().capabilities();
        try (var files = Files.list(root)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void namesBeyondAsciiAreKeptInAUtf8Locale() throws Exception {
        assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "the locale is not UTF-8");
        write("\u65e5\u672c/\ud83d\ude00", WriteOptions.OVERWRITE);
        assertTrue(Files.exists(root.resolve("\u65e5\u672c/\ud83d\ude00")));
    }

    @Test
    void anObjectIsAFileOfItsOwnName() throws Exception {
        write("data/ab/abcdef", WriteOptions.ONCE);
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(root.resolve("data/ab/abcdef")));
    }

    @Test
    void newFilesAndFoldersAreTheOwnersOnly() throws Exception {
        write("data/plain", WriteOptions.OVERWRITE);
        write("data/guarded", WriteOptions.ONCE);
        assertEquals("rwx------", permissions("data"));
        assertEquals("rw-------", permissions("data/plain"));
        assertEquals("r--------", permissions("data/guarded"));
    }

    @Test
    void aConfigTheGroupMayReadOpensNewFilesToTheGroup() throws Exception {
        write("config", WriteOptions.ONCE);
        assertEquals("r--------", permissions("config"));
        Files.setPosixFilePermissions(root.resolve("config"), PosixFilePermissions.fromString("r--r-----"));
        try (StorageSession later = open(place())) {
            later.write(new RemotePath("data/guarded"), Content.of(new byte[1]), WriteOptions.ONCE);
        }
        assertEquals("r--r-----", permissions("data/guarded"));
        assertTrue(permissions("data").startsWith("rwxr"), permissions("data"));
    }

    @Test
    void filesOfUnfinishedWritesAreNotListed() throws Exception {
        write("real", WriteOptions.OVERWRITE);
        Files.write(root.resolve("real-tmp-123456"), new byte[5]);
        Files.write(Names.temporary(root.resolve("real")), new byte[5]);
        Files.write(root.resolve("my-tmp-folder"), new byte[5]);
        List<String> listed = new ArrayList<>();
        session().list(RemotePath.ROOT, info -> listed.add(info.path().value()));
        assertEquals(Set.of("real", "my-tmp-folder"), Set.copyOf(listed));
    }

    @Test
    void aNameOfAnUnfinishedWriteIsRefused() {
        assertFails(Kind.INVALID, () -> write("object-tmp-1", WriteOptions.OVERWRITE));
    }

    @Test
    void aVanishedRootIsUnreachableAndNeverEmpty() throws Exception {
        write("object", WriteOptions.OVERWRITE);
        Files.move(root, folder.resolve("unmounted"));
        assertFails(Kind.UNREACHABLE, () -> session().stat(new RemotePath("object")));
        assertFails(Kind.UNREACHABLE, () -> session().list(RemotePath.ROOT, info -> { }));
        assertFails(Kind.UNREACHABLE, () -> session().read(new RemotePath("object"), 0, -1));
        assertFails(Kind.UNREACHABLE, () -> session().delete(new RemotePath("object")));
        assertFails(Kind.UNREACHABLE, () -> write("dir/other", WriteOptions.OVERWRITE));
        assertFalse(Files.exists(root), "a write made the root of an unmounted volume");
    }

    @Test
    void aFileInPlaceOfAFolderIsInvalidToWriteBelow() throws Exception {
        write("file", WriteOptions.OVERWRITE);
        assertFails(Kind.INVALID, () -> write("file/below", WriteOptions.OVERWRITE));
        assertFails(Kind.INVALID, () -> write("file/below/deeper", WriteOptions.OVERWRITE));
    }

    @Test
    void aFolderIsNoObjectToReadOrReplace() throws Exception {
        write("dir/object", WriteOptions.OVERWRITE);
        assertFails(Kind.INVALID, () -> write("dir", WriteOptions.OVERWRITE));
        StorageException failure = assertThrows(StorageException.class, () -> {
            try (InputStream in = session().read(new RemotePath("dir"), 0, -1)) {
                in.readAllBytes();
            }
        });
        assertTrue(Set.of(Kind.INVALID, Kind.DENIED).contains(failure.kind()), failure::getMessage);
    }

    @Test
    void aFullFolderIsNotDeletedAndTheMessageSaysWhy() throws Exception {
        write("dir/object", WriteOptions.OVERWRITE);
        StorageException failure = assertFails(Kind.INVALID, () -> session().delete(new RemotePath("dir")));
        assertTrue(failure.getMessage().contains("not empty"), failure.getMessage());
    }

    @Test
    void aForbiddenFolderIsDenied() throws Exception {
        permissions("");
        Path closed = Files.createDirectory(root.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        try {
            assumeTrue(!Files.isReadable(closed), "this user may do everything");
            assertFails(Kind.DENIED, () -> session().list(new RemotePath("closed"), info -> { }));
            assertFails(Kind.DENIED, () -> write("closed/object", WriteOptions.OVERWRITE));
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aFolderWhichHasNoSecondNameIsRenamedAllTheSame() throws Exception {
        write("one/object", WriteOptions.OVERWRITE);
        session().rename(new RemotePath("one"), new RemotePath("two"), false);
        assertTrue(session().stat(new RemotePath("two/object")).isPresent());
        write("one/other", WriteOptions.OVERWRITE);
        assertFails(Kind.EXISTS, () -> session().rename(new RemotePath("one"), new RemotePath("two"), false));
        assertTrue(session().stat(new RemotePath("one/other")).isPresent());
    }

    @Test
    void aNameTooLongForTheFileSystemIsInvalid() {
        assertFails(Kind.INVALID, () -> write("x".repeat(300), WriteOptions.OVERWRITE));
    }

    @Test
    void theLongestNameCanBeWritten() throws Exception {
        write("x".repeat(255), WriteOptions.ONCE);
        assertTrue(session().stat(new RemotePath("x".repeat(255))).isPresent());
    }

    @Test
    void aFileThatShrinksWhileReadIsAFailureAndNotAnEarlyEnd() throws Exception {
        Files.write(root.resolve("object"), new byte[1000]);
        try (InputStream in = session().read(new RemotePath("object"), 0, -1)) {
            in.readNBytes(10);
            Files.write(root.resolve("object"), new byte[20]);
            assertFails(Kind.FAILED, in::readAllBytes);
        }
    }

    @Test
    void anObjectReachedThroughASymlinkIsAnObject() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.write(elsewhere.resolve("object"), new byte[9]);
        Files.createSymbolicLink(root.resolve("data"), elsewhere);
        Files.createSymbolicLink(root.resolve("dangling"), folder.resolve("nowhere"));
        assertEquals(9, session().stat(new RemotePath("data/object")).orElseThrow().size());
        List<String> listed = new ArrayList<>();
        session().list(RemotePath.ROOT, info -> listed.add(info.path() + " " + info.directory()));
        assertEquals(List.of("data true"), listed);
    }

    @Test
    void overwritingASymlinkReplacesTheLinkAndNotItsTarget() throws Exception {
        Path outside = Files.write(folder.resolve("outside"), new byte[] {9});
        Files.createSymbolicLink(root.resolve("object"), outside);
        write("object", WriteOptions.OVERWRITE);
        assertArrayEquals(new byte[] {9}, Files.readAllBytes(outside));
        assertTrue(Files.isRegularFile(root.resolve("object"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void theCauseIsTheFileSystemsOwnException() {
        StorageException failure =
                assertFails(Kind.NOT_FOUND, () -> session().read(new RemotePath("nothing"), 0, -1));
        assertInstanceOf(NoSuchFileException.class, failure.getCause());
        assertTrue(failure.getMessage().contains(root.resolve("nothing").toString()), failure.getMessage());
        assertFalse(failure.retryable());
    }
}
