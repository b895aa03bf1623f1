package dev.tandem.storage.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.UntrustedHostException;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.StorageContract;
import dev.tandem.tck.TestContext;
import dev.tandem.tck.rules.Scale;
import dev.tandem.tck.server.RcloneServe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The storage contract on rclone's server: another one than OpenSSH's, with a password and fewer extensions. */
@EnabledIfSystemProperty(named = "tandem.slow", matches = "true")
class RcloneServerTest extends StorageContract {
    @TempDir
    static Path served;

    @TempDir
    static Path state;

    private static RcloneServe server;

    @BeforeAll
    static void startServer() throws Exception {
        server = RcloneServe.sftp(Files.createDirectory(served.resolve("root")), served.resolve("log"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private String location(String place) {
        return "sftp://" + RcloneServe.USER + "@127.0.0.1:" + server.port() + "/" + place;
    }

    private StorageSession open(String place, String password) throws Exception {
        TestContext context = TestContext.in(state).withSecret(Login.PASSWORD, password);
        try {
            return new SftpProvider(state.resolve("no ssh folder")).open(Location.parse(location(place)), context);
        } catch (UntrustedHostException e) {
            context.with(UntrustedHostException.SETTING, e.fingerprint());
            return new SftpProvider(state.resolve("no ssh folder")).open(Location.parse(location(place)), context);
        }
    }

    @Override
    protected StorageSession open(String place) throws Exception {
        return open(place, RcloneServe.PASSWORD);
    }

    @Override
    protected Scale scale() {
        return Scale.TEST.withChildren(500);
    }

    @Override
    protected Map<String, String> exceptions() {
        return Map.of(
                "concurrency.sessions", "rclone loses files that are open while another session makes their folder; such a "
                        + "write fails and may be repeated",
                "names.long", "rclone goes on listing the name that a file should have got and did not");
    }

    @Test
    void aWrongPasswordIsDenied() {
        var failure = assertThrows(StorageException.class, () -> open("denied", "wrong one"));
        assertEquals(Kind.DENIED, failure.kind(), failure::getMessage);
        assertTrue(!failure.getMessage().contains("wrong one"), failure::getMessage);
    }

    /** rclone says that it makes hard links and makes none; who reads a file that is replaced gets the new one. */
    @Test
    void whatTheServerOnlySaysIsNotPromised() {
        assertEquals(EnumSet.of(Capability.RANGE_READ, Capability.CONCURRENT, Capability.DIRECTORIES, Capability.RENAME,
                Capability.RENAME_DIRECTORIES, Capability.SET_TIME, Capability.CASE_SENSITIVE), session().capabilities());
    }
}
