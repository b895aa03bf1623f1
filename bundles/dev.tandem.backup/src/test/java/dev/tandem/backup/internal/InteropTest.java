package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tandem.backup.BackupReport;
import dev.tandem.backup.BackupRequest;
import dev.tandem.backup.DiffReport;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.Repositories.Strength;
import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.StatsReport;
import dev.tandem.backup.internal.format.Sealer;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.scanner.SystemReader;
import dev.tandem.scanner.SystemWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tandem and restic on the same repositories. */
class InteropTest {
    @TempDir
    Path folder;
    private Path source;
    private TestStore store;

    static List<String> restics() {
        return Programs.restics();
    }

    @BeforeEach
    void makeSource() throws IOException {
        source = Files.createDirectory(folder.resolve("source"));
        new RandomTree(source, 20).grow(50);
        Files.createDirectory(source.resolve("plain"));
        Files.writeString(source.resolve("plain/file"), "plain");
        if (!Programs.run(folder, Map.of(), List.of("sh", "-c", "command -v setfacl")).output().isEmpty()) {
            // A file system without ACLs leaves the tree without one, which is as good for the rest.
            Programs.run(folder, Map.of(), List.of("setfacl", "-m", "u:12345:rw,g:54321:r", "source/plain/file"));
            Programs.run(folder, Map.of(), List.of("setfacl", "-d", "-m", "u:12345:rwx", "source/plain"));
        }
        if (Programs.isRoot()) {
            new SystemWriter().createSpecial(RawPath.of(source.resolve("device")), FileType.CHARACTER_DEVICE, 259);
        }
        store = TestStore.at(folder.resolve("repository"));
    }

    private BackupRequest request() {
        return TestStore.relative(folder, "source");
    }

    private BackupReport backup() throws IOException {
        Listener listener = new Listener();
        BackupReport report = store.backup(request(), listener);
        assertEquals(List.of(), listener.problems());
        return report;
    }

    private String restic(String program, String... arguments) throws IOException {
        return Programs.restic(program, store, folder, arguments);
    }

    private JsonObject resticBackup(String program) throws IOException {
        String output = restic(program, "backup", "--json", "--host", "testhost", "source");
        return JsonParser.parseString(output.lines().toList().getLast()).getAsJsonObject();
    }

    private static void assertAddedNothing(JsonObject summary) {
        assertEquals("summary", summary.get("message_type").getAsString());
        assertEquals(0, summary.get("data_blobs").getAsLong(), summary.toString());
        assertEquals(0, summary.get("tree_blobs").getAsLong(), summary.toString());
        assertEquals(0, summary.get("data_added").getAsLong(), summary.toString());
    }

    /** Link targets that are not UTF-8 are lost by restic before 0.16, and with them the sameness of trees. */
    private void replaceLinksNotOfText(Path top) throws IOException {
        try (var all = Files.walk(top)) {
            for (Path path : all.filter(Files::isSymbolicLink).toList()) {
                byte[] target = new SystemReader().readLink(RawPath.of(path));
                if (new String(target, StandardCharsets.UTF_8).contains("\ufffd")) {
                    Files.delete(path);
                }
            }
        }
    }

    private void assertResticRestoresTheSource(String program) throws IOException {
        restic(program, "restore", "latest", "--target", "target");
        // The old one takes the right to write from its user before it sets attributes.
        if (Programs.isRoot() || !program.equals("restic")) {
            Folder.assertSame(source, folder.resolve("target/source"));
        }
    }

    @ParameterizedTest
    @MethodSource("restics")
    void resticAcceptsAndContinuesWhatTandemMade(String program) throws IOException {
        if (program.equals("restic")) {
            replaceLinksNotOfText(source);
        }
        store.init();
        backup();
        restic(program, "check", "--read-data");
        JsonObject summary = resticBackup(program);
        assertAddedNothing(summary);
        List<Snapshot> snapshots;
        try (Repository repository = store.open()) {
            snapshots = repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT);
        }
        assertEquals(snapshots.getFirst().tree(), snapshots.getLast().tree());
        assertEquals(snapshots.getFirst().paths(), snapshots.getLast().paths());
        assertEquals(Optional.of(snapshots.getFirst().id()), snapshots.getLast().parent());
        assertResticRestoresTheSource(program);
        String log = restic(program, "snapshots", "--json");
        assertEquals(2, JsonParser.parseString(log).getAsJsonArray().size());
    }

    @ParameterizedTest
    @MethodSource("restics")
    void tandemAcceptsAndContinuesWhatResticMade(String program) throws IOException {
        if (program.equals("restic")) {
            replaceLinksNotOfText(source);
        }
        restic(program, "init");
        JsonObject summary = resticBackup(program);
        store.assertSound();
        store.restoreInto(folder.resolve("target"));
        Folder.assertSame(source, folder.resolve("target/source"));
        BackupReport report = backup();
        assertEquals(0, report.summary().dataBlobs() + report.summary().treeBlobs());
        assertEquals(0, report.summary().dataAdded());
        assertEquals(summary.get("total_files_processed").getAsLong(), report.summary().totalFilesProcessed());
        assertEquals(summary.get("total_bytes_processed").getAsLong(), report.summary().totalBytesProcessed());
        assertEquals(summary.get("files_new").getAsLong(), report.summary().filesUnmodified());
        assertEquals(summary.get("dirs_new").getAsLong(), report.summary().dirsUnmodified());
        restic(program, "check");
    }

    @ParameterizedTest
    @MethodSource("restics")
    void bothCountTheSame(String program) throws IOException {
        Files.createDirectories(source.resolve("gone/with"));
        Files.writeString(source.resolve("gone/with/file"), "moved along");
        Files.writeString(source.resolve("removed"), "removed");
        Files.createDirectories(source.resolve("untouched"));
        Files.writeString(source.resolve("alike"), "what is in a folder that stays, too");
        Files.writeString(source.resolve("untouched/alike"), "what is in a folder that stays, too");
        store.init();
        backup();
        Snapshot first = store.latest();
        // No entry changes its type: restic does not look below those.
        Files.writeString(source.resolve("plain/file"), "changed");
        Files.createDirectories(source.resolve("added/inner"));
        Files.writeString(source.resolve("added/inner/new"), "new");
        Files.createSymbolicLink(source.resolve("added/link"), Path.of("new"));
        Files.move(source.resolve("gone"), source.resolve("plain/moved"));
        Files.delete(source.resolve("removed"));
        Files.delete(source.resolve("alike"));
        backup();
        Snapshot second = store.latest();
        JsonObject theirs = JsonParser.parseString(restic(program, "stats", "--json", "--mode", "raw-data"))
                .getAsJsonObject();
        JsonObject difference = JsonParser.parseString(restic(program, "diff", "--json", first.id().toString(),
                second.id().toString()).lines().toList().getLast()).getAsJsonObject();
        try (Repository repository = store.open()) {
            StatsReport ours = repository.stats(List.of(first, second), JobMonitor.SILENT);
            assertEquals(theirs.get("total_size").getAsLong(), ours.blobs().stored());
            assertEquals(theirs.get("total_blob_count").getAsLong(), ours.blobs().count());
            if (theirs.has("total_uncompressed_size")) {
                // restic adds what sealing would take.
                assertEquals(theirs.get("total_uncompressed_size").getAsLong(),
                        ours.blobs().plain() + Sealer.OVERHEAD * ours.blobs().count());
            }
            DiffReport diff = repository.diff(first, second, RawPath.ROOT, false, entry -> { });
            assertEquals(difference.get("changed_files").getAsLong(), diff.changedFiles());
            assertEquals(side(difference.getAsJsonObject("added"), diff.added().storedBytes()), diff.added());
            assertEquals(side(difference.getAsJsonObject("removed"), diff.removed().storedBytes()), diff.removed());
        }
    }

    /** restic does not tell the bytes in the repository. */
    private static DiffReport.Side side(JsonObject json, long storedBytes) {
        return new DiffReport.Side(json.get("files").getAsLong(), json.get("dirs").getAsLong(),
                json.get("others").getAsLong(), json.get("data_blobs").getAsLong(), json.get("tree_blobs").getAsLong(),
                json.get("bytes").getAsLong(), storedBytes);
    }

    @ParameterizedTest
    @MethodSource("restics")
    void keysOfEachOpenForTheOther(String program) throws IOException {
        store.init();
        try (Repository repository = store.open()) {
            repository.addKey("human chosen ü".toCharArray(), Strength.HUMAN);
        }
        TestStore second = store.withPassword("human chosen ü");
        assertTrue(Programs.restic(program, second, folder, "cat", "config").contains("chunker_polynomial"));
        Path password = Files.writeString(folder.resolve("password"), "of restic\n");
        restic(program, "key", "add", "--new-password-file", password.toString());
        try (Repository repository = store.open("of restic")) {
            assertEquals(3, repository.keys().size());
            Id old = repository.keys().stream().filter(key -> key.current()).findFirst().orElseThrow().id();
            var changed = repository.changePassword("another".toCharArray(), Strength.GENERATED);
            assertTrue(changed.current());
            assertEquals(3, repository.files(FileKind.KEY).size());
            assertTrue(!repository.files(FileKind.KEY).contains(old));
        }
        assertTrue(Programs.restic(program, store.withPassword("another"), folder, "key", "list").contains("*"));
    }

    @ParameterizedTest
    @MethodSource("restics")
    void roundsOfBothLeaveASoundRepository(String program) throws IOException {
        replaceLinksNotOfText(source);
        store.init();
        RandomTree tree = new RandomTree(source, 22);
        for (int round = 0; round < 4; round++) {
            tree.change(12);
            replaceLinksNotOfText(source);
            if (round % 2 == 0) {
                backup();
                assertAddedNothing(resticBackup(program));
            } else {
                resticBackup(program);
                assertEquals(0, backup().summary().dataAdded());
            }
        }
        restic(program, "check", "--read-data");
        store.assertSound();
        assertResticRestoresTheSource(program);
    }

    /** Says which of the things that make this tree worth a test it holds. */
    @Test
    void theTreeHoldsWhatItIsMeantToHold() throws IOException {
        String all = Folder.describe(source).toString();
        for (String odd : List.of("SYMLINK", "FIFO", "attribute user.one=", "linked to /", "\\x")) {
            assertTrue(all.contains(odd), odd);
        }
    }
}
