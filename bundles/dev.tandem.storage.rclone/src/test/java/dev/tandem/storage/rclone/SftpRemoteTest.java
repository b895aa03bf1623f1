package dev.tandem.storage.rclone;

import dev.tandem.tck.server.SshServer;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

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
}
