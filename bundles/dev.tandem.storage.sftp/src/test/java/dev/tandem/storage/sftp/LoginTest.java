package dev.tandem.storage.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Location;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.UntrustedHostException;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.TestContext;
import dev.tandem.tck.server.Peers;
import dev.tandem.tck.server.ServerProcess;
import dev.tandem.tck.server.SshServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom to trust, and how to get in. */
class LoginTest {
    private static final String OTHER_KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHRoaXMgaXMgbm90IHRoZSBrZXkgeW91IGtub3chISEh";

    @TempDir
    static Path serverFolder;

    private static SshServer server;

    @TempDir
    Path folder;

    private Path ssh;
    private TestContext context;

    @BeforeAll
    static void startServer() throws Exception {
        server = SshServer.start(serverFolder);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void makeFolders() throws Exception {
        ssh = Files.createDirectories(folder.resolve("home/.ssh"));
        context = TestContext.in(Files.createDirectory(folder.resolve("state")));
    }

    private String address() {
        return "sftp://" + SshServer.user() + "@127.0.0.1:" + server.port() + folder.resolve("storage");
    }

    private String host() {
        return "[127.0.0.1]:" + server.port();
    }

    private void open(String location, TestContext with) throws StorageException {
        try (StorageSession session = new SftpProvider(ssh).open(Location.parse(location), with)) {
            assertTrue(session.stat(RemotePath.ROOT).isPresent());
        }
    }

    private void open() throws StorageException {
        open(address(), context);
    }

    private StorageException refused() {
        return assertThrows(StorageException.class, this::open);
    }

    private void trust() throws Exception {
        Files.writeString(ssh.resolve("known_hosts"), host() + " " + server.hostKey() + "\n");
    }

    private void useKey() {
        context.with(Login.KEY, server.key().toString());
    }

    private static void run(Path where, String... command) throws Exception {
        Process process = new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
    }

    @Test
    void anUnknownKeyIsToldAndTrustedOnlyOnceItIsConfirmed() throws Exception {
        useKey();
        var unknown = assertThrows(UntrustedHostException.class, this::open);
        assertEquals(server.fingerprint(), unknown.fingerprint());
        assertEquals(host(), unknown.host());
        context.with(UntrustedHostException.SETTING, "SHA256:" + "A".repeat(43));
        assertThrows(UntrustedHostException.class, this::open);
        assertFalse(Files.exists(context.state().resolve("known_hosts")));

        context.with(UntrustedHostException.SETTING, server.fingerprint());
        open();
        context.settings().remove(UntrustedHostException.SETTING);
        open();
        Path ours = context.state().resolve("known_hosts");
        assertEquals(host() + " " + server.hostKey() + "\n", Files.readString(ours));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(ours)));
        assertFalse(Files.exists(ssh.resolve("known_hosts")), "the file of ssh is not ours to write");
    }

    @Test
    void aKeyOfTheUsersKnownHostsIsTrustedAlsoWhereItsHostIsHashed() throws Exception {
        useKey();
        trust();
        open();
        run(ssh, "ssh-keygen", "-q", "-H", "-f", ssh.resolve("known_hosts").toString());
        assertFalse(Files.readString(ssh.resolve("known_hosts")).contains("127.0.0.1"));
        open();
    }

    @Test
    void aChangedKeyIsDeniedUnlessItsOwnFingerprintIsGiven() throws Exception {
        useKey();
        Path known = Files.writeString(ssh.resolve("known_hosts"), host() + " " + OTHER_KEY + "\n");
        StorageException changed = refused();
        assertEquals(Kind.DENIED, changed.kind());
        assertFalse(changed instanceof UntrustedHostException, "this is not a key to be confirmed at once");
        assertTrue(changed.getMessage().contains("HAS CHANGED"), changed::getMessage);
        context.with(UntrustedHostException.SETTING, "SHA256:" + "A".repeat(43));
        assertTrue(refused().getMessage().contains("HAS CHANGED"));

        context.with(UntrustedHostException.SETTING, server.fingerprint());
        open();
        assertEquals(host() + " " + OTHER_KEY + "\n", Files.readString(known));
    }

    @Test
    void aConfirmedKeyTakesThePlaceOfTheOneBefore() throws Exception {
        useKey();
        Path ours = Files.writeString(context.state().resolve("known_hosts"),
                "elsewhere " + OTHER_KEY + "\n" + host() + " " + OTHER_KEY + "\n");
        context.with(UntrustedHostException.SETTING, server.fingerprint());
        open();
        assertEquals("elsewhere " + OTHER_KEY + "\n" + host() + " " + server.hostKey() + "\n", Files.readString(ours));
    }

    @Test
    void aRevokedKeyIsDeniedWhateverElseIsKnown() throws Exception {
        useKey();
        trust();
        Files.writeString(context.state().resolve("known_hosts"), "@revoked " + host() + " " + server.hostKey() + "\n");
        context.with(UntrustedHostException.SETTING, server.fingerprint());
        StorageException revoked = refused();
        assertEquals(Kind.DENIED, revoked.kind());
        assertTrue(revoked.getMessage().contains("revoked"), revoked::getMessage);
    }

    @Test
    void withoutAnyProofNobodyGetsIn() throws Exception {
        trust();
        assertEquals(Kind.DENIED, refused().kind());
        context.withSecret(Login.PASSWORD, "not the password");
        StorageException denied = refused();
        assertEquals(Kind.DENIED, denied.kind());
        assertFalse(denied.getMessage().contains("not the password"), denied::getMessage);
    }

    @Test
    void aKeyOfTheUsersFolderIsTried() throws Exception {
        trust();
        Files.copy(server.key(), ssh.resolve("id_ed25519"));
        open();
    }

    @Test
    void aKeyWithAPassphraseNeedsIt() throws Exception {
        trust();
        Path key = Files.copy(server.key(), folder.resolve("locked"));
        run(folder, "ssh-keygen", "-q", "-p", "-P", "", "-N", "open sesame", "-f", key.toString());
        context.with(Login.KEY, key.toString());
        assertTrue(refused().getMessage().contains("has a passphrase"));
        context.withSecret(Login.PASSPHRASE, "open barley");
        StorageException wrong = refused();
        assertTrue(wrong.getMessage().contains("is wrong"), wrong::getMessage);
        assertFalse(wrong.getMessage().contains("barley"), wrong::getMessage);
        context.withSecret(Login.PASSPHRASE, "open sesame");
        open();
    }

    @Test
    void theAgentIsAsked() throws Exception {
        trust();
        // The path of a socket must be short.
        Path socket = Files.createTempDirectory("agent").resolve("s");
        String agent = Peers.require("ssh-agent", "apt-get install openssh-client").toString();
        try (var running = ServerProcess.start(List.of(agent, "-D", "-a", socket.toString()), Map.of(),
                folder.resolve("agent.log"))) {
            while (!Files.exists(socket)) {
                assertTrue(ProcessHandle.of(running.pid()).orElseThrow().isAlive(), running::toString);
                Thread.onSpinWait();
            }
            context.withVariable("SSH_AUTH_SOCK", socket.toString());
            assertEquals(Kind.DENIED, refused().kind());
            ProcessBuilder adding = new ProcessBuilder("ssh-add", "-q", server.key().toString()).inheritIO();
            adding.environment().put("SSH_AUTH_SOCK", socket.toString());
            assertEquals(0, adding.start().waitFor());
            open();
        } finally {
            Files.deleteIfExists(socket);
            Files.delete(socket.getParent());
        }
    }

    @Test
    void anAliasOfTheUsersConfigurationIsUnderstood() throws Exception {
        trust();
        Files.writeString(ssh.resolve("config"), "Host nas\n  HostName 127.0.0.1\n  Port " + server.port() + "\n  User "
                + SshServer.user() + "\n  IdentityFile " + server.key() + "\n");
        open("sftp:nas:" + folder.resolve("storage"), context);
    }

    @Test
    void aDetourOfTheUsersConfigurationIsRefusedAndNotIgnored() throws Exception {
        Files.writeString(ssh.resolve("config"), "Host 127.0.0.1\n  ProxyJump gate\n");
        assertEquals(Kind.UNSUPPORTED, refused().kind());
    }

    @Test
    void aFolderThatIsNotThereIsMadeOnlyWhereThatIsAskedFor() throws Exception {
        useKey();
        trust();
        assertEquals(Kind.NOT_FOUND, assertThrows(StorageException.class,
                () -> open(address(), context.existing())).kind());
        open();
        open(address(), context.existing());
        Files.writeString(folder.resolve("file"), "");
        assertEquals(Kind.INVALID, assertThrows(StorageException.class, () -> open(
                address().replace("/storage", "/file"), context)).kind());
    }

    @Test
    void aPortThatNobodyListensOnIsUnreachableForTheMoment() {
        useKey();
        StorageException refused = assertThrows(StorageException.class,
                () -> open("sftp://127.0.0.1:" + ServerProcess.freePort() + "/x", context));
        assertEquals(Kind.UNREACHABLE, refused.kind());
        assertTrue(refused.retryable());
    }

    @Test
    void aSettingThereIsNotIsInvalid() {
        StorageException typing = assertThrows(StorageException.class, () -> open(address() + "?hostkey=x", context));
        assertEquals(Kind.INVALID, typing.kind());
    }
}
