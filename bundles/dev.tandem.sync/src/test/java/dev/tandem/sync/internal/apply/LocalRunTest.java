package dev.tandem.sync.internal.apply;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.RawPath;
import dev.tandem.scanner.SystemReader;
import dev.tandem.scanner.SystemWriter;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.FileVersion;
import dev.tandem.sync.internal.apply.Mirror.Renamed;
import dev.tandem.sync.internal.model.Agreement;
import dev.tandem.sync.internal.plan.Names;
import dev.tandem.sync.internal.replica.LocalReplica;
import dev.tandem.sync.internal.version.Bases;
import dev.tandem.sync.internal.version.MemoryBaseline;
import dev.tandem.sync.internal.version.Outcome;
import dev.tandem.sync.internal.version.RunLog;
import dev.tandem.sync.internal.version.RunLogs;
import dev.tandem.sync.internal.version.Sides;
import dev.tandem.sync.internal.version.Undo;
import dev.tandem.sync.internal.version.VersionRetention;
import dev.tandem.sync.internal.version.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans are done, undone and their versions put back on a real disk. */
class LocalRunTest {
    @TempDir
    Path folder;

    private final MemoryBaseline baseline = new MemoryBaseline();
    private Path left;
    private Path right;
    private Sides sides;
    private Bases bases;
    private RunLogs logs;

    @BeforeEach
    void open() throws IOException {
        left = Files.createDirectory(folder.resolve("left"));
        right = Files.createDirectory(folder.resolve("right"));
        sides = new Sides(side(left), side(right));
        bases = new Bases(baseline, Names.EXACT, sides, InstantSource.system());
        logs = new RunLogs(folder.resolve("logs"));
    }

    private static LocalReplica side(Path root) throws IOException {
        return LocalReplica.open(RawPath.of(root), new SystemReader(), new SystemWriter(), AttributeRules.USUAL);
    }

    @AfterEach
    void close() throws IOException {
        sides.left().close();
        sides.right().close();
    }

    private Outcome mirror(List<Renamed> renames) throws IOException {
        try (RunLog log = logs.begin("left", "right", Instant.now(), Optional.empty())) {
            return new Executor(sides, bases, log, new Agreement(AttributeRules.USUAL, 1), 4)
                    .run(Mirror.plan(sides.left(), sides.right(), baseline, renames),
                    _ -> { }, JobMonitor.SILENT);
        }
    }

    private void write(String path, String content) throws IOException {
        Files.createDirectories(left.resolve(path).getParent());
        Files.writeString(left.resolve(path), content);
    }

    private static Map<String, String> tree(Path root) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                String name = root.relativize(path).toString();
                if (!name.startsWith(".tandem") && !name.isEmpty()) {
                    tree.put(name, Files.isDirectory(path) ? "/"
                            : Files.readString(path) + " " + Files.getLastModifiedTime(path));
                }
            }
        }
        return tree;
    }

    @Test
    void aRunIsDoneAndUndone() throws IOException {
        write("edited", "1");
        write("gone/deep/file", "gone");
        write("to-dir", "file");
        write("to-file/x", "x");
        write("old/a", "a");
        mirror(List.of());
        assertEquals(tree(left), tree(right));
        var before = tree(right);
        write("edited", "2, longer");
        Files.delete(left.resolve("gone/deep/file"));
        Files.delete(left.resolve("gone/deep"));
        Files.delete(left.resolve("gone"));
        Files.delete(left.resolve("to-dir"));
        write("to-dir/in", "in");
        Files.delete(left.resolve("to-file/x"));
        Files.delete(left.resolve("to-file"));
        write("to-file", "file now");
        Files.move(left.resolve("old"), left.resolve("new"));
        Outcome outcome = mirror(List.of(new Renamed(RawPath.of("old"), RawPath.of("new"))));
        assertEquals(0, outcome.failed() + outcome.skipped());
        assertEquals(tree(left), tree(right));
        assertEquals(1, outcome.right().moved());
        assertEquals(0, mirror(List.of()).right().changes());
        String run = logs.newestToUndo().orElseThrow();
        try (RunLog log = logs.begin("left", "right", Instant.now(), Optional.of(run))) {
            List<Problem> problems = new ArrayList<>();
            Outcome undone = new Undo(sides, bases, log, new JobMonitor() {
                @Override
                public void problem(Problem problem) {
                    problems.add(problem);
                }
            }).run(logs.read(run));
            assertEquals(List.of(), problems);
            assertEquals(0, undone.failed() + undone.skipped());
        }
        assertEquals(before, tree(right));
    }

    @Test
    void aLargeFileArrivesWhole() throws IOException {
        byte[] content = new byte[3_000_001];
        new Random(1).nextBytes(content);
        Files.write(left.resolve("large"), content);
        assertEquals(content.length, mirror(List.of()).right().bytes());
        assertArrayEquals(content, Files.readAllBytes(right.resolve("large")));
    }

    @Test
    void versionsAreListedPutBackAndDeleted() throws IOException {
        write("d/a", "1");
        mirror(List.of());
        write("d/a", "2, longer");
        mirror(List.of());
        Versions versions = new Versions(sides, logs);
        FileVersion first = versions.list(RawPath.of("d")).getFirst();
        try (RunLog log = logs.begin("left", "right", Instant.now(), Optional.empty())) {
            versions.restore(first, RawPath.of("d/a"), bases, log);
        }
        assertEquals("1", Files.readString(right.resolve("d/a")));
        assertEquals(9, versions.list(RawPath.of(".")).getFirst().size());
        versions.prune(new VersionRetention(1, 0), Instant.now().plus(Duration.ofDays(2)), _ -> false);
        assertEquals(List.of(), versions.list(RawPath.of(".")));
        assertEquals(List.of(), logs.names());
        assertFalse(Files.exists(right.resolve(".tandem/versions")), "no folder is left behind");
    }
}
