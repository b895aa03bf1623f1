package dev.tandem.backup.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tandem.backup.BackupRequest;
import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.internal.Programs;
import dev.tandem.backup.internal.TestStore;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.scanner.SystemReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTreeTest {
    @TempDir
    Path folder;
    private Path work;

    @BeforeEach
    void makeFolders() throws IOException {
        for (String file : List.of("work/a/b/one", "work/a/b/two", "work/a/c/three", "work/d/b/four", "other/b/five",
                "a/six")) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), file);
        }
        work = folder.resolve("work");
    }

    private String shape(String... sources) throws IOException {
        return shape(SourceTree.of(Stream.of(sources).map(RawPath::of).toList(), RawPath.of(work), new SystemReader()));
    }

    private static String shape(SourceTree tree) {
        List<String> parts = new ArrayList<>();
        tree.children().forEach((name, child) -> parts.add(name + (child.isSource() ? "*" : shape(child))));
        return parts.toString();
    }

    @Test
    void aRelativeSourceIsRecordedByItsRelativeName() throws IOException {
        assertEquals("[a[b*]]", shape("a/b"));
    }

    @Test
    void sourcesShareTheFoldersAboveThem() throws IOException {
        assertEquals("[a[b*, c*], d*]", shape("a/b", "d", "a/c"));
    }

    @Test
    void aSourceWithinAnotherIsCoveredByIt() throws IOException {
        assertEquals("[a*]", shape("a/b", "a", "a/c"));
    }

    @Test
    void sourcesOfTheSameNameAreNumbered() throws IOException {
        assertEquals("[a*, a-1*]", shape("a", "../a"));
        assertEquals("[a[b*], a-1*]", shape("a/b", "../a"));
    }

    @Test
    void theCurrentFolderStandsForItsEntries() throws IOException {
        assertEquals("[a*, d*]", shape("."));
    }

    @Test
    void theTreeHasTheShapeThatResticGivesIt() throws IOException {
        String restic = Programs.restics().getLast();
        TestStore store = TestStore.create(folder.resolve("repository"));
        for (String sources : List.of("a/b", ".", "a/b a/c d", "a/b a", "../other/b d/b", "..", "a ../a", "a/../d",
                "a/b/one ../other/b/five", "ABS/work/a ABS/other", "../other a/../../other/b")) {
            List<String> given = List.of(sources.replace("ABS", folder.toString()).split(" "));
            store.backup(BackupRequest.of(given.stream().map(RawPath::of).toList(), RawPath.of(work), "testhost"),
                    JobMonitor.SILENT);
            Snapshot ours = store.latest();
            Programs.restic(restic, store, work, Stream.concat(Stream.of("backup", "--host", "testhost", "--force"),
                    given.stream()).toArray(String[]::new));
            Snapshot theirs = store.latest();
            assertEquals(paths(store, theirs), paths(store, ours), sources);
            assertEquals(theirs.paths().stream().sorted().toList(), ours.paths().stream().sorted().toList(), sources);
        }
    }

    private static List<String> paths(TestStore store, Snapshot snapshot) throws IOException {
        List<String> paths = new ArrayList<>();
        try (Repository repository = store.openForReading()) {
            repository.list(snapshot, RawPath.ROOT, true, entry -> paths.add(entry.path().toString()));
        }
        // The repository itself grows while it is backed up.
        paths.removeIf(path -> path.contains("repository/"));
        return paths;
    }
}
