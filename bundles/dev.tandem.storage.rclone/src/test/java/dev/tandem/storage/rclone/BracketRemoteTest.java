package dev.tandem.storage.rclone;

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
import dev.tandem.tck.server.Peers;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places that rclone's addresses cannot name are read by way of the disk. */
class BracketRemoteTest {
    @TempDir
    Path folder;

    @Test
    void everyRangeIsReadAllTheSame() throws Exception {
        Peers.require("rclone", RcloneContract.HOW_TO);
        var where = new Location("rclone", ":local:" + folder.resolve("a [b] c"));
        var path = new RemotePath("object");
        try (var session = new RcloneProvider().open(where, SessionContext.of(Mode.CREATE, folder))) {
            session.write(path, Content.of(new byte[] {1, 2, 3, 4}), WriteOptions.OVERWRITE);
            try (InputStream all = session.read(path, 0, -1); InputStream part = session.read(path, 1, 2);
                    InputStream none = session.read(path, 4, 5)) {
                assertArrayEquals(new byte[] {1, 2, 3, 4}, all.readAllBytes());
                assertArrayEquals(new byte[] {2, 3}, part.readAllBytes());
                assertEquals(-1, none.read());
            }
            assertEquals(Kind.INVALID,
                    assertThrows(StorageException.class, () -> session.read(path, 5, 1)).kind());
            assertEquals(Kind.NOT_FOUND,
                    assertThrows(StorageException.class, () -> session.read(new RemotePath("other"), 0, -1)).kind());
        }
    }
}
