package dev.tandem.tck.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Apache's mod_dav over a folder of its own, for one user with a password. It runs as another user where the test runs as
 * root, so its folder is open to everybody while it runs.
 */
public final class ApacheDav implements AutoCloseable {
    /** Who may log in. */
    public static final String USER = "ada";
    /** What proves it; with what HTTP has to encode. */
    public static final String PASSWORD = "p:a@s/s%20\u00fc";

    private static final Path MODULES = Path.of("/usr/lib/apache2/modules");
    private static final List<String> LOADED = List.of("mpm_event", "authn_core", "authn_file", "authz_core", "authz_user",
            "auth_basic", "dav", "dav_fs");

    private final Path home;
    private final int port;
    private final ServerProcess process;

    private ApacheDav(Path home, int port, ServerProcess process) {
        this.home = home;
        this.port = port;
        this.process = process;
    }

    /** Starts a server that takes connections when this returns; skips the test where there is no Apache. */
    public static ApacheDav start() throws IOException, InterruptedException {
        Path program = Peers.require("apache2", "apt-get install apache2");
        Path home = Files.createTempDirectory("tandem-dav");
        open(home, "rwxr-xr-x");
        open(Files.createDirectory(home.resolve("root")), "rwxrwxrwx");
        open(Files.createDirectory(home.resolve("locks")), "rwxrwxrwx");
        int port = ServerProcess.freePort();
        Files.writeString(home.resolve("users"), USER + ":{SHA}" + sha1(PASSWORD) + "\n");
        Path configuration = Files.writeString(home.resolve("httpd.conf"), configuration(home, port));
        ServerProcess process = ServerProcess.start(
                List.of(program.toString(), "-f", configuration.toString(), "-DFOREGROUND"), Map.of(), home.resolve("log"));
        return new ApacheDav(home, port, process.awaitPort(port));
    }

    private static void open(Path folder, String permissions) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }

    private static String sha1(String password) {
        try {
            return Base64.getEncoder().encodeToString(
                    MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has SHA-1", e);
        }
    }

    private static String configuration(Path home, int port) {
        StringBuilder text = new StringBuilder();
        for (String module : LOADED) {
            text.append("LoadModule %s_module %s/mod_%s.so%n".formatted(module, MODULES, module));
        }
        return text.append("""
                ServerRoot "%1$s"
                ServerName 127.0.0.1
                Listen 127.0.0.1:%2$d
                PidFile "%1$s/pid"
                ErrorLog "%1$s/errors"
                LogLevel error
                StartServers 1
                User nobody
                Group nogroup
                DocumentRoot "%1$s/root"
                DAVLockDB "%1$s/locks/db"
                <Directory "%1$s/root">
                  Dav On
                  AuthType Basic
                  AuthName "test"
                  AuthUserFile "%1$s/users"
                  Require valid-user
                </Directory>
                """.formatted(home, port)).toString();
    }

    /** Returns the folder that is served at {@code /}. */
    public Path root() {
        return home.resolve("root");
    }

    /** Returns the port on loopback. */
    public int port() {
        return port;
    }

    /** Returns the number of the server's process. */
    public long pid() {
        return process.pid();
    }

    /** Ends the server and deletes what it kept. */
    @Override
    public void close() throws IOException {
        process.close();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
