package dev.tandem.storage.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.storage.Content;
import dev.tandem.storage.Location;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages.Mode;
import dev.tandem.storage.WriteOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProviderTest {
    private final LocalProvider provider = new LocalProvider();

    @TempDir
    Path folder;

    private static Location at(Path path) {
        return Location.parse(path.toString());
    }

    @Test
    void aMissingFolderIsNotFoundAndNotMade() {
        Path missing = folder.resolve("a/b");
        StorageException failure =
                assertThrows(StorageException.class, () -> provider.open(at(missing), Mode.EXISTING));
        assertEquals(Kind.NOT_FOUND, failure.kind());
        assertTrue(failure.getMessage().contains(missing.toString()), failure.getMessage());
        assertFalse(Files.exists(missing));
    }

    @Test
    void createMakesTheFolderWithItsParentsForTheOwnerOnly() throws Exception {
        Path made = folder.resolve("a/b");
        provider.open(at(made), Mode.CREATE).close();
        assertTrue(Files.isDirectory(made));
        assumeTrue(Files.getFileStore(made).supportsFileAttributeView("posix"), "no POSIX permissions here");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    }

    @Test
    void aFileIsNoLocation() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        for (Mode mode : Mode.values()) {
            assertEquals(Kind.INVALID,
                    assertThrows(StorageException.class, () -> provider.open(at(file), mode)).kind());
        }
        assertEquals(Kind.INVALID,
                assertThrows(StorageException.class, () -> provider.open(at(file.resolve("below")), Mode.CREATE)).kind());
    }

    @Test
    void aRelativeTargetStartsFromTheWorkingDirectory() throws Exception {
        Path relative = Path.of("").toAbsolutePath().relativize(folder);
        try (var session = provider.open(new Location(Location.FILE, relative.toString()), Mode.EXISTING)) {
            session.write(new RemotePath("object"), Content.of(new byte[1]), WriteOptions.OVERWRITE);
        }
        assertTrue(Files.exists(folder.resolve("object")));
    }

    @Test
    void aTildeIsTheHome() {
        String name = "no-such-folder-" + folder.getFileName();
        StorageException failure = assertThrows(StorageException.class,
                () -> provider.open(Location.parse("~/" + name), Mode.EXISTING));
        assertTrue(failure.getMessage().contains(Path.of(System.getProperty("user.home"), name).toString()),
                failure.getMessage());
    }

    @Test
    void aTargetThatIsNoPathIsInvalid() {
        assertEquals(Kind.INVALID, assertThrows(StorageException.class,
                () -> provider.open(new Location(Location.FILE, "a\0b"), Mode.EXISTING)).kind());
    }
}
