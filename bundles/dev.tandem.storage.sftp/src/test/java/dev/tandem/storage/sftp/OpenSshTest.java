package dev.tandem.storage.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Location;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.StorageContract;
import dev.tandem.tck.server.SshServer;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

    @Test
    void openSshHasAllThatItPromises() {
        assertEquals(EnumSet.complementOf(EnumSet.of(Capability.IF_UNCHANGED_WRITE, Capability.TAGS)),
                session().capabilities());
    }
}
