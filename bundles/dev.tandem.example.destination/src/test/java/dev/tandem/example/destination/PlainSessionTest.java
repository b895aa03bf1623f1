package dev.tandem.example.destination;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tandem.storage.Content;
import dev.tandem.storage.Location;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages.Mode;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.SessionContext;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.StorageContract;
import dev.tandem.tck.rules.Scale;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of storages, and what is special to this one. */
class PlainSessionTest extends StorageContract {
    @TempDir
    Path folder;

    @Override
    protected Scale scale() {
        return Scale.TEST.withChildren(1000);
    }

    @Override
    protected StorageSession open(String place) throws StorageException {
        return open(place, Mode.CREATE);
    }

    private StorageSession open(String place, Mode mode) throws StorageException {
        var where = new Location("plain", folder.resolve(place).toString());
        return new PlainProvider().open(where, SessionContext.of(mode, folder));
    }

    @Test
    void anObjectIsAFileOfItsName() throws Exception {
        session().write(new RemotePath("a/b"), Content.of(new byte[] {1, 2}), WriteOptions.OVERWRITE);
        assertArrayEquals(new byte[] {1, 2}, Files.readAllBytes(folder.resolve(place()).resolve("a/b")));
    }

    @Test
    void aFolderThatMustExistIsNotMade() {
        StorageException failure = assertThrows(StorageException.class, () -> open("nowhere", Mode.EXISTING));
        assertEquals(Kind.NOT_FOUND, failure.kind());
    }
}
