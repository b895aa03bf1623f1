package dev.tandem.cli.destination;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.tandem.cli.Cli;
import dev.tandem.cli.commands.FakeDestinations;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.TrialResult.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationCommandsTest {
    @TempDir
    Path folder;

    private final Map<String, String> secrets = new HashMap<>();
    private final FakeDestinations destinations = new FakeDestinations(secrets);
    private final FakeStorage storage = new FakeStorage(destinations);
    private final Cli cli = new Cli();

    @BeforeEach
    void commands() {
        cli.workingDirectory = folder;
        cli.command("destination add", () -> new DestinationAddCommand(destinations, storage, storage));
        cli.command("destination edit", () -> new DestinationEditCommand(destinations, storage, storage));
        cli.command("destination list", () -> new DestinationListCommand(destinations));
        cli.command("destination show", () -> new DestinationShowCommand(destinations, storage));
        cli.command("destination remove", () -> new DestinationRemoveCommand(destinations));
        cli.command("destination trust", () -> new DestinationTrustCommand(destinations, storage));
        cli.command("destination types", () -> new DestinationTypesCommand(storage));
        cli.command("destination test", () -> new DestinationTestCommand(destinations, storage, storage));
        storage.keyIsKnown = true;
    }

    private Cli.Result run(int exitCode, String... arguments) {
        Cli.Result result = cli.run(arguments);
        assertEquals(exitCode, result.exitCode(), result.out() + result.err());
        assertFalse((result.out() + result.err()).contains("hidden"), result.out() + result.err());
        return result;
    }

    private String location(String name) {
        return destinations.all.get(name).location().text();
    }

    @Test
    void whatIsAddedIsKeptAndTried() {
        Cli.Result result = run(0, "destination", "add", "nas", "sftp://ada@nas/backup");
        assertEquals("sftp://ada@nas/backup", location("nas"));
        assertEquals(List.of("@nas", "closed"), storage.opened);
        assertTrue(result.out().startsWith("@nas is sftp://ada@nas/backup\nconnected to @nas in "), result.out());
        assertTrue(result.out().contains("2.000 KiB free"), result.out());
        assertTrue(result.out().lines().anyMatch(line -> line.matches("rename +yes .*")), result.out());
        assertTrue(result.out().lines().anyMatch(line -> line.matches("durable write +no .*")), result.out());
    }

    @Test
    void aRelativeFolderStartsWhereTheCallerIs() {
        run(0, "destination", "add", "usb", "place", "--no-test");
        assertEquals(folder.resolve("place").toString(), location("usb"));
        assertEquals(List.of(), storage.opened);
    }

    @Test
    void aPasswordInALocationIsKeptAsASecretOnly() {
        Cli.Result result = run(0, "destination", "add", "nas", "sftp://ada:hidden%2F1@nas/backup?x=1", "--no-test");
        assertEquals("sftp://ada@nas/backup?x=1", location("nas"));
        assertEquals(Map.of("destination.nas.password", "hidden/1"), secrets);
        assertTrue(result.err().contains("kept in the secret store: password"), result.err());
    }

    @Test
    void aSecretSettingOfALocationIsKeptAsASecretOnly() {
        run(0, "destination", "add", "nas", "sftp://nas/x?password=hidden&host-key=SHA256:a", "--no-test");
        assertEquals("sftp://nas/x?host-key=SHA256:a", location("nas"));
        assertEquals(Map.of("destination.nas.password", "hidden"), secrets);
    }

    @Test
    void secretsAreAskedForOrReadFromFilesAndStandardInput() throws IOException {
        Files.writeString(folder.resolve("file"), "hidden file \n");
        cli.types("hidden typed");
        run(0, "destination", "add", "a", "sftp://h/x", "--no-test", "--secret", "password");
        run(0, "destination", "add", "b", "sftp://h/x", "--no-test", "--secret-file", "password=file");
        cli.input = "hidden input\r\n".getBytes(StandardCharsets.UTF_8);
        run(0, "destination", "add", "c", "sftp://h/x", "--no-test", "--secret-file", "repository-password=-");
        assertEquals(List.of("password of a: "), cli.questions());
        assertEquals(Map.of("destination.a.password", "hidden typed", "destination.b.password", "hidden file ",
                "destination.c.repository-password", "hidden input"), secrets);
    }

    @Test
    void nothingIsKeptWhenTheCommandLineMakesNoSense() {
        for (String[] wrong : List.of(new String[] {"--set", "password=hidden"}, new String[] {"--set", "unknown=1"},
                new String[] {"--set", "host-key"}, new String[] {"--secret", "host-key"},
                new String[] {"--secret-file", "password"})) {
            run(2, "destination", "add", "nas", "sftp://h/x", wrong[0], wrong[1]);
        }
        run(1, "destination", "add", "nas", "sftp://h/x", "--secret", "password");
        run(1, "destination", "add", "nas", "ftp://u:hidden@h/x");
        run(2, "destination", "add", "NAS", "sftp://h/x");
        run(2, "destination", "add", "nas", "");
        assertEquals(Map.of(), destinations.all);
        assertEquals(Map.of(), secrets);
    }

    @Test
    void aNameIsNotGivenTwice() {
        destinations.add("nas", "/a", Map.of());
        assertTrue(run(1, "destination", "add", "nas", "/b").err().contains("destination edit nas"));
        assertEquals("/a", location("nas"));
    }

    @Test
    void aDestinationCannotBeAnotherOne() {
        destinations.add("nas", "/a", Map.of());
        run(2, "destination", "add", "other", "@nas/x", "--no-test");
    }

    @Test
    void whatCannotBeReachedNowIsKeptAndSaidSo() {
        storage.failure = Kind.UNREACHABLE;
        Cli.Result result = run(1, "destination", "add", "nas", "sftp://h/x");
        assertTrue(result.err().contains("'nas' is kept, but cannot be used now: it is UNREACHABLE"), result.err());
        assertEquals("sftp://h/x", location("nas"));
    }

    @Test
    void whatIsNotThereYetIsNoFailure() {
        storage.failure = Kind.NOT_FOUND;
        assertTrue(run(0, "destination", "add", "nas", "sftp://h/x").err().contains("tandem init -r @nas"));
    }

    @Test
    void theKeyOfAServerIsShownAndKeptOnceSomebodySaysYes() {
        storage.keyIsKnown = false;
        cli.types("yes");
        Cli.Result result = run(0, "destination", "add", "nas", "sftp://h/x");
        assertTrue(result.err().contains(FakeStorage.FINGERPRINT), result.err());
        assertEquals(Map.of("host-key", FakeStorage.FINGERPRINT), destinations.all.get("nas").settings());
        assertTrue(result.out().contains("connected to @nas"), result.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "", "YES", "y"})
    void aKeyThatNobodyConfirmedIsNotTrusted(String answer) {
        storage.keyIsKnown = false;
        cli.types(answer);
        Cli.Result result = run(1, "destination", "add", "nas", "sftp://h/x");
        assertTrue(result.err().contains("tandem destination trust nas"), result.err());
        assertEquals(Map.of(), destinations.all.get("nas").settings());
    }

    @Test
    void aKeyIsTrustedByTheFingerprintItsOwnerTold() {
        storage.keyIsKnown = false;
        destinations.add("nas", "sftp://h/x", Map.of());
        run(0, "destination", "trust", "nas", "--fingerprint", FakeStorage.FINGERPRINT);
        assertEquals(Map.of("host-key", FakeStorage.FINGERPRINT), destinations.all.get("nas").settings());
        assertEquals(0, run(0, "destination", "trust", "@nas").err().length());
    }

    @Test
    void anotherFingerprintThanTheServerShowsIsNotKept() {
        storage.keyIsKnown = false;
        destinations.add("nas", "sftp://h/x", Map.of());
        run(1, "destination", "trust", "nas", "--fingerprint", "SHA256:other");
        assertEquals(Map.of(), destinations.all.get("nas").settings());
        run(2, "destination", "trust", "nas", "--fingerprint", "a&b=c");
    }

    @Test
    void theKeyOfALocationWithoutANameIsKeptByItsProvider() {
        storage.keyIsKnown = false;
        run(1, "destination", "trust", "sftp://h/x");
        cli.types("yes");
        run(0, "destination", "trust", "sftp://h/x?a=b");
        assertTrue(storage.opened.contains("sftp://h/x?a=b&host-key=" + FakeStorage.FINGERPRINT),
                storage.opened.toString());
    }

    @Test
    void aKeyIsTrustedEvenWhereNothingIsStoredYet() {
        storage.keyIsKnown = false;
        storage.failure = Kind.NOT_FOUND;
        destinations.add("nas", "sftp://h/x", Map.of());
        run(0, "destination", "trust", "nas", "--fingerprint", FakeStorage.FINGERPRINT);
    }

    @Test
    void aFolderIsKeptByItsVolume() {
        run(0, "destination", "add", "usb", "/media/usb/backup", "--volume", "--no-test");
        assertEquals("/backup", location("usb"));
        assertEquals(Map.of("volume", "1A2B-3C4D"), destinations.all.get("usb").settings());
        run(2, "destination", "edit", "usb", "--volume");
        run(0, "destination", "edit", "usb", "--location", "/media/other", "--no-test");
        assertEquals("/media/other", location("usb"));
        assertEquals(Map.of(), destinations.all.get("usb").settings());
        storage.volumeIsKnown = false;
        run(1, "destination", "edit", "usb", "--volume");
        assertEquals("/media/other", location("usb"));
    }

    @Test
    void anEditChangesWhatItNamesAndNothingElse() {
        destinations.add("nas", "sftp://h/x", Map.of("host-key", "SHA256:a"));
        secrets.put("destination.nas.password", "hidden");
        cli.types("hidden too");
        run(0, "destination", "edit", "nas", "--secret", "repository-password", "--no-test");
        assertEquals(Map.of("host-key", "SHA256:a"), destinations.all.get("nas").settings());
        run(0, "destination", "edit", "nas", "--unset", "host-key", "--unset", "password", "--no-test");
        assertEquals(Map.of(), destinations.all.get("nas").settings());
        assertEquals(Map.of("destination.nas.repository-password", "hidden too"), secrets);
        run(0, "destination", "edit", "nas", "--location", "sftp://h/y", "--set", "host-key=SHA256:b", "--no-test");
        assertEquals("sftp://h/y", location("nas"));
        assertEquals(Map.of("host-key", "SHA256:b"), destinations.all.get("nas").settings());
        run(2, "destination", "edit", "nas");
        run(2, "destination", "edit", "nas", "--unset", "nothing");
        run(1, "destination", "edit", "other", "--unset", "x");
    }

    @Test
    void removingForgetsTheNameAndItsSecrets() {
        destinations.add("nas", "sftp://h/x", Map.of());
        secrets.put("destination.nas.password", "hidden");
        assertEquals("removed @nas and 1 secret; what is stored there stays\n",
                run(0, "destination", "remove", "@nas").out());
        assertEquals(Map.of(), secrets);
        assertTrue(run(1, "destination", "remove", "nas").err().contains("there is no destination 'nas'"));
    }

    @Test
    void listAndShowTellNoSecretButItsName() {
        assertTrue(run(0, "destination", "list").out().contains("0 destinations"));
        destinations.add("nas", "sftp://h/x", Map.of("password", "hidden", "odd", "1"));
        secrets.put("destination.nas.repository-password", "hidden");
        Cli.Result shown = run(0, "destination", "show", "nas");
        assertEquals("""
                @nas is sftp://h/x
                  odd = 1
                  password = ***
                  repository-password is in the secret store
                """, shown.out());
        assertTrue(shown.err().contains("'odd' is no setting of sftp"), shown.err());
        assertTrue(shown.err().contains("'password' is a secret in a file that is none"), shown.err());
        destinations.add("nas", "sftp://h/x", Map.of("odd", "1"));
        Cli.Result listed = run(0, "destination", "list");
        assertTrue(listed.out().contains("@nas  sftp://h/x  odd=1     repository-password"), listed.out());
        assertEquals("{\"message_type\":\"destination\",\"name\":\"nas\",\"location\":\"sftp://h/x\","
                + "\"settings\":{\"odd\":\"1\"},\"secrets\":[\"repository-password\"]}\n",
                run(0, "destination", "list", "--json").out());
    }

    @Test
    void typesTellTheirSettingsAndTheCommonOnesOnce() {
        assertEquals("""
                file
                  volume    about volume
                  password  secret: what proves it
                sftp
                  host-key  about host-key
                  password  secret: what proves it
                all of them
                  repository-password  secret: of the repository
                """, run(0, "destination", "types").out());
    }

    @Test
    void aTestTellsEachRuleAndFailsWhereOneIsBroken() {
        destinations.add("nas", "sftp://h/x", Map.of());
        storage.results.add(FakeStorage.result("reading.whole", Verdict.HOLDS, ""));
        storage.results.add(FakeStorage.result("reading.range", Verdict.NOT_TRIED, "not promised"));
        assertEquals("""
                reading
                  ok      the rule reading.whole
                  -       the rule reading.range
                          not promised
                1 rule held, 0 broken, 1 not tried
                """, afterTable(run(0, "destination", "test", "nas").out()));
        storage.results.add(FakeStorage.result("writing.new", Verdict.BROKEN, "two writers won"));
        String broken = run(1, "destination", "test", "nas").out();
        assertTrue(broken.contains("writing\n  BROKEN  the rule writing.new\n          two writers won\n"), broken);
        List<String> json = run(1, "destination", "test", "nas", "--json").outLines();
        assertEquals("connection", type(json.getFirst()));
        assertEquals("trial", type(json.get(1)));
        assertEquals("{\"message_type\":\"summary\",\"broken\":1,\"holds\":1,\"not_tried\":1}", json.getLast());
        assertFalse(run(0, "destination", "test", "sftp://h/x", "--connection-only").out().contains("rule"));
        run(2, "destination", "test", "nas", "--children", "0");
    }

    private static String afterTable(String text) {
        String rule = text.lines().filter(line -> line.startsWith("---")).findFirst().orElseThrow() + "\n";
        return text.substring(text.lastIndexOf(rule) + rule.length());
    }

    private static String type(String line) {
        return JsonParser.parseString(line).getAsJsonObject().get("message_type").getAsString();
    }

    @Test
    void aTestOfWhatIsNotThereSaysHowToMakeIt() {
        destinations.add("nas", "sftp://h/x", Map.of());
        storage.failure = Kind.NOT_FOUND;
        assertTrue(run(1, "destination", "test", "nas").err().contains("to make it: --create"));
        storage.failure = null;
        run(0, "destination", "test", "nas", "--create");
        assertTrue(storage.opened.contains("@nas for CREATE"), storage.opened.toString());
    }

    @Test
    void aWordThatIsNoNameIsNotTakenForAFolder() {
        for (String[] wrong : List.of(new String[] {"test", "nsa", "--create"},
                new String[] {"trust", "nsa", "--fingerprint", "SHA256:a"})) {
            destinations.add("nas", "sftp://h/x", Map.of());
            String[] call = Stream.concat(Stream.of("destination"),
                    Stream.of(wrong)).toArray(String[]::new);
            assertTrue(run(1, call).err().contains("no destination 'nsa'; there are: nas"));
        }
        run(2, "destination", "trust", "./nas", "--fingerprint", "SHA256:a");
        assertEquals(List.of(), storage.opened);
    }
}
