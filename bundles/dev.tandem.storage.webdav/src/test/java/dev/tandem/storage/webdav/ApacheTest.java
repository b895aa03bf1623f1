package dev.tandem.storage.webdav;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.ServerCopy;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.StorageContract;
import dev.tandem.tck.rules.Scale;
import dev.tandem.tck.server.ApacheDav;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The storage contract on Apache's mod_dav. */
class ApacheTest extends StorageContract {
    private static ApacheDav server;

    @BeforeAll
    static void startServer() throws Exception {
        server = ApacheDav.start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected StorageSession open(String place) throws Exception {
        return Servers.open(Servers.apache(server, "a storage/of%25things/" + place), Storages.Mode.CREATE);
    }

    @Override
    protected Scale scale() {
        return Scale.TEST.withChildren(Servers.CHILDREN);
    }

    @Test
    void whatApacheCanDoIsPromisedAndNoMore() {
        // Its tags are weak at first, its conditions do not hold between two writers, its times cannot be set, and a
        // read that meets an overwrite can get new bytes up to the old length.
        assertEquals(EnumSet.of(Capability.RANGE_READ, Capability.RENAME, Capability.RENAME_DIRECTORIES,
                Capability.CASE_SENSITIVE, Capability.CONCURRENT, Capability.DIRECTORIES), session().capabilities());
    }

    @Test
    void aWrongPasswordIsDeniedAndNotTold() {
        StorageException failure = assertThrows(StorageException.class, () -> Servers.open(
                "webdav://ada:wr0ng@127.0.0.1:" + server.port() + "/", Storages.Mode.EXISTING));
        assertEquals(Kind.DENIED, failure.kind());
        assertFalse(failure.getMessage().contains("wr0ng"), failure.getMessage());
    }

    @Test
    void aMissingFolderIsNotFoundAndNotMade() {
        StorageException failure = assertThrows(StorageException.class,
                () -> Servers.open(Servers.apache(server, "missing/folder"), Storages.Mode.EXISTING));
        assertEquals(Kind.NOT_FOUND, failure.kind());
        assertFalse(Files.exists(server.root().resolve("missing")));
    }

    @Test
    void anUnfinishedWriteIsNotListed() throws Exception {
        byte[] bytes = new byte[1_000_000];
        session().makeDirectory(RemotePath.of("dir"));
        session().write(RemotePath.of("dir", "object"), new Content() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public InputStream open() throws IOException {
                return new SequenceInputStream(Content.of(bytes, 0, 999_999).open(), new InputStream() {
                    private boolean read;

                    @Override
                    public int read() throws IOException {
                        session().list(RemotePath.of("dir"), info -> fail(info + " is listed"));
                        read = !read;
                        return read ? 0 : -1;
                    }
                });
            }
        }, new WriteOptions(true, false, false));
        assertEquals(bytes.length, session().stat(RemotePath.of("dir", "object")).orElseThrow().size());
    }

    @Test
    void aCopyIsMadeOnTheServer() throws Exception {
        session().write(RemotePath.of("from"), Content.of(new byte[] {1, 2, 3}), WriteOptions.OVERWRITE);
        session().facet(ServerCopy.class).orElseThrow().copy(RemotePath.of("from"), RemotePath.of("a", "to"));
        try (InputStream in = session().read(RemotePath.of("a", "to"), 0, -1)) {
            assertArrayEquals(new byte[] {1, 2, 3}, in.readAllBytes());
        }
    }
}
