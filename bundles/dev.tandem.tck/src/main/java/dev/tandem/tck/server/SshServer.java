package dev.tandem.tck.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * OpenSSH's server on loopback, for the user who runs the test, with keys of its own. It serves SFTP, with the paths of
 * this machine. The programs come from {@code openssh-server} and {@code openssh-client}.
 */
public final class SshServer implements AutoCloseable {
    // A server started by root insists on this folder, which the system makes only when it starts its own.
    private static final Path PRIVILEGE_SEPARATION = Path.of("/run/sshd");

    private final Path folder;
    private final int port;
    private final ServerProcess process;

    private SshServer(Path folder, int port, ServerProcess process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts a server that takes connections when this returns.
     *
     * @param folder  where its keys, configuration and log go; keys that are there are used again
     * @param options lines for its configuration, which come before those of this class and so win
     */
    public static SshServer start(Path folder, String... options) throws IOException, InterruptedException {
        Path program = Peers.require("sshd", "apt-get install openssh-server");
        generate(folder.resolve("host"));
        generate(folder.resolve("user"));
        if (user().equals("root")) {
            Files.createDirectories(PRIVILEGE_SEPARATION, PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        int port = ServerProcess.freePort();
        Path configuration = Files.writeString(folder.resolve("sshd_config"), Stream.concat(Stream.of(options),
                lines(folder, port)).collect(Collectors.joining("\n", "", "\n")));
        ServerProcess process = ServerProcess.start(List.of(program.toString(), "-D", "-e", "-f",
                configuration.toString()), Map.of(), folder.resolve("sshd.log"));
        return new SshServer(folder, port, process.awaitPort(port));
    }

    private static Stream<String> lines(Path folder, int port) {
        return Stream.of("ListenAddress 127.0.0.1:" + port, "HostKey \"" + folder.resolve("host") + "\"",
                "AuthorizedKeysFile \"" + folder.resolve("user.pub") + "\"", "PidFile none", "UsePAM no",
                "StrictModes no", "PermitRootLogin yes", "MaxStartups 100", "Subsystem sftp internal-sftp");
    }

    private static void generate(Path key) throws IOException, InterruptedException {
        if (Files.exists(key)) {
            return;
        }
        Path program = Peers.require("ssh-keygen", "apt-get install openssh-client");
        Process run = new ProcessBuilder(program.toString(), "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f",
                key.toString()).redirectErrorStream(true).start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (run.waitFor() != 0) {
            throw new IOException("ssh-keygen failed: " + said);
        }
    }

    /** Returns the port of loopback it listens on. */
    public int port() {
        return port;
    }

    /** Returns who may log in: the user who runs this. */
    public static String user() {
        return System.getProperty("user.name");
    }

    /** Returns the file of the private key that logs in, which has no passphrase. */
    public Path key() {
        return folder.resolve("user");
    }

    /** Returns the public key of the server as it stands in a {@code known_hosts} behind the host: type and Base64. */
    public String hostKey() throws IOException {
        String[] words = Files.readString(folder.resolve("host.pub")).split(" ");
        return words[0] + " " + words[1];
    }

    /** Returns {@code SHA256:…} of the server's key, as {@code ssh-keygen -l} prints it. */
    public String fingerprint() throws IOException {
        byte[] blob = Base64.getDecoder().decode(hostKey().split(" ")[1]);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(blob);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the location of a folder of this machine over this server, with all that is needed to open it. */
    public String location(Path path) throws IOException {
        return location(path, port);
    }

    /** Returns {@link #location(Path)} over another port of loopback, such as a {@link CuttingProxy}'s. */
    public String location(Path path, int through) throws IOException {
        return "sftp://" + user() + "@127.0.0.1:" + through + path.toAbsolutePath() + "?key=" + key().toAbsolutePath()
                + "&host-key=" + fingerprint();
    }

    /** Returns the number of the server's process, whose children serve a connection each. */
    public long pid() {
        return process.pid();
    }

    /** Returns what the server said so far. */
    public String said() throws IOException {
        return process.said();
    }

    /** Ends the server and all its connections. */
    @Override
    public void close() {
        process.close();
    }
}
