package dev.tandem.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tandem.backup.CheckReport;
import dev.tandem.backup.CheckRequest.ReadData;
import dev.tandem.backup.KeyInfo;
import dev.tandem.backup.RewriteRequest;
import dev.tandem.backup.SnapshotChange.What;
import dev.tandem.backup.TagChange;
import dev.tandem.backup.RestoreRequest.Overwrite;
import dev.tandem.cli.Cli;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    @TempDir
    Path data;

    private final TimeZone zone = TimeZone.getDefault();
    private Fakes fakes;
    private Cli cli;
    private FakeRepository repository;

    @BeforeEach
    void install() {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        fakes = new Fakes(data);
        cli = fakes.cli;
        repository = fakes.repository();
    }

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(zone);
    }

    private static List<JsonObject> json(Cli.Result result) {
        return result.out().lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    }

    private static String type(JsonObject message) {
        return message.get("message_type").getAsString();
    }

    @Test
    void snapshotsAreATable() {
        repository.snapshot(1, "host", "/a", "/b");
        repository.snapshot(2, "other", "/a");
        assertEquals("""
                ID        Time                 Host   Tags  Paths  Size
                ------------------------------------------------------------
                00000001  2026-01-03 03:04:05  host   a     /a     4.000 KiB
                                                      b     /b
                00000002  2026-01-04 03:04:05  other        /a     4.000 KiB
                ------------------------------------------------------------
                2 snapshots
                """, cli.run("snapshots").out());
        assertEquals("0 snapshots\n", cli.run("snapshots", "--host", "nobody").out());
    }

    @Test
    void snapshotsAreObjectsWithResticsNames() {
        repository.snapshot(1, "host", "/a");
        JsonObject message = json(cli.run("snapshots", "--json")).getFirst();
        assertEquals("snapshot", type(message));
        assertEquals("00000001", message.get("short_id").getAsString());
        assertEquals(64, message.get("id").getAsString().length());
        assertEquals("2026-01-03T03:04:05Z", message.get("time").getAsString());
        assertEquals(4096, message.getAsJsonObject("summary").get("total_bytes_processed").getAsLong());
        assertFalse(message.has("parent"));
        for (String name : List.of("tree", "paths", "hostname", "username", "tags", "program_version")) {
            assertTrue(message.has(name), name);
        }
    }

    @Test
    void snapshotsAreChosenByIdHostTagPathAndAge() {
        repository.snapshot(1, "host", "/a");
        repository.snapshot(2, "host", "/a");
        repository.snapshot(3, "other", "/b");
        assertEquals(1, json(cli.run("snapshots", "--json", "00000002")).size());
        assertEquals(1, json(cli.run("snapshots", "--json", "--tag", "a,b")).size());
        assertEquals(2, json(cli.run("snapshots", "--json", "--tag", "")).size());
        assertEquals(2, json(cli.run("snapshots", "--json", "--path", "/a")).size());
        assertEquals(2, json(cli.run("snapshots", "--json", "--latest", "1")).size());
        assertEquals(1, cli.run("snapshots", "zzz").exitCode());
    }

    @Test
    void lsListsAllOrOneFolderAndStripsNothing() {
        repository.snapshot(1, "host", "/a");
        repository.add("/a", FileType.DIRECTORY, "");
        repository.add("/a/sub", FileType.DIRECTORY, "");
        repository.add("/a/sub/file", FileType.FILE, "12345");
        repository.add("/a/link", FileType.SYMLINK, "sub/file");
        assertEquals(List.of("/a", "/a/link", "/a/sub", "/a/sub/file"), cli.run("ls", "latest").outLines());
        assertEquals(List.of("/a", "/a/link", "/a/sub"), cli.run("ls", "latest", "/a").outLines());
        assertEquals(List.of("/a", "/a/link", "/a/sub", "/a/sub/file"),
                cli.run("ls", "latest", "--recursive", "a").outLines());
        assertEquals(List.of("/a/sub", "/a/sub/file"), cli.run("ls", "latest:a/sub").outLines());
        List<String> lines = cli.run("ls", "-l", "latest", "/a/sub/file", "/a/link").outLines();
        assertEquals("-rw-r-----  1000   100          5 2026-01-02 03:04:05 /a/sub/file", lines.get(0));
        assertTrue(lines.get(1).endsWith("/a/link -> sub/file"), lines.get(1));
        assertEquals(1, cli.run("ls", "latest", "/none").exitCode());
    }

    @Test
    void lsTakesPatternsAndSorts() {
        repository.snapshot(1, "host", "/a");
        repository.add("/a", FileType.DIRECTORY, "");
        repository.add("/a/b.txt", FileType.FILE, "long content");
        repository.add("/a/c.md", FileType.FILE, "short");
        repository.add("/a/*", FileType.FILE, "named like a pattern");
        assertEquals(List.of("/a/b.txt"), cli.run("ls", "latest", "**/*.txt").outLines());
        assertEquals(List.of("/a/*"), cli.run("ls", "latest", "/a/*").outLines());
        assertEquals(List.of("/a", "/a/c.md", "/a/b.txt", "/a/*"),
                cli.run("ls", "--sort", "size", "latest").outLines());
        assertEquals(List.of("/a/*", "/a/b.txt", "/a/c.md", "/a"),
                cli.run("ls", "--sort", "size", "--reverse", "latest").outLines());
        assertEquals(List.of("/a/c.md", "/a/b.txt", "/a/*", "/a"), cli.run("ls", "--reverse", "latest").outLines());
        assertEquals(2, cli.run("ls", "--sort", "colour", "latest").exitCode());
    }

    @Test
    void lsIsObjectsWithResticsNames() {
        repository.snapshot(1, "host", "/a");
        repository.add("/a", FileType.DIRECTORY, "");
        repository.add("/a/file", FileType.FILE, "12345");
        List<JsonObject> messages = json(cli.run("ls", "latest", "--json"));
        assertEquals(List.of("snapshot", "node", "node"), messages.stream().map(CommandsTest::type).toList());
        assertEquals("{\"message_type\":\"node\",\"name\":\"file\",\"type\":\"file\",\"path\":\"/a/file\","
                + "\"user\":\"me\",\"group\":\"us\",\"uid\":1000,\"gid\":100,\"size\":5,\"mode\":416,"
                + "\"permissions\":\"-rw-r-----\",\"mtime\":\"2026-01-02T03:04:05.25Z\","
                + "\"atime\":\"2026-01-02T03:04:05.25Z\",\"ctime\":\"2026-01-02T03:04:05.25Z\",\"inode\":42}",
                messages.get(2).toString());
        assertEquals(2147484141L, messages.get(1).get("mode").getAsLong());
    }

    @Test
    void restoreNeedsATargetAndPassesEveryChoice() {
        repository.snapshot(1, "host", "/a");
        Cli.Result without = cli.run("restore", "latest");
        assertEquals(2, without.exitCode());
        assertTrue(without.err().contains("--target DIR"), without.err());
        assertEquals(0, cli.run("restore", "latest:/a/b", "--target", "out", "-i", "*.txt", "--iinclude", "*.jpg",
                "-e", "x", "--overwrite", "if-newer", "--delete", "--verify", "--sparse", "-n").exitCode());
        assertEquals(RawPath.of("/a/b"), repository.restore.path());
        assertEquals(RawPath.of(data.resolve("out")), repository.restore.target());
        assertEquals(List.of("*.txt", "*.[jJ][pP][gG]"), repository.restore.includes());
        assertEquals(List.of("x"), repository.restore.excludes());
        assertEquals(Overwrite.IF_NEWER, repository.restore.overwrite());
        assertTrue(repository.restore.delete() && repository.restore.verify() && repository.restore.sparse()
                && repository.restore.dryRun());
        assertEquals(2, cli.run("restore", "latest", "--target", "out", "--overwrite", "maybe").exitCode());
    }

    @Test
    void restoreRefusesToDeleteEverythingOnTheMachine() {
        repository.snapshot(1, "host", "/a");
        for (String root : List.of("/", "//", "/./", "/..")) {
            Cli.Result result = cli.run("restore", "latest", "--target", root, "--delete");
            assertEquals(4, result.exitCode());
            assertNull(repository.restore);
        }
        assertEquals(4, JsonParser.parseString(cli.run("restore", "latest", "--target", "/", "--delete", "--json")
                .err()).getAsJsonObject().get("code").getAsInt());
        assertEquals(0, cli.run("restore", "latest", "--target", "/", "--delete", "-i", "/a").exitCode());
    }

    @Test
    void restoreTellsWhatItDid() {
        repository.snapshot(1, "host", "/a");
        assertEquals("restored 3 files/dirs (300 B) in 0:00, 2 were right already, 1 left alone, 4 deleted\n",
                cli.run("restore", "latest", "--target", "out").out());
        JsonObject summary = json(cli.run("restore", "latest", "--target", "out", "--json")).getLast();
        assertEquals("summary", type(summary));
        assertEquals(6, summary.get("total_files").getAsLong());
        assertEquals(3, summary.get("files_restored").getAsLong());
        assertEquals(3, summary.get("files_skipped").getAsLong());
        assertEquals(500, summary.get("total_bytes").getAsLong());
        assertEquals(300, summary.get("bytes_restored").getAsLong());
        repository.problems = 1;
        assertEquals(3, cli.run("restore", "latest", "--target", "out").exitCode());
    }

    @Test
    void checkReadsWhatItIsTold() {
        assertEquals(0, cli.run("check").exitCode());
        assertEquals(new ReadData.None(), repository.check.readData());
        cli.run("check", "--read-data");
        assertEquals(new ReadData.All(), repository.check.readData());
        cli.run("check", "--read-data-subset", "2/5");
        assertEquals(new ReadData.Group(2, 5), repository.check.readData());
        cli.run("check", "--read-data-subset", "2.5%");
        assertEquals(new ReadData.Share(2.5), repository.check.readData());
        cli.run("check", "--read-data-subset", "250");
        assertEquals(new ReadData.Share(25), repository.check.readData());
        cli.run("check", "--read-data-subset", "1G");
        assertEquals(new ReadData.All(), repository.check.readData());
        for (String bad : List.of("0/5", "6/5", "1/257", "0%", "101%", "x", "0")) {
            assertEquals(2, cli.run("check", "--read-data-subset", bad).exitCode(), bad);
        }
        assertEquals(2, cli.run("check", "--read-data", "--read-data-subset", "1/2").exitCode());
    }

    @Test
    void aMistypedChoiceIsAnsweredWithThoseThereAre() {
        Cli.Result result = cli.run("stats", "--mode", "huh");
        assertEquals(2, result.exitCode());
        assertTrue(result.err().contains("'huh' is none of restore-size, files-by-contents"), result.err());
        assertFalse(result.err().contains("RESTORE_SIZE"), result.err());
    }

    @Test
    void checkTellsWhatIsHitAndWhatToDo() {
        repository.findings.add(new CheckReport.Finding(true, "data/ab/abcd", "is missing",
                List.of("snapshot 1: /a"), "run repair"));
        repository.findings.add(new CheckReport.Finding(false, "data/ef/ef01", "is not needed", List.of(), ""));
        Cli.Result text = cli.run("check");
        assertEquals(1, text.exitCode());
        assertEquals(List.of("error: data/ab/abcd: is missing", "    affects snapshot 1: /a", "    to do: run repair",
                "hint: data/ef/ef01: is not needed",
                "checked 2 snapshots and 5 packs, 1 of them byte for byte (100 B)", "found 1 error"),
                text.outLines());
        List<JsonObject> messages = json(cli.run("check", "--json"));
        assertEquals(List.of("error", "hint", "summary"), messages.stream().map(CommandsTest::type).toList());
        assertEquals(1, messages.get(2).get("num_errors").getAsInt());
        assertEquals("abcd", messages.get(2).getAsJsonArray("broken_packs").get(0).getAsString());
        repository.findings.removeFirst();
        assertEquals(0, cli.run("check").exitCode());
    }

    @Test
    void dumpWritesAFileAsItIs() throws IOException {
        repository.snapshot(1, "host", "/a");
        repository.add("/a", FileType.DIRECTORY, "");
        repository.add("/a/file", FileType.FILE, "one\ntwo\u0007");
        assertEquals("one\ntwo\u0007", cli.run("dump", "latest", "/a/file").out());
        assertEquals("one\ntwo\u0007", cli.run("dump", "latest:a", "file").out());
        assertEquals(0, cli.run("dump", "latest", "a/file", "--target", "copy").exitCode());
        assertEquals("one\ntwo\u0007", Files.readString(data.resolve("copy")));
        assertEquals(1, cli.run("dump", "latest", "/none", "--target", "other").exitCode());
        try (var files = Files.list(data)) {
            assertEquals(List.of(data.resolve("copy")), files.toList());
        }
    }

    @Test
    void dumpWritesAFolderAsZipAndTellsWhatDoesNotFit() throws IOException {
        repository.snapshot(1, "host", "/a");
        repository.add("/a", FileType.DIRECTORY, "");
        repository.add("/a/file", FileType.FILE, "content");
        repository.add("/a/link", FileType.SYMLINK, "file");
        Cli.Result result = cli.run("dump", "latest", "/a", "--archive", "zip");
        assertEquals(3, result.exitCode());
        assertTrue(result.err().contains("/a/link: left out"), result.err());
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(result.raw()))) {
            assertEquals("a/", zip.getNextEntry().getName());
            ZipEntry file = zip.getNextEntry();
            assertEquals("a/file", file.getName());
            assertEquals("content", new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            assertNull(zip.getNextEntry());
        }
    }

    @Test
    void diffShowsChangesAndTheirSum() {
        repository.snapshot(1, "host", "/a");
        repository.snapshot(2, "host", "/a");
        assertEquals(List.of("+    /new/", "M    /mod", "",
                "Files:           1 new,     6 removed,     1 changed",
                "Dirs:            2 new,     7 removed",
                "Others:          3 new,     8 removed",
                "Data Blobs:      4 new,     9 removed",
                "Tree Blobs:      5 new,    10 removed",
                "  Added:   2.000 KiB (512 B stored)", "  Removed: 1.000 KiB (256 B stored)"),
                cli.run("diff", "00000001", "latest").outLines());
        List<JsonObject> messages = json(cli.run("diff", "00000001", "latest", "--json"));
        assertEquals("{\"message_type\":\"change\",\"path\":\"/new/\",\"modifier\":\"+\"}",
                messages.getFirst().toString());
        assertEquals("{\"message_type\":\"statistics\",\"source_snapshot\":\"00000001\",\"target_snapshot\":"
                + "\"00000002\",\"changed_files\":1,\"added\":{\"files\":1,\"dirs\":2,\"others\":3,\"data_blobs\":4,"
                + "\"tree_blobs\":5,\"bytes\":2048,\"stored_bytes\":512},\"removed\":{\"files\":6,\"dirs\":7,"
                + "\"others\":8,\"data_blobs\":9,"
                + "\"tree_blobs\":10,\"bytes\":1024,\"stored_bytes\":256}}", messages.getLast().toString());
        assertEquals(2, cli.run("diff", "00000001").exitCode());
        assertEquals(2, cli.run("diff", "00000001:a", "latest:b").exitCode());
    }

    @Test
    void statsShowBothSizes() {
        repository.snapshot(1, "host", "/a");
        String out = cli.run("stats").out();
        assertTrue(out.contains("Size if restored:  3.906 KiB") && out.contains("Size as stored:  1000 B"), out);
        JsonObject restore = json(cli.run("stats", "--json")).getLast();
        assertEquals(4000, restore.get("total_size").getAsLong());
        JsonObject raw = json(cli.run("stats", "--json", "--mode", "raw-data")).getLast();
        assertEquals(1000, raw.get("total_size").getAsLong());
        assertEquals(6.0, raw.get("compression_ratio").getAsDouble());
        assertEquals(3640, raw.get("total_uncompressed_size").getAsLong());
        assertTrue(out.contains("Compression ratio:  3.00x"), out);
    }

    @Test
    void statsCountDifferentFilesAndEachSnapshotWhereAsked() {
        repository.snapshot(1, "host", "/a");
        String out = cli.run("stats", "--mode", "blobs-per-file", "--by-snapshot").out();
        assertTrue(out.contains("Different files:  7") && out.contains("Blobs of these:  9"), out);
        assertTrue(out.lines().toList().get(2).startsWith("00000001"), out);
        List<JsonObject> messages = json(cli.run("stats", "--mode", "files-by-contents", "--by-snapshot", "--json"));
        assertEquals(List.of("snapshot", "summary"), messages.stream().map(CommandsTest::type).toList());
        assertEquals(1000, messages.getFirst().get("added_size").getAsLong());
        assertEquals(7, messages.getLast().get("total_file_count").getAsLong());
        assertEquals(3500, messages.getLast().get("total_size").getAsLong());
        assertEquals(2, cli.run("stats", "--mode", "nosuch").exitCode());
    }

    @Test
    void tagsAreAddedRemovedAndSet() {
        repository.snapshot(1, "host", "/a");
        assertEquals(List.of("snapshot 00000001: saved as 00000063; the old one is removed", "changed 1 snapshot"),
                cli.run("tag", "--add", "a, b", "--add", "c", "--remove", "d").outLines());
        assertEquals(new TagChange(Optional.empty(), List.of("a", "b", "c"), List.of("d")), repository.editing.tags);
        List<JsonObject> messages = json(cli.run("tag", "--set", "", "--json"));
        assertEquals(new TagChange(Optional.of(List.of()), List.of(), List.of()), repository.editing.tags);
        assertEquals("{\"message_type\":\"changed\",\"old_snapshot_id\":\"" + FakeRepository.id(1)
                + "\",\"new_snapshot_id\":\"" + FakeRepository.id(99) + "\",\"old_snapshot_removed\":true}",
                messages.getFirst().toString());
        assertEquals("{\"message_type\":\"summary\",\"changed_snapshots\":1}", messages.getLast().toString());
        assertEquals(2, cli.run("tag").exitCode());
        assertEquals(2, cli.run("tag", "--set", "a", "--add", "b").exitCode());
    }

    @Test
    void aRewriteNeedsSomethingToDoAndTellsWhatBecameOfEachSnapshot() throws IOException {
        repository.snapshot(1, "host", "/a");
        assertEquals(2, cli.run("rewrite").exitCode());
        assertEquals(2, cli.run("rewrite", "-e", "[").exitCode());
        assertEquals(2, cli.run("rewrite", "--new-time", "soon").exitCode());
        Files.writeString(data.resolve("patterns"), "# comment\n*.log\n");
        assertEquals(List.of("snapshot 00000001: would be saved anew, the old one removed", "would change 1 snapshot"),
                cli.run("rewrite", "-n", "--forget", "-e", "/b", "--exclude-file", "patterns", "--iexclude", "*.TMP",
                        "--new-host", "other").outLines());
        RewriteRequest request = repository.editing.rewrite;
        assertEquals(List.of("/b", "*.log"), request.excludes());
        assertEquals(List.of("*.TMP"), request.ignoreCaseExcludes());
        assertEquals(Optional.of("other"), request.hostname());
        assertTrue(request.dryRun() && request.forget() && request.time().isEmpty());
        repository.editing.what = What.COPIED;
        assertEquals("snapshot 00000001: saved as 00000063; the old one stays",
                cli.run("rewrite", "-e", "/b").outLines().getFirst());
    }

    @Test
    void repairedSnapshotsAreTold() {
        repository.snapshot(1, "host", "/a");
        repository.editing.what = What.LEFT;
        assertEquals("snapshot 00000001: stays, although nothing of it can be read",
                cli.run("mend").outLines().getFirst());
        repository.editing.what = What.REMOVED;
        assertEquals("snapshot 00000001: removed, as nothing of it can be read",
                cli.run("mend", "--forget").outLines().getFirst());
        JsonObject changed = json(cli.run("mend", "--forget", "--json")).getFirst();
        assertTrue(changed.get("old_snapshot_removed").getAsBoolean() && !changed.has("new_snapshot_id"));
    }

    @Test
    void migrationsAreListedAndApplied() {
        assertEquals(List.of("upgrade_repo_v2: newer"), cli.run("migrate").outLines());
        assertEquals(List.of("applied upgrade_repo_v2"), cli.run("migrate", "upgrade_repo_v2").outLines());
        assertEquals(List.of("upgrade_repo_v2"), repository.editing.migrated);
        assertEquals(List.of("there is nothing to migrate"), cli.run("migrate").outLines());
    }

    @Test
    void keysAreListedAddedRemovedAndChanged() throws IOException {
        repository.keys.add(new KeyInfo(FakeRepository.id(3), true, "host", "me", Optional.empty()));
        assertTrue(cli.run("key", "list").out().contains("*00000003  me    host"), cli.run("key", "list").out());
        assertEquals("{\"message_type\":\"key\",\"current\":true,\"id\":\"" + FakeRepository.id(3)
                + "\",\"userName\":\"me\",\"hostName\":\"host\"}\n", cli.run("key", "list", "--json").out());
        Files.writeString(data.resolve("new"), "fresh\n");
        assertEquals("added key 00000008\n", cli.run("key", "add", "--new-password-file", "new").out());
        assertEquals("fresh", repository.newPassword);
        assertEquals(0, cli.types("typed", "typed").run("key", "passwd").exitCode());
        assertEquals("typed", repository.newPassword);
        assertEquals("removed key 00000003\n", cli.run("key", "remove", "00000003").out());
        assertEquals(1, cli.run("key", "remove", "ffff").exitCode());
        assertEquals(2, cli.run("key", "remove").exitCode());
        assertEquals(2, cli.run("key", "list", "ffff").exitCode());
        assertEquals(2, cli.run("key", "nosuch").exitCode());
        assertEquals(2, cli.run("key").exitCode());
        assertEquals(2, cli.run("key", "recovery").exitCode());
    }

    @Test
    void catShowsEveryKindOfObject() {
        repository.snapshot(1, "host", "/a");
        repository.add("/a", FileType.DIRECTORY, "");
        repository.add("/a/file", FileType.FILE, "x");
        assertEquals("CONFIG \n", cli.run("cat", "config").out());
        assertEquals("{\"mac\":{}}\n", cli.run("cat", "masterkey").out());
        assertEquals("INDEX ab\n", cli.run("cat", "index", "ab").out());
        assertEquals("SNAPSHOT " + FakeRepository.id(1) + "\n", cli.run("cat", "snapshot", "latest").out());
        assertEquals("PACK ab", cli.run("cat", "pack", "ab").out());
        assertEquals("blob " + "ab".repeat(4), cli.run("cat", "blob", "ab".repeat(32)).out());
        assertEquals("blob 000003e9", cli.run("cat", "tree", "latest").out());
        assertEquals("blob 00000009", cli.run("cat", "tree", "latest:/a").out());
        assertEquals(1, cli.run("cat", "tree", "latest:/a/file").exitCode());
        assertEquals(2, cli.run("cat", "blob", "ab").exitCode());
        assertEquals(2, cli.run("cat", "index").exitCode());
        assertEquals(2, cli.run("cat", "config", "ab").exitCode());
    }

    @Test
    void theRepositoryIsClosedAfterEveryCommand() {
        assertFalse(repository.closed);
        cli.run("snapshots");
        assertTrue(repository.closed);
    }
}
