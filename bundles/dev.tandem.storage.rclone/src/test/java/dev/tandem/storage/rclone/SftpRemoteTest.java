package dev.tandem.storage.rclone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.tandem.storage.Content;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.WriteOptions;
import dev.tandem.tck.server.SshServer;
import java.nio.file.Files;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The storage contract on OpenSSH's server, told by options on the spot. Without a shell there: rclone would look for programs
 * that compute checksums, whenever it connects.
 */
class SftpRemoteTest extends RcloneContract {
    private SshServer server;

    @BeforeAll
    void startServer() throws Exception {
        server = SshServer.start(folder);
        Files.writeString(folder.resolve("known_hosts"), "[127.0.0.1]:" + server.port() + " " + server.hostKey() + "\n");
    }

    @AfterAll
    void endServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    String remote(String place) {
        return ":sftp,host=127.0.0.1,port=" + server.port() + ",user=" + SshServer.user() + ",key_file='" + server.key()
                + "',known_hosts_file='" + folder.resolve("known_hosts") + "',shell_type=none:" + folder.resolve("the " + place);
    }

    @Test
    void anObjectOfTheSameSizeAndTimeIsAnotherOneAllTheSame() throws Exception {
        var time = WriteOptions.OVERWRITE.modified(Instant.parse("2026-01-02T03:04:05Z"));
        var path = new RemotePath("object");
        session().write(path, Content.of(new byte[] {1}), time);
        session().write(path, Content.of(new byte[] {2}), time);
        session().write(new RemotePath("other"), Content.of(new byte[] {3}), time);
        assertArrayEquals(new byte[] {2}, session().read(path, 0, -1).readAllBytes());
        session().rename(new RemotePath("other"), path, true);
        assertArrayEquals(new byte[] {3}, session().read(path, 0, -1).readAllBytes());
    }
}
