package dev.tandem.tck.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A folder served by rclone, for one user with a password. */
public final class RcloneServe implements AutoCloseable {
    /** Who may log in. */
    public static final String USER = "ada";
    /** What proves it. */
    public static final String PASSWORD = "p:a@s/s%20";

    /** Its cache tells of objects that were deleted while a listing ran. */
    private static final String NO_CACHE = "--cache-objects=false";

    private final int port;
    private final ServerProcess process;

    private RcloneServe(int port, ServerProcess process) {
        this.port = port;
        this.process = process;
    }

    /** Serves {@code folder} by WebDAV, a protocol that is also for people. */
    public static RcloneServe webdav(Path folder, Path log) throws IOException, InterruptedException {
        return start("webdav", folder, log);
    }

    /** Serves {@code folder} by the protocol of restic's REST server: each folder below it can be a repository. */
    public static RcloneServe restic(Path folder, Path log) throws IOException, InterruptedException {
        return start("restic", folder, log, NO_CACHE);
    }

    /** Serves {@code folder} as {@link #restic} does, and deletes and replaces nothing but locks. */
    public static RcloneServe resticAppendOnly(Path folder, Path log) throws IOException, InterruptedException {
        return start("restic", folder, log, NO_CACHE, "--append-only");
    }

    /** Serves {@code folder} by SFTP, as the root of everything, to a user with a password. */
    public static RcloneServe sftp(Path folder, Path log) throws IOException, InterruptedException {
        return start("sftp", folder, log);
    }

    private static RcloneServe start(String protocol, Path folder, Path log, String... options)
            throws IOException, InterruptedException {
        Path program = Peers.require("rclone", "apt-get install rclone");
        int port = ServerProcess.freePort();
        List<String> command = new ArrayList<>(List.of(program.toString(), "serve", protocol, folder.toString(),
                "--addr", "127.0.0.1:" + port));
        command.addAll(List.of(options));
        // Everybody can read the arguments of a process.
        Map<String, String> environment = Map.of("RCLONE_USER", USER, "RCLONE_PASS", PASSWORD,
                "RCLONE_CONFIG", "/dev/null");
        return new RcloneServe(port, ServerProcess.start(command, environment, log).awaitPort(port));
    }

    /** Returns the port on loopback. */
    public int port() {
        return port;
    }

    /** Returns the number of the server's process. */
    public long pid() {
        return process.pid();
    }

    /** Returns what the server said so far. */
    public String said() throws IOException {
        return process.said();
    }

    @Override
    public void close() {
        process.close();
    }
}
