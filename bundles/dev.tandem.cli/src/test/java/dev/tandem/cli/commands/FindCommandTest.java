package dev.tandem.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.StoredBlob;
import dev.tandem.catalog.FileEntry;
import dev.tandem.catalog.FoundEntry;
import dev.tandem.catalog.FoundObject;
import dev.tandem.catalog.FoundPath;
import dev.tandem.cli.Cli;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindCommandTest {
    private static final RawPath PATH = RawPath.of("/a/file");
    private static final FileEntry FIRST = entry(10, 1);
    private static final FileEntry TOUCHED = new FileEntry(FileType.FILE, 0600, 10, FakeRepository.MODIFIED,
            FIRST.owner(), 1, 0);
    private static final FileEntry CHANGED = entry(2048, 2);

    @TempDir
    private Path data;

    private final TimeZone zone = TimeZone.getDefault();
    private Fakes fakes;
    private Cli cli;
    private Snapshot one;
    private Snapshot two;
    private Snapshot three;

    @BeforeEach
    void threeSnapshots() {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        fakes = new Fakes(data);
        cli = fakes.cli;
        FakeRepository repository = fakes.repository();
        one = repository.snapshot(1, "host", "/a");
        two = repository.snapshot(2, "host", "/a");
        three = repository.snapshot(3, "other", "/a");
    }

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(zone);
    }

    private static FileEntry entry(long size, long content) {
        return new FileEntry(FileType.FILE, 0644, size, FakeRepository.MODIFIED, new FileEntry.Owner(1, 2, "me", "us"),
                content, 0);
    }

    private FoundPath deleted() {
        return new FoundPath(PATH, List.of(new FoundPath.Version(FIRST, List.of(one)),
                new FoundPath.Version(CHANGED, List.of(two))), Optional.of(three));
    }

    @Test
    void eachPathIsALineWithItsLife() {
        fakes.index.paths.add(deleted());
        assertEquals(List.of("2026-01-03 03:04:05  2026-01-04 03:04:05  00000002         2    2.000 KiB  /a/file"
                + "  (deleted since 2026-01-05 03:04:05)"), cli.run("find", "file").outLines());
        assertEquals(List.of("file"), fakes.index.query.patterns());
        assertEquals(List.of(three, two, one), fakes.index.query.snapshots());
        JsonObject found = JsonParser.parseString(cli.run("find", "--json", "file").outLines().getFirst())
                .getAsJsonObject();
        assertEquals("found", found.get("message_type").getAsString());
        assertEquals(2048, found.get("size").getAsLong());
        assertEquals(2, found.get("versions").getAsInt());
        assertEquals(one.id().toString(), found.get("first_snapshot").getAsString());
        assertEquals("2026-01-05T03:04:05Z", found.get("deleted_since").getAsString());
    }

    @Test
    void allListsMatchesSnapshotBySnapshot() {
        fakes.index.entries.addAll(List.of(new FoundEntry(two, PATH, CHANGED), new FoundEntry(one, PATH, FIRST),
                new FoundEntry(one, RawPath.of("/a/other"), FIRST)));
        assertEquals(List.of("/a/file", "/a/file", "/a/other"), cli.run("find", "--all", "*").outLines());
        assertEquals("-rw-r--r--     1     2       2048 2026-01-02 03:04:05 /a/file",
                cli.run("find", "--all", "-l", "*").outLines().getFirst());
        List<JsonObject> found = cli.run("find", "--all", "--json", "*").outLines().stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
        assertEquals(List.of(1, 2), found.stream().map(each -> each.get("hits").getAsInt()).toList());
        assertEquals("/a/file", found.getLast().getAsJsonArray("matches").get(0).getAsJsonObject().get("path")
                .getAsString());
    }

    @Test
    void everyChoiceReachesTheIndex() {
        cli.run("find", "-i", "-O", "2020-01-02", "-N", "03.02.2021 10:20", "--type", "f,d", "--type", "symlink", "-s",
                "00000001", "-s", "latest", "--reverse", "A", "b");
        assertTrue(fakes.index.query.ignoreCase());
        assertEquals(Optional.of(Instant.parse("2020-01-02T00:00:00Z")), fakes.index.query.oldest());
        assertEquals(Optional.of(Instant.parse("2021-02-03T10:20:00Z")), fakes.index.query.newest());
        assertEquals(Set.of(FileType.FILE, FileType.DIRECTORY, FileType.SYMLINK), fakes.index.query.types());
        assertEquals(List.of(one, three), fakes.index.query.snapshots());
        assertEquals(List.of("A", "b"), fakes.index.query.patterns());
        cli.run("find", "--host", "other", "-O", "2020-01-02 03:04:05 +0100", "x");
        assertEquals(List.of(three), fakes.index.query.snapshots());
        assertEquals(Optional.of(Instant.parse("2020-01-02T02:04:05Z")), fakes.index.query.oldest());
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertEquals(2, cli.run("find").exitCode());
        assertEquals(2, cli.run("find", "--type", "colour", "x").exitCode());
        assertEquals(2, cli.run("find", "--newest", "yesterday", "x").exitCode());
        assertEquals(2, cli.run("find", "--blob", "xyz").exitCode());
        assertEquals(2, cli.run("find", "--blob", "--pack", "0123456789").exitCode());
        assertEquals(2, cli.run("history", "/").exitCode());
    }

    @Test
    void directoriesThatCouldNotBeReadMakeTheAnswerIncomplete() {
        fakes.index.unreadable = 1;
        assertEquals(3, cli.run("find", "x").exitCode());
        assertEquals(3, cli.run("find", "--all", "x").exitCode());
    }

    @Test
    void objectsAreToldAsResticTellsThem() {
        fakes.index.objects.add(new FoundObject(StoredBlob.Kind.DATA, FakeRepository.id(7), PATH, FakeRepository.id(8),
                one));
        fakes.index.objects.add(new FoundObject(StoredBlob.Kind.TREE, FakeRepository.id(9), RawPath.of("/a"),
                FakeRepository.id(8), one));
        assertEquals(List.of("Found blob " + FakeRepository.id(7), " ... in file /a/file",
                "     (tree " + FakeRepository.id(8) + ")", " ... in snapshot 00000001 (2026-01-03 03:04:05)",
                "Found tree " + FakeRepository.id(9), " ... path /a",
                " ... in snapshot 00000001 (2026-01-03 03:04:05)"),
                cli.run("find", "--blob", "--tree", "00000007").outLines());
        assertEquals(List.of("00000007"), fakes.index.objectQuery.blobs());
        assertEquals(List.of("00000007"), fakes.index.objectQuery.trees());
        JsonObject first = JsonParser.parseString(cli.run("find", "--blob", "--json", "00000007").outLines().getFirst())
                .getAsJsonObject();
        assertEquals("blob", first.get("object_type").getAsString());
    }

    @Test
    void aHistoryListsVersionsWithWhatChanged() {
        fakes.index.paths.add(new FoundPath(PATH, List.of(new FoundPath.Version(FIRST, List.of(one)),
                new FoundPath.Version(TOUCHED, List.of(two)), new FoundPath.Version(CHANGED, List.of(three))),
                Optional.empty()));
        List<String> lines = cli.run("history", "/a/file").outLines();
        assertEquals("3 versions", lines.getLast());
        assertTrue(lines.get(2).endsWith("new") && lines.get(3).endsWith("metadata")
                && lines.get(4).endsWith("content"), lines.toString());
        List<JsonObject> versions = cli.run("history", "--json", "/a/file").outLines().stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
        assertEquals(List.of("new", "metadata", "content"),
                versions.stream().map(version -> version.get("change").getAsString()).toList());
        assertEquals(1, cli.run("history", "/a/none").exitCode());
        cli.run("history", "file");
        assertEquals(List.of(RawPath.of(data).child("file"), RawPath.of("/file")),
                fakes.index.histories.subList(3, 5));
    }
}
