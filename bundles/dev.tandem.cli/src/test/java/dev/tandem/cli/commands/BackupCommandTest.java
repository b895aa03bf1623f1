package dev.tandem.cli.commands;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tandem.backup.BackupRequest;
import dev.tandem.backup.Compression;
import dev.tandem.cli.Cli;
import dev.tandem.model.RawPath;
import dev.tandem.scan.SourceRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCommandTest {
    @TempDir
    Path data;

    private Fakes fakes;
    private Cli cli;
    private FakeRepository repository;

    @BeforeEach
    void install() throws IOException {
        fakes = new Fakes(data);
        cli = fakes.cli;
        repository = fakes.repository();
        for (String name : List.of("a1", "a2", "b", "with space")) {
            Files.writeString(data.resolve(name), name);
        }
    }

    private BackupRequest request(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "backup";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Cli.Result result = cli.run(all);
        assertEquals(0, result.exitCode(), result.err());
        return repository.backup;
    }

    private static List<RawPath> paths(String... names) {
        return java.util.Arrays.stream(names).map(RawPath::of).toList();
    }

    @Test
    void theDefaultsAreThoseOfAPlainBackup() throws IOException {
        BackupRequest request = request("a1");
        assertEquals(BackupRequest.of(paths("a1"), RawPath.of(data), HostName.read(cli.environment)), request);
    }

    @Test
    void everyOptionReachesTheRequest() {
        repository.snapshot(1, "h", "/a");
        BackupRequest request = request("a1", "-e", "*.o", "--exclude", "/tmp", "--iexclude", "*.BAK",
                "--exclude-if-present", ".nobackup", "--exclude-caches", "--exclude-larger-than", "10M", "-x", "--tag",
                "x,y", "--tag", "z,x", "--host", "h", "--time", "2026-01-02T03:04:05+01:00", "--parent", "00000001",
                "-f", "--ignore-inode", "--with-atime", "--compression", "max", "-n", "--accept-empty");
        assertEquals(new SourceRules(List.of("*.o", "/tmp"), List.of("*.BAK"),
                List.of(".nobackup", SourceRules.CACHE_TAG), 10 << 20, true, Map.of("*.o", "--exclude", "/tmp",
                "--exclude", "*.BAK", "--iexclude", ".nobackup", "--exclude-if-present", SourceRules.CACHE_TAG,
                "--exclude-caches")), request.rules());
        assertTrue(request.acceptEmpty());
        assertEquals(List.of("x", "y", "z"), request.tags());
        assertEquals("h", request.hostname());
        assertEquals(Optional.of(OffsetDateTime.parse("2026-01-02T03:04:05+01:00")), request.time());
        assertEquals(Optional.of(FakeRepository.id(1)), request.parent());
        assertTrue(request.force() && request.ignoreInode() && request.ignoreChangeTime() && request.withAccessTime()
                && request.dryRun());
        assertEquals(Compression.MAX, request.compression());
    }

    @Test
    void anExcludeFileHasCommentsBlankLinesAndVariables() throws IOException {
        cli.environment.put("HOME", "/home/me");
        Files.writeString(data.resolve("x"), "# comment\n\n  *.tmp  \n$HOME/cache\n${HOME}/b$$c\n$NOSUCH/d\n!keep\n");
        assertEquals(List.of("*.tmp", "/home/me/cache", "/home/me/b$c", "/d", "!keep"),
                request("a1", "--exclude-file", "x").rules().excludes());
    }

    @Test
    void whereAPatternCameFromIsRemembered() throws IOException {
        Files.writeString(data.resolve("x"), "# comment\n\n*.tmp\n*.o\n");
        assertEquals(Map.of("*.tmp", "line 3 of x", "*.o", "--exclude and line 4 of x"),
                request("a1", "-e", "*.o", "--exclude-file", "x").rules().origins());
    }

    @Test
    void listsNameWhatToBackUp() throws IOException {
        Files.writeString(data.resolve("globs"), "# comment\na*\n\n" + data + "/[b]\nwith space\n");
        assertEquals(paths("a1", "a2", data + "/b", "with space"), request("--files-from", "globs").sources());
        Files.writeString(data.resolve("verbatim"), "a1\nwith space\n");
        assertEquals(paths("b", "a1", "with space"), request("b", "--files-from-verbatim", "verbatim").sources());
        Files.write(data.resolve("raw"), "a1\0with space\0".getBytes(StandardCharsets.UTF_8));
        assertEquals(paths("a1", "with space"), request("--files-from-raw", "raw").sources());
        cli.input = "a2\n".getBytes(StandardCharsets.UTF_8);
        assertEquals(paths("a2"), request("--files-from-verbatim", "-").sources());
        Files.writeString(data.resolve("cut"), "a1\0a");
        assertEquals(2, cli.run("backup", "--files-from-raw", "cut").exitCode());
    }

    @Test
    void aNameWithInvalidUtf8InAListKeepsItsBytes() throws IOException {
        RawPath odd = RawPath.of(new byte[] {'o', (byte) 0xFF});
        Files.createFile(SourceList.absolute(odd, new FolderContext(data)).toPath());
        Files.write(data.resolve("raw"), new byte[] {'o', (byte) 0xFF, 0});
        assertEquals(List.of(odd), request("--files-from-raw", "raw").sources());
        Files.write(data.resolve("globs"), new byte[] {'o', '*', '\n'});
        assertEquals(List.of(odd), request("--files-from", "globs").sources());
    }

    @Test
    void aSourceNamedTwiceIsBackedUpOnce() {
        assertEquals(paths("a1"), request("a1", "./a1", "a1/").sources());
    }

    @Test
    void standardInputIsOneFile() throws IOException {
        cli.input = "piped".getBytes(StandardCharsets.UTF_8);
        BackupRequest request = request("--stdin", "--stdin-filename", "dumps/db.sql");
        assertEquals(RawPath.of("/dumps/db.sql"), request.stream().orElseThrow().name());
        assertArrayEquals(cli.input, request.stream().orElseThrow().bytes().readAllBytes());
        assertEquals(2, cli.run("backup", "--stdin", "a1").exitCode());
    }

    @Test
    void withoutASourceNothingIsDone() {
        assertEquals(2, cli.run("backup").exitCode());
        assertEquals(2, cli.run("backup", "").exitCode());
        Cli.Result missing = cli.run("backup", "nosuch");
        assertEquals(1, missing.exitCode());
        assertTrue(missing.err().contains("nosuch does not exist"), missing.err());
        assertEquals(1, cli.run("backup", "nosuch", "neither").exitCode());
        assertNull(repository.backup);
    }

    @Test
    void aMissingSourceIsToldAndTheRestIsBackedUp() {
        Cli.Result result = cli.run("backup", "a1", "nosuch");
        assertEquals(3, result.exitCode());
        assertEquals(paths("a1"), repository.backup.sources());
        assertEquals("error: nosuch: does not exist, skipping it\n", result.err());
    }

    @Test
    void badValuesAreUsageErrors() {
        assertEquals(2, cli.run("backup", "a1", "--exclude-larger-than", "big").exitCode());
        assertEquals(2, cli.run("backup", "a1", "--time", "yesterday").exitCode());
        assertEquals(2, cli.run("backup", "a1", "--compression", "extreme").exitCode());
        assertEquals(2, cli.run("backup", "a1", "-e", "[").exitCode());
        assertNull(repository.backup);
    }

    @Test
    void theHelpTellsTheDefaults() {
        String help = cli.run("backup", "--help").out();
        assertTrue(help.contains("(default: stdin)") && help.contains("(default: auto)"), help);
    }

    @Test
    void theSummaryForPeople() {
        assertEquals("""

                Files:           1 new,     2 changed,     3 unmodified
                Dirs:            4 new,     5 changed,     6 unmodified
                Added to the repository: 2.000 KiB (1.000 KiB stored)

                processed 6 files, 4.000 KiB in 1:05
                snapshot 0000004d saved
                """, cli.run("backup", "a1").out());
    }

    @Test
    void theSummaryForProgramsHasResticsNames() {
        JsonObject summary = JsonParser.parseString(cli.run("backup", "a1", "--json").out()).getAsJsonObject();
        assertEquals("{\"message_type\":\"summary\",\"files_new\":1,\"files_changed\":2,\"files_unmodified\":3,"
                + "\"dirs_new\":4,\"dirs_changed\":5,\"dirs_unmodified\":6,\"data_blobs\":7,\"tree_blobs\":8,"
                + "\"data_added\":2048,\"data_added_packed\":1024,\"total_files_processed\":6,"
                + "\"total_bytes_processed\":4096,\"total_duration\":65.0,\"backup_start\":\"2026-01-02T03:04:05Z\","
                + "\"backup_end\":\"2026-01-02T03:05:10Z\",\"snapshot_id\":\"" + FakeRepository.id(77) + "\"}",
                summary.toString());
        JsonObject dry = JsonParser.parseString(cli.run("backup", "a1", "--json", "-n").out()).getAsJsonObject();
        assertTrue(dry.get("dry_run").getAsBoolean());
        assertTrue(!dry.has("snapshot_id"));
    }

    @Test
    void unreadableItemsAreToldAndMakeTheBackupIncomplete() {
        repository.problems = 2;
        Cli.Result result = cli.run("backup", "a1");
        assertEquals(3, result.exitCode());
        assertEquals("""
                error: /bad0: permission denied
                error: /bad1: permission denied
                2 items could not be backed up
                """, result.err());
    }

    @Test
    void otherDestinationsHavePasswordsOfTheirOwnOrTheFirstOnes() throws IOException {
        fakes.repository("/second", "of second");
        fakes.repository("/third", "secret");
        fakes.repository();
        Files.writeString(data.resolve("key"), "of second\n");
        Cli.Result result = cli.run("backup", "a1", "--also", "/second", "--also-password-file", "key", "--also",
                "/third");
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().contains("snapshot 0000004e saved in /second"), result.out());
        assertTrue(result.out().contains("snapshot 0000004e saved in /third"), result.out());
        fakes.repository("usb", "of second");
        fakes.repository();
        fakes.destinations.add("usb", "/second",
                Map.of("repository-password-file", data.resolve("key").toString()));
        for (String usb : List.of("usb", "@usb")) {
            result = cli.run("backup", "a1", "--also", usb);
            assertEquals(0, result.exitCode(), result.err());
            assertTrue(result.out().contains("saved in @usb"), result.out());
        }
    }

    @Test
    void aDestinationThatIsAbsentMakesTheBackupIncomplete() {
        Cli.Result result = cli.run("backup", "a1", "--also", "/nowhere");
        assertEquals(3, result.exitCode());
        assertTrue(result.out().contains("snapshot 0000004d saved"), result.out());
        assertTrue(result.out().contains("/nowhere does not have all"), result.out());
        result = cli.run("backup", "--json", "a1", "--also", "/nowhere");
        JsonObject destination = JsonParser.parseString(result.out().lines().findFirst().orElseThrow())
                .getAsJsonObject();
        assertEquals("destination", destination.get("message_type").getAsString());
        assertTrue(destination.has("error"));
        assertEquals(2, cli.run("backup", "a1", "--also-password-file", "key").exitCode());
    }

    @Test
    void aDestinationWhosePasswordCannotBeHadIsAbsent() {
        fakes.repository("/second", "of second");
        fakes.repository();
        assertEquals(3, cli.run("backup", "a1", "--also", "/second", "--also-password-file", "gone").exitCode());
        assertEquals(3, cli.run("backup", "a1", "--also", "/second", "--also-password-command", "false").exitCode());
    }
}
