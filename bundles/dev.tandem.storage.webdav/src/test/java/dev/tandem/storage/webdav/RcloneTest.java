package dev.tandem.storage.webdav;

import dev.tandem.storage.Storages;
import dev.tandem.storage.http.Percent;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.StorageContract;
import dev.tandem.tck.rules.Scale;
import dev.tandem.tck.server.RcloneServe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The storage contract on rclone's WebDAV server, which keeps what it has of a broken upload and knows no conditions. */
@EnabledIfSystemProperty(named = "tandem.slow", matches = "true")
class RcloneTest extends StorageContract {
    @TempDir
    static Path folder;

    private static RcloneServe server;

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

    @Override
    protected StorageSession open(String place) throws Exception {
        return Servers.open("webdav://" + RcloneServe.USER + ":" + Percent.encode(RcloneServe.PASSWORD) + "@127.0.0.1:"
                + server.port() + "/" + place, Storages.Mode.CREATE);
    }

    @Override
    protected Scale scale() {
        return Scale.TEST.withChildren(Servers.CHILDREN);
    }

    @Override
    protected Map<String, String> exceptions() {
        return Map.of("writing.unlisted", "rclone lists no folder while something is uploaded into it: it answers with "
                + "half a listing after five seconds, which fails as it must",
                "concurrency.rename", "rclone answers 500 to a look at what is renamed at this moment; behind the "
                        + "decorators the look is repeated");
    }
}
