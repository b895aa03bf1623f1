package dev.tandem.storage.webdav;

import dev.tandem.storage.Storages;
import dev.tandem.storage.http.Percent;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.StorageContract;
import dev.tandem.tck.server.RcloneServe;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The storage contract on rclone's WebDAV server, which keeps what it has of a broken upload and knows no conditions. */
class RcloneTest extends StorageContract {
    @TempDir
    static Path folder;

    private static RcloneServe server;
    private static int tests;

    private String place;

    @BeforeAll
    static void startServer() throws Exception {
        server = RcloneServe.webdav(Files.createDirectory(folder.resolve("root")), folder.resolve("log"));
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void takeAPlace() {
        place();
    }

    private String place() {
        if (place == null) {
            place = "place" + ++tests;
        }
        return place;
    }

    @Override
    protected StorageSession open() throws Exception {
        return Servers.open("webdav://" + RcloneServe.USER + ":" + Percent.encode(RcloneServe.PASSWORD) + "@127.0.0.1:"
                + server.port() + "/" + place(), Storages.Mode.CREATE);
    }
}
