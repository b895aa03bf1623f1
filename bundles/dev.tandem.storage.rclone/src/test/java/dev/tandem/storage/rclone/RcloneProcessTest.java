package dev.tandem.storage.rclone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Content;
import dev.tandem.storage.Location;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages.Mode;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.http.Purpose;
import dev.tandem.storage.spi.SessionContext;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.TestContext;
import dev.tandem.tck.server.Peers;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When rclone runs, who is let in, and what happens when it dies. */
class RcloneProcessTest {
    private static final RemotePath OBJECT = new RemotePath("object");

    private final RcloneProvider provider = new RcloneProvider();

    @TempDir
    Path folder;

    @BeforeEach
    void requireRclone() {
        Peers.require("rclone", RcloneContract.HOW_TO);
    }

    private StorageSession open() throws StorageException {
        return open(SessionContext.of(Mode.CREATE, folder));
    }

    private StorageSession open(SessionContext context) throws StorageException {
        return provider.open(new Location("rclone", ":local:" + folder.resolve("root")), context);
    }

    private static List<ProcessHandle> rclones(ProcessHandle of) {
        return of.descendants().filter(process -> process.info().command().orElse("").endsWith("/rclone")).toList();
    }

    private static ProcessHandle rclone() {
        List<ProcessHandle> all = rclones(ProcessHandle.current());
        assertEquals(1, all.size(), "one rclone");
        return all.getFirst();
    }

    private static void put(StorageSession session) throws StorageException {
        session.write(OBJECT, Content.of(new byte[] {1, 2, 3}), WriteOptions.OVERWRITE);
    }

    @Test
    void oneRcloneServesAllSessionsAndEndsWithTheLast() throws Exception {
        StorageSession first = open();
        StorageSession second = open();
        ProcessHandle rclone = rclone();
        first.close();
        put(second);
        second.close();
        rclone.onExit().join();
        assertEquals(List.of(), rclones(ProcessHandle.current()));
    }

    @Test
    void thePasswordIsNotOnTheCommandLineAndTheDoorIsNotOpen() throws Exception {
        try (var session = open()) {
            String[] arguments = rclone().info().arguments().orElseThrow();
            assertFalse(Arrays.asList(arguments).stream().anyMatch(word -> word.contains("pass") && !word.startsWith("--ask")
                    || word.contains("no-auth")), Arrays.toString(arguments));
            assertTrue(Arrays.asList(arguments).contains("127.0.0.1:0"));
            put(session);
        }
    }

    @Test
    void aKilledRcloneIsWorthAnotherTryAndIsStartedAgain() throws Exception {
        try (var session = open()) {
            put(session);
            InputStream broken = session.read(OBJECT, 0, -1);
            ProcessHandle killed = rclone();
            killed.destroyForcibly();
            while (rclones(ProcessHandle.current()).stream().allMatch(killed::equals)) {
                statWhereverItGoes(session);
            }
            assertTrue(session.stat(OBJECT).isPresent());
            broken.close();
        }
    }

    /** The death may be noticed in the middle of a call, or before it. */
    private static void statWhereverItGoes(StorageSession session) {
        try {
            session.stat(OBJECT);
        } catch (StorageException e) {
            assertTrue(e.retryable() && e.kind() == Kind.UNREACHABLE, e.getMessage());
        }
    }

    @Test
    void rcloneDoesNotOutliveAProgramThatIsKilled() throws Exception {
        Process program = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), HoldingProgram.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var said = new BufferedReader(new InputStreamReader(program.getInputStream()))) {
            assertTrue(said.readLine().startsWith("open"));
            ProcessHandle rclone = rclones(program.toHandle()).getFirst();
            program.destroyForcibly().waitFor();
            rclone.onExit().join();
            assertFalse(rclone.isAlive());
        } finally {
            program.destroyForcibly();
        }
    }

    @Test
    void aMissingRcloneSaysHowToInstallIt() {
        for (TestContext context : List.of(TestContext.in(folder).withEnvironment().withVariable("PATH", folder.toString()),
                TestContext.in(folder).withEnvironment().with("program", folder.resolve("none").toString()))) {
            StorageException failure = assertThrows(StorageException.class, () -> open(context));
            assertEquals(Kind.UNSUPPORTED, failure.kind());
            assertTrue(failure.getMessage().contains("install rclone"), failure.getMessage());
        }
    }

    @Test
    void aProgramThatIsNoRcloneIsRefused() throws Exception {
        Path script = Files.writeString(folder.resolve("old"), "#!/bin/sh\necho 'unknown flag: --rc-serve' >&2\nexit 1\n");
        assertTrue(script.toFile().setExecutable(true));
        StorageException failure = assertThrows(StorageException.class,
                () -> open(TestContext.in(folder).withEnvironment().with("program", script.toString())));
        assertEquals(Kind.UNSUPPORTED, failure.kind());
        assertTrue(failure.getMessage().contains("1.60 or newer"), failure.getMessage());
    }

    @Test
    void aRemoteThatIsNotConfiguredIsNotFoundByItsName() throws Exception {
        Path none = Files.createFile(folder.resolve("rclone.conf"));
        StorageException failure = assertThrows(StorageException.class, () -> provider.open(
                new Location("rclone", "nowhere:dir"), TestContext.in(folder).withEnvironment().with("config", none.toString())));
        assertEquals(Kind.NOT_FOUND, failure.kind());
        assertTrue(failure.getMessage().contains("'nowhere'"), failure.getMessage());
        assertEquals(List.of(), rclones(ProcessHandle.current()));
    }

    @Test
    void aLocationThatIsNotThereIsNotFoundAndNotMade() {
        StorageException failure = assertThrows(StorageException.class,
                () -> open(SessionContext.of(Mode.EXISTING, folder)));
        assertEquals(Kind.NOT_FOUND, failure.kind());
        assertFalse(Files.exists(folder.resolve("root")));
    }

    @Test
    void anEncryptedConfigurationNeedsItsPassword() throws Exception {
        Path encrypted = Files.writeString(folder.resolve("rclone.conf"),
                "# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\n" + "A".repeat(80) + "\n");
        TestContext context = TestContext.in(folder).withEnvironment().with("config", encrypted.toString());
        for (TestContext wrong : List.of(context, context.withSecret("config-password", "a guess"))) {
            StorageException failure = assertThrows(StorageException.class,
                    () -> provider.open(new Location("rclone", "nas:"), wrong));
            assertEquals(Kind.DENIED, failure.kind(), failure.getMessage());
            assertFalse(failure.getMessage().contains("a guess"));
        }
    }

    @Test
    void nothingStaysInTheSpool() throws Exception {
        var spool = new Spool();
        Path kept = spool.folder();
        try (spool; var waiting = spool.keep(Content.of(new byte[9]), Optional.empty(),
                new Purpose("write", "x"))) {
            assertTrue(Files.exists(waiting.file()));
            assertEquals("rwx------", PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(kept)));
        }
        assertFalse(Files.exists(kept));
    }

    @Test
    void whatAKilledProgramLeftInItsSpoolIsRemovedByTheNext() throws Exception {
        Path left = Files.createTempDirectory("tandem-rclone-");
        Files.createFile(left.resolve("lock"));
        Files.write(left.resolve("1"), new byte[100]);
        var alive = new Spool();
        var next = new Spool();
        try (alive; next) {
            Path used = alive.folder();
            next.folder();
            assertFalse(Files.exists(left));
            assertTrue(Files.exists(used));
        }
    }
}
