package dev.tandem.catalog.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.catalog.FileIndex;
import dev.tandem.catalog.FileQuery;
import dev.tandem.catalog.FoundPath;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileIndexTest {
    private static final String[] PATTERNS = {"*.txt", "a", "*", "**/a*", "*a*/**", "[ab]*", "\\*", "?", "/**", "*\n*",
        "%", "z*", "ü"};

    @TempDir
    private Path folder;

    private static List<Snapshot> snapshots(Repository repository) throws IOException {
        return repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT);
    }

    private static void assertRight(Repository repository, FileIndex index, FileQuery query) throws IOException {
        BruteForce plain = new BruteForce(repository);
        Problems problems = new Problems();
        List<BruteForce.Plain> each = new ArrayList<>();
        assertEquals(0, index.findEach(repository, query, problems, found -> each.add(BruteForce.plain(found))));
        assertEquals(plain.findEach(query), each, query.toString());
        List<BruteForce.PlainPath> paths = new ArrayList<>();
        assertEquals(0, index.find(repository, query, problems, found -> paths.add(BruteForce.plain(found))));
        paths.sort(Comparator.comparing(BruteForce.PlainPath::path));
        assertEquals(plain.find(query), paths, query.toString());
        assertEquals(List.of(), problems.all());
    }

    private static FileQuery randomQuery(List<Snapshot> all, Random random) {
        List<Snapshot> some = all.stream().filter(_ -> random.nextInt(4) > 0).toList();
        Instant middle = Instant.ofEpochSecond(1_000_000_000);
        return new FileQuery(some, List.of(PATTERNS[random.nextInt(PATTERNS.length)],
                PATTERNS[random.nextInt(PATTERNS.length)]), random.nextBoolean(),
                random.nextInt(4) == 0 ? Optional.of(middle) : Optional.empty(),
                random.nextInt(4) == 0 ? Optional.of(middle) : Optional.empty(),
                random.nextInt(3) == 0 ? EnumSet.of(FileType.FILE) : Set.of());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void answersAreThoseOfAWalkOverEverySnapshotWhateverIsBackedUpAndForgotten(long seed) throws IOException {
        Random random = new Random(seed);
        Installation installation = new Installation(folder);
        ChangingFolder one = new ChangingFolder(folder.resolve("one"), seed);
        ChangingFolder other = new ChangingFolder(folder.resolve("other"), -seed);
        for (int round = 0; round < 6; round++) {
            one.change(30);
            installation.backup("one", folder.resolve("one"));
            other.change(10);
            installation.backup(random.nextBoolean() ? "one" : "other", folder.resolve("other"));
            FileIndex index = installation.index();
            try (Repository repository = installation.open()) {
                List<Snapshot> all = snapshots(repository);
                assertRight(repository, index, FileQuery.of(all, "*"));
                for (int i = 0; i < 6; i++) {
                    assertRight(repository, index, randomQuery(all, random));
                }
                assertHistoriesAreRight(repository, index, all, random);
                if (round > 1) {
                    installation.forget(all.get(random.nextInt(all.size())).id());
                }
            }
        }
    }

    private static void assertHistoriesAreRight(Repository repository, FileIndex index, List<Snapshot> all,
            Random random) throws IOException {
        List<FoundPath> everything = new ArrayList<>();
        index.find(repository, FileQuery.of(all, "*"), JobMonitor.SILENT, everything::add);
        for (int i = 0; i < 10; i++) {
            FoundPath one = everything.get(random.nextInt(everything.size()));
            assertEquals(Optional.of(one), index.history(repository, all, one.path(), JobMonitor.SILENT));
        }
        assertEquals(Optional.empty(), index.history(repository, all, RawPath.of("/no/such"), JobMonitor.SILENT));
    }

    @Test
    void historyNeedsNoIndexAndIsTheSameWithoutOne() throws IOException {
        Installation installation = new Installation(folder);
        ChangingFolder source = new ChangingFolder(folder.resolve("one"), 5);
        for (int round = 0; round < 4; round++) {
            source.change(20);
            installation.backup("host", folder.resolve("one"));
        }
        try (Repository repository = installation.open()) {
            List<Snapshot> all = snapshots(repository);
            List<RawPath> paths = source.all();
            List<Optional<FoundPath>> direct = histories(installation.index(), repository, all, paths);
            assertTrue(Files.list(installation.catalog()).findAny().isEmpty(), "no index was made");
            installation.index().update(repository, JobMonitor.SILENT);
            assertEquals(direct, histories(installation.index(), repository, all, paths));
        }
    }

    private static List<Optional<FoundPath>> histories(FileIndex index, Repository repository, List<Snapshot> all,
            List<RawPath> paths) throws IOException {
        List<Optional<FoundPath>> histories = new ArrayList<>();
        for (RawPath path : paths) {
            histories.add(index.history(repository, all, path, JobMonitor.SILENT));
            assertTrue(histories.getLast().isPresent(), path.toString());
        }
        return histories;
    }

    @Test
    void aHistoryTellsWhetherContentOrOnlyMetadataChanged() throws IOException {
        Installation installation = new Installation(folder);
        Path file = Files.createDirectories(folder.resolve("one")).resolve("file");
        Files.writeString(file, "first");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
        installation.backup("host", file.getParent());
        installation.backup("host", file.getParent());
        Files.setLastModifiedTime(file, FileTime.fromMillis(2000));
        installation.backup("host", file.getParent());
        Files.writeString(file, "other");
        installation.backup("host", file.getParent());
        Files.delete(file);
        Snapshot without = installation.backup("host", file.getParent());
        try (Repository repository = installation.open()) {
            FoundPath found = installation.index().history(repository, snapshots(repository), RawPath.of(file),
                    JobMonitor.SILENT).orElseThrow();
            assertEquals(List.of(2, 1, 1), found.versions().stream().map(v -> v.snapshots().size()).toList());
            assertTrue(found.versions().get(0).entry().sameContent(found.versions().get(1).entry()));
            assertFalse(found.versions().get(1).entry().sameContent(found.versions().get(2).entry()));
            assertEquals(Optional.of(without), found.gone());
        }
    }

    @Test
    void namesAreFoundWhateverBytesTheyAreMadeOf() throws IOException {
        Installation installation = new Installation(folder);
        ChangingFolder source = new ChangingFolder(folder.resolve("one"), 7);
        source.change(300);
        installation.backup("host", folder.resolve("one"));
        try (Repository repository = installation.open()) {
            List<RawPath> found = new ArrayList<>();
            installation.index().find(repository, FileQuery.of(snapshots(repository), RawPath.of(folder.resolve("one"))
                    .toString()), JobMonitor.SILENT, path -> found.add(path.path()));
            found.sort(null);
            assertEquals(source.all().stream().sorted().toList(), found);
        }
    }

    @Test
    void aMalformedPatternIsRefused() throws IOException {
        Installation installation = new Installation(folder);
        try (Repository repository = installation.open()) {
            RepositoryException refused = assertThrows(RepositoryException.class, () -> installation.index().find(
                    repository, FileQuery.of(List.of(), "[a"), JobMonitor.SILENT, _ -> { }));
            assertEquals(RepositoryException.Kind.INVALID, refused.kind());
        }
    }

    @Test
    void anIndexMostlyOfForgottenSnapshotsIsMadeAnew() throws IOException {
        Installation installation = new Installation(folder);
        Path source = Files.createDirectories(folder.resolve("one"));
        List<Snapshot> made = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            Files.writeString(source.resolve("file" + i), "content");
            made.add(installation.backup("host", source));
        }
        try (Repository repository = installation.open()) {
            installation.index().update(repository, JobMonitor.SILENT);
        }
        for (Snapshot snapshot : made.subList(0, 23)) {
            installation.forget(snapshot.id());
        }
        Files.writeString(source.resolve("last"), "content");
        installation.backup("host", source);
        try (Repository repository = installation.open()) {
            assertRight(repository, installation.index(), FileQuery.of(snapshots(repository), "*"));
        }
        try (Repository repository = installation.open()) {
            new CatalogFiles(installation).use(repository, catalog -> {
                assertEquals(3, catalog.snapshots().size());
                return null;
            });
        }
    }

    @Test
    void aRunThatWasInterruptedAnywhereLeavesAnIndexThatTheNextCompletes() throws IOException {
        Installation installation = new Installation(folder);
        ChangingFolder source = new ChangingFolder(folder.resolve("one"), 9);
        for (int round = 0; round < 3; round++) {
            source.change(80);
            installation.backup("host", folder.resolve("one"));
            try (Repository repository = installation.open()) {
                int interrupted = 0;
                while (isInterrupted(installation, repository, interrupted)) {
                    interrupted++;
                }
                assertTrue(interrupted > 0);
                assertRight(repository, installation.index(), FileQuery.of(snapshots(repository), "*"));
            }
        }
    }

    private static boolean isInterrupted(Installation installation, Repository repository, int after)
            throws IOException {
        AtomicInteger questions = new AtomicInteger();
        JobMonitor impatient = new JobMonitor() {
            @Override
            public boolean cancelled() {
                return questions.incrementAndGet() > after;
            }
        };
        try {
            installation.index().update(repository, impatient);
            return false;
        } catch (CancellationException e) {
            return true;
        }
    }
}
