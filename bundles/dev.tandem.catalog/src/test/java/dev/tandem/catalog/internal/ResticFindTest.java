package dev.tandem.catalog.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.StoredBlob;
import dev.tandem.catalog.FileQuery;
import dev.tandem.catalog.ObjectQuery;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** restic's find says the same of the same repository. */
class ResticFindTest {
    private static final boolean CI = "true".equals(System.getenv("CI"));

    @TempDir
    private Path folder;

    private Installation installation;
    private String restic;

    @BeforeEach
    void aRepositoryOfBothPrograms() throws IOException {
        restic = Stream.of("restic-0.18", "restic").filter(ResticFindTest::isThere).findFirst().orElse("");
        assumeTrue(CI || !restic.isEmpty(), "restic is not installed");
        installation = new Installation(folder);
        ChangingFolder source = new ChangingFolder(folder.resolve("one"), 21);
        for (int round = 0; round < 5; round++) {
            source.change(100);
            if (round % 2 == 0) {
                installation.backup("host", folder.resolve("one"));
            } else {
                restic("backup", "-q", "--host", "host", folder.resolve("one").toString());
            }
        }
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    private String restic(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(restic, "--no-cache", "-r"));
        command.add(installation.repository().toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("RESTIC_PASSWORD", Installation.PASSWORD);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertEquals(0, process.waitFor(), command.toString());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return output;
    }

    private static List<Snapshot> snapshots(Repository repository) throws IOException {
        return repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT);
    }

    /** restic writes what is no UTF-8 as U+FFFD, and so does this. */
    private static String text(RawPath path) {
        return new String(path.bytes(), StandardCharsets.UTF_8);
    }

    private void assertSame(FileQuery query, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("find", "--json"));
        all.addAll(List.of(arguments));
        Set<String> expected = new TreeSet<>();
        for (JsonElement snapshot : JsonParser.parseString(restic(all.toArray(String[]::new))).getAsJsonArray()) {
            JsonObject found = snapshot.getAsJsonObject();
            for (JsonElement match : found.getAsJsonArray("matches")) {
                JsonObject entry = match.getAsJsonObject();
                expected.add(found.get("snapshot").getAsString() + " " + entry.get("path").getAsString() + " "
                        + (entry.has("size") ? entry.get("size").getAsLong() : 0) + " "
                        + Instant.parse(entry.get("mtime").getAsString()));
            }
        }
        Set<String> actual = new TreeSet<>();
        try (Repository repository = installation.open()) {
            installation.index().findEach(repository, query, JobMonitor.SILENT, found -> actual.add(
                    found.snapshot().id() + " " + text(found.path()) + " " + found.entry().size() + " "
                            + found.entry().modified()));
        }
        assertEquals(expected, actual, String.join(" ", arguments));
    }

    @Test
    void theSamePathsInTheSameSnapshots() throws IOException {
        List<Snapshot> all;
        try (Repository repository = installation.open()) {
            all = snapshots(repository);
        }
        for (String pattern : List.of("*.txt", "a*", "*a*", "?", "[ab]", "**/*.txt", "/tmp/**", "*/a*", "one", "%",
                "\\*")) {
            assertSame(FileQuery.of(all, pattern), pattern);
        }
        FileQuery ignoringCase = new FileQuery(all, List.of("*.TxT", "z*"), true, Optional.empty(), Optional.empty(),
                Set.of());
        assertSame(ignoringCase, "-i", "*.TxT", "z*");
        Instant from = Instant.parse("1990-01-01T00:00:00Z");
        Instant to = Instant.parse("2040-01-01T00:00:00Z");
        assertSame(new FileQuery(all, List.of("*"), false, Optional.of(from), Optional.of(to), Set.of()), "*", "-O",
                "1990-01-01 00:00:00 +0000", "-N", "2040-01-01 00:00:00 +0000");
        assertSame(FileQuery.of(List.of(all.get(2)), "*"), "-s", all.get(2).id().toString(), "*");
    }

    @Test
    void theSameBlobsAndTrees() throws IOException {
        try (Repository repository = installation.open()) {
            List<Snapshot> all = snapshots(repository);
            List<Id> blobs = new ArrayList<>();
            List<Id> trees = new ArrayList<>(List.of(all.getLast().tree()));
            repository.list(all.getLast(), RawPath.ROOT, true, entry -> {
                Node node = entry.node();
                blobs.addAll(node.content());
                node.subtree().ifPresent(trees::add);
            });
            assertSameObjects(repository, "--blob", blobs.subList(0, 3));
            assertSameObjects(repository, "--tree", trees.subList(0, 4));
            List<StoredBlob> packed = repository.trees().inPacks(repository.files(FileKind.PACK).stream()
                    .map(Id::toString).toList());
            assertFalse(packed.isEmpty());
            StoredBlob one = packed.getFirst();
            assertEquals(List.of(one), repository.trees().places(one.kind(), one.id()));
        }
    }

    private void assertSameObjects(Repository repository, String option, List<Id> ids) throws IOException {
        List<String> names = ids.stream().map(id -> ids.indexOf(id) == 0 ? id.toString() : id.brief()).toList();
        boolean blob = option.equals("--blob");
        Set<String> expected = new TreeSet<>();
        List<String> command = new ArrayList<>(List.of("find", "--json", option));
        command.addAll(names);
        // restic leaves a tree's search early, when it has found as many trees as were asked for.
        for (JsonElement element : objects(restic(command.toArray(String[]::new)))) {
            JsonObject found = element.getAsJsonObject();
            expected.add(found.get("snapshot").getAsString() + " " + found.get("id").getAsString() + " "
                    + found.get("path").getAsString());
        }
        Set<String> actual = new TreeSet<>();
        ObjectQuery query = new ObjectQuery(snapshots(repository), blob ? names : List.of(), blob ? List.of() : names);
        installation.index().findObjects(repository, query, JobMonitor.SILENT, found -> actual.add(
                found.snapshot().id() + " " + found.id() + " " + text(found.path())));
        if (blob) {
            assertEquals(expected, actual);
        } else {
            assertEquals(expected, expected.stream().filter(actual::contains).collect(
                    Collectors.toCollection(TreeSet::new)));
        }
        assertFalse(expected.isEmpty());
    }

    private static JsonArray objects(String output) {
        return output.startsWith("[") ? JsonParser.parseString(output).getAsJsonArray() : new JsonArray();
    }
}
