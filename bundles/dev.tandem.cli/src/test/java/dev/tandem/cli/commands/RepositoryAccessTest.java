package dev.tandem.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.Repositories.Access;
import dev.tandem.backup.Repositories.Strength;
import dev.tandem.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryAccessTest {
    @TempDir
    Path data;

    private Fakes fakes;
    private Cli cli;

    @BeforeEach
    void install() throws IOException {
        fakes = new Fakes(data);
        cli = fakes.cli;
        Files.writeString(data.resolve("file"), "content");
    }

    @Test
    void theFirstBackupKeepsTheKeyBeforeItMakesTheRepository() {
        Cli.Result result = cli.run("backup", "file");
        assertEquals(0, result.exitCode(), result.err());
        assertEquals(List.of("put default-repository", "init repository"), fakes.events);
        assertEquals(Strength.GENERATED, fakes.strength);
        assertEquals(32, Base64.getUrlDecoder().decode(fakes.secrets.get("default-repository")).length);
        assertTrue(result.err().contains(fakes.defaultFolder()), result.err());
        assertTrue(result.err().contains("the fake store"), result.err());
        assertTrue(result.err().contains("tandem key recovery"), result.err());
    }

    @Test
    void theSecondBackupUsesTheRepositoryOfTheFirst() {
        cli.run("backup", "file");
        fakes.events.clear();
        Cli.Result result = cli.run("backup", "file");
        assertEquals(0, result.exitCode(), result.err());
        assertEquals(List.of(), fakes.events);
        assertEquals("", result.err());
    }

    @Test
    void aKeyWithoutARepositoryIsUsedForANewOne() {
        fakes.secrets.put("default-repository", "kept");
        assertEquals(0, cli.run("backup", "file").exitCode());
        assertEquals(List.of("init repository"), fakes.events);
        assertEquals("kept", fakes.passwords.get(fakes.defaultFolder()));
    }

    @Test
    void aRepositoryWhoseKeyIsGoneIsNeverReplaced() {
        cli.run("backup", "file");
        fakes.secrets.clear();
        fakes.events.clear();
        Cli.Result result = cli.run("backup", "file");
        assertEquals(12, result.exitCode());
        assertEquals(List.of(), fakes.events);
        assertTrue(result.err().contains("the fake store") && result.err().contains("--password-file"), result.err());
    }

    @Test
    void aRepositoryWhoseKeyIsGoneOpensWithTheRecoveryKeyFromAFile() throws IOException {
        cli.run("backup", "file");
        Files.writeString(data.resolve("noted"), fakes.secrets.get("default-repository") + "\n");
        fakes.secrets.clear();
        assertEquals(0, cli.run("snapshots", "--password-file", "noted").exitCode());
    }

    @Test
    void theRemainsOfACrashWhileTheRepositoryWasMadeAreMovedAside() throws IOException {
        Files.createDirectories(data.resolve("repository/keys"));
        fakes.initFailures = 1;
        assertEquals(0, cli.run("backup", "file").exitCode());
        assertEquals(List.of("put default-repository", "init repository", "init repository"), fakes.events);
        assertFalse(Files.exists(data.resolve("repository/keys")));
    }

    @Test
    void remainsThatHoldSnapshotsAreLeftAlone() throws IOException {
        Files.createDirectories(data.resolve("repository/snapshots"));
        Files.writeString(data.resolve("repository/snapshots/some"), "");
        fakes.initFailures = 1;
        assertEquals(1, cli.run("backup", "file").exitCode());
        assertTrue(Files.exists(data.resolve("repository/snapshots/some")));
    }

    @Test
    void aDryRunOnAFreshMachineLeavesNothingBehind() throws IOException {
        Cli.Result result = cli.run("backup", "--dry-run", "file");
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().contains("Would add"), result.out());
        assertEquals(new java.util.HashMap<>(), fakes.secrets);
        try (var files = Files.list(data)) {
            assertEquals(List.of(data.resolve("file")), files.toList());
        }
    }

    @Test
    void withoutABackupOtherCommandsSayHowToMakeOne() {
        for (String[] command : List.of(new String[] {"snapshots"}, new String[] {"ls", "latest"},
                new String[] {"check"}, new String[] {"key", "recovery"}, new String[] {"stats"})) {
            Cli.Result result = cli.run(command);
            assertEquals(10, result.exitCode());
            assertEquals("error: No backup yet: run 'tandem backup FOLDER'\n", result.err());
        }
        assertEquals(List.of(), fakes.events);
    }

    @Test
    void theRecoveryKeyIsThePasswordAndTheOnlyResult() {
        cli.run("backup", "file");
        Cli.Result result = cli.run("key", "recovery");
        assertEquals(0, result.exitCode());
        assertEquals(fakes.passwords.get(fakes.defaultFolder()) + "\n", result.out());
        assertTrue(result.err().contains("restic -r "), result.err());
        assertTrue(cli.run("key", "recovery", "--json").out().startsWith("{\"message_type\":\"recovery_key\""));
    }

    @Test
    void theRecoveryKeyGoesIntoANewFileOfItsOwner() throws IOException {
        cli.run("backup", "file");
        assertEquals(0, cli.run("key", "recovery", "--output", "key.txt").exitCode());
        Path file = data.resolve("key.txt");
        assertEquals(fakes.passwords.get(fakes.defaultFolder()) + "\n", Files.readString(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(1, cli.run("key", "recovery", "--output", "key.txt").exitCode());
    }

    @Test
    void thePasswordComesFromWhereverItIsGiven() throws IOException {
        fakes.repository("/repo", "secret");
        cli.environment.remove("TANDEM_PASSWORD");
        Files.writeString(data.resolve("password"), "\uFEFF \tsecret\u00a0\r\n\n");
        assertEquals(0, cli.run("snapshots", "--password-file", "password").exitCode());
        assertEquals(0, cli.run("snapshots", "--password-command", "sh -c 'echo \"secret\"'").exitCode());
        cli.environment.put("TANDEM_PASSWORD_FILE", "password");
        assertEquals(0, cli.run("snapshots").exitCode());
        cli.environment.remove("TANDEM_PASSWORD_FILE");
        cli.environment.put("TANDEM_PASSWORD_COMMAND", "echo secret");
        assertEquals(0, cli.run("snapshots").exitCode());
        cli.environment.remove("TANDEM_PASSWORD_COMMAND");
        cli.environment.put("TANDEM_PASSWORD", "secret");
        assertEquals(0, cli.run("snapshots").exitCode());
        cli.environment.put("TANDEM_PASSWORD", " secret");
        assertEquals(12, cli.run("snapshots").exitCode());
    }

    @Test
    void anOptionComesBeforeTheEnvironment() throws IOException {
        fakes.repository("/repo", "secret");
        cli.environment.put("TANDEM_PASSWORD", "other");
        Files.writeString(data.resolve("password"), "secret");
        assertEquals(0, cli.run("snapshots", "-p", "password").exitCode());
        fakes.repository("/elsewhere", "secret");
        cli.environment.put("TANDEM_REPOSITORY", "/nowhere");
        assertEquals(0, cli.run("snapshots", "-r", "/elsewhere").exitCode());
    }

    @Test
    void contradictingSourcesOfAPasswordAreRefused() {
        fakes.repository();
        assertEquals(2, cli.run("snapshots", "--password-file", "x", "--password-command", "y").exitCode());
        assertEquals(2, cli.run("snapshots", "-r", "/repo", "--repository-file", "y").exitCode());
        cli.environment.put("TANDEM_PASSWORD_FILE", "x");
        cli.environment.put("TANDEM_PASSWORD_COMMAND", "y");
        assertEquals(2, cli.run("snapshots").exitCode());
    }

    @Test
    void aPasswordCommandThatFailsSaysSo() {
        fakes.repository();
        Cli.Result failed = cli.run("snapshots", "--password-command", "sh -c 'exit 3'");
        assertEquals(1, failed.exitCode());
        assertTrue(failed.err().contains("'sh' failed with exit code 3"), failed.err());
        assertEquals(1, cli.run("snapshots", "--password-command", "/no/such/program").exitCode());
        assertEquals(2, cli.run("snapshots", "--password-command", "echo 'open").exitCode());
        assertEquals(1, cli.run("snapshots", "--password-command", "true").exitCode());
    }

    @Test
    void aPersonIsAskedOnceToOpenAndTwiceToMake() {
        fakes.repository();
        cli.environment.clear();
        assertEquals(0, cli.types("secret").run("snapshots", "-r", "/repo").exitCode());
        assertEquals(List.of("password of /repo: "), cli.questions());
        assertEquals(0, cli.types("new", "new").run("init", "-r", "/fresh").exitCode());
        assertEquals("new", fakes.passwords.get("/fresh"));
        assertEquals(Strength.HUMAN, fakes.strength);
        assertEquals(1, cli.types("one", "two").run("init", "-r", "/fresh2").exitCode());
        assertFalse(fakes.made.containsKey("/fresh2"));
    }

    @Test
    void withoutATerminalNobodyIsAsked() {
        fakes.repository();
        cli.environment.clear();
        Cli.Result result = cli.run("snapshots", "-r", "/repo");
        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains("TANDEM_PASSWORD_FILE"), result.err());
    }

    @Test
    void anEmptyPasswordMustBeMeant() {
        fakes.repository("/repo", "");
        assertEquals(1, cli.types("").run("snapshots").exitCode());
        assertEquals(0, cli.run("snapshots", "--insecure-no-password").exitCode());
    }

    @Test
    void aLocationWithoutARepositoryIsToldBeforeAnyPasswordIsAskedFor() {
        Cli.Result result = cli.types("x").run("snapshots", "-r", "/nowhere");
        assertEquals(10, result.exitCode());
        assertEquals(List.of(), cli.questions());
        assertTrue(result.err().contains("/nowhere"), result.err());
    }

    @Test
    void aRepositoryIsNotMadeTwice() {
        fakes.repository();
        assertEquals(1, cli.run("init").exitCode());
        cli.environment.clear();
        assertEquals(0, cli.run("init").exitCode());
        assertNotEquals(0, cli.run("init").exitCode());
    }

    @Test
    void aRelativeLocationStartsWhereTheCallerIs() throws IOException {
        fakes.repository(data.resolve("here").toString(), "secret");
        assertEquals(0, cli.run("snapshots", "-r", "here").exitCode());
        cli.environment.remove("TANDEM_REPOSITORY");
        Files.writeString(data.resolve("location"), "here\n");
        assertEquals(0, cli.run("snapshots", "--repository-file", "location").exitCode());
    }

    @Test
    void theRepositoryMayBeNamedBeforeTheCommandAsResticsUsersDo() throws IOException {
        fakes.repository();
        cli.environment.clear();
        Files.writeString(data.resolve("password"), "secret");
        assertEquals(0, cli.run("-r", "/repo", "--password-file=password", "--no-lock", "snapshots").exitCode());
        assertEquals(Access.READ_ONLY, fakes.access);
        assertEquals(2, cli.run("-r").exitCode());
    }

    @Test
    void locksAreLeftOutOnlyOnRequest() {
        fakes.repository();
        cli.run("snapshots");
        assertEquals(Access.LOCKING, fakes.access);
        cli.run("snapshots", "--no-lock");
        assertEquals(Access.READ_ONLY, fakes.access);
        assertEquals(2, cli.run("backup", "--no-lock", "file").exitCode());
    }

    @Test
    void aNamedRepositoryIsOpenedWithThePasswordItsDestinationKeeps() throws IOException {
        fakes.repository("usb/photos", "of usb");
        cli.environment.clear();
        fakes.destinations.add("usb", "/mnt/usb", Map.of());
        assertEquals(1, cli.run("snapshots", "-r", "@usb/photos").exitCode());
        fakes.destinations.putSecret("usb", "repository-password", "of usb".toCharArray());
        assertEquals(0, cli.run("snapshots", "-r", "@usb/photos").exitCode());
        Files.writeString(data.resolve("key"), "of usb\n");
        fakes.destinations.add("usb", "/mnt/usb", Map.of("repository-password-file", data.resolve("key").toString()));
        assertEquals(0, cli.run("snapshots", "-r", "@usb/photos").exitCode());
        fakes.destinations.add("usb", "/mnt/usb", Map.of("repository-password-command", "echo of usb"));
        assertEquals(0, cli.run("snapshots", "-r", "@usb/photos").exitCode());
    }

    @Test
    void whatADestinationKeepsComesBeforeTheEnvironmentAndAfterAnOption() throws IOException {
        fakes.repository("usb", "of usb");
        fakes.destinations.add("usb", "/mnt/usb", Map.of());
        fakes.destinations.putSecret("usb", "repository-password", "of usb".toCharArray());
        cli.environment.put("TANDEM_PASSWORD", "of another");
        assertEquals(0, cli.run("snapshots", "-r", "@usb").exitCode());
        Files.writeString(data.resolve("wrong"), "wrong");
        assertEquals(12, cli.run("snapshots", "-r", "@usb", "-p", "wrong").exitCode());
    }

    @Test
    void aRepositoryIsMadeInADestinationWithThePasswordThatIsKept() {
        cli.environment.clear();
        fakes.destinations.add("usb", "/mnt/usb", Map.of());
        fakes.destinations.putSecret("usb", "repository-password", "kept".toCharArray());
        assertEquals(0, cli.run("init", "-r", "@usb/new").exitCode());
        assertEquals("kept", fakes.passwords.get("usb/new"));
    }
}
