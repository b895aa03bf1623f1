package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.PruneReport;
import dev.tandem.backup.PruneRequest;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tandem and restic prune the same repositories. */
class PruneInteropTest {
    private static final Pattern TO_DELETE = Pattern.compile("(?m)^(to delete|total prune|to repack): +([0-9]+) blobs");

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
        store = TestStore.at(folder.resolve("repository"));
    }

    private String restic(String program, String... arguments) throws IOException {
        return Programs.restic(program, store, folder, arguments);
    }

    private void fill(int round) throws IOException {
        for (int i = 0; i < 30; i++) {
            if (round == 0 || i % 5 == round) {
                Path directory = Files.createDirectories(source.resolve("folder " + i % 4));
                Files.writeString(directory.resolve("file" + i), ("words of round " + round + " " + i + "\n").repeat(99));
            }
        }
    }

    private void assertResticFindsNothingToPrune(String program) throws IOException {
        String said = restic(program, "prune", "--dry-run", "--max-unused", "0");
        Matcher matcher = TO_DELETE.matcher(said);
        int lines = 0;
        for (; matcher.find(); lines++) {
            assertEquals("0", matcher.group(2), said);
        }
        assertTrue(lines >= 2, said);
    }

    private PruneReport prune() throws IOException {
        try (Repository repository = store.open()) {
            return repository.pruning().prune(
                    PruneRequest.DEFAULT.withMaxUnused(new PruneRequest.MaxUnused.Bytes(0)), JobMonitor.SILENT);
        }
    }

    private void assertRestores(String program) throws IOException {
        store.assertSound();
        restic(program, "check", "--read-data");
        restic(program, "restore", "latest", "--target", "by restic");
        Folder.assertSame(source, folder.resolve("by restic/source"));
        store.restoreInto(folder.resolve("by tandem"));
        Folder.assertSame(source, folder.resolve("by tandem/source"));
    }

    @ParameterizedTest
    @MethodSource("restics")
    void tandemPrunesWhatResticMade(String program) throws IOException {
        for (String version : List.of("1", "2")) {
            store = TestStore.at(folder.resolve("repository " + version));
            restic(program, "init", "--repository-version", version);
            for (int round = 0; round < 5; round++) {
                fill(round);
                restic(program, "backup", "source");
            }
            restic(program, "forget", "--keep-last", "2");
            PruneReport report = prune();
            assertTrue(report.estimate().pruned().blobs() > 0, report.toString());
            assertTrue(report.freed() > 0, report.toString());
            assertRestores(program);
            assertResticFindsNothingToPrune(program);
            assertEquals(0, prune().packsRemoved());
            Folder.assertSame(source, folder.resolve("by tandem/source"));
        }
    }

    @ParameterizedTest
    @MethodSource("restics")
    void resticPrunesWhatTandemMade(String program) throws IOException {
        store.init();
        for (int round = 0; round < 5; round++) {
            fill(round);
            store.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
        }
        restic(program, "forget", "--keep-last", "1", "--prune", "--max-unused", "0");
        assertRestores(program);
        PruneReport report = prune();
        assertEquals(0, report.estimate().pruned().blobs(), report.toString());
        assertEquals(0, report.estimate().packs().repack(), report.toString());
    }

    @ParameterizedTest
    @MethodSource("restics")
    void bothPlanTheSame(String program) throws IOException {
        store.init();
        for (int round = 0; round < 5; round++) {
            fill(round);
            store.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
        }
        restic(program, "forget", "--keep-last", "2");
        String theirs = restic(program, "prune", "--dry-run", "--max-unused", "0");
        PruneReport ours;
        try (Repository repository = store.open()) {
            ours = repository.pruning().prune(PruneRequest.DEFAULT.withMaxUnused(new PruneRequest.MaxUnused.Bytes(0))
                    .withDryRun(true), JobMonitor.SILENT);
        }
        assertEquals(number(theirs, "to repack"), ours.estimate().repack().blobs(), theirs);
        assertEquals(number(theirs, "this removes"), ours.estimate().repackAway().blobs(), theirs);
        assertEquals(number(theirs, "to delete"), ours.estimate().remove().blobs(), theirs);
        assertEquals(number(theirs, "remaining"), ours.estimate().remaining().blobs(), theirs);
    }

    private static long number(String said, String title) {
        Matcher matcher = Pattern.compile("(?m)^" + title + ": +([0-9]+) blobs").matcher(said);
        assertTrue(matcher.find(), said);
        return Long.parseLong(matcher.group(1));
    }

    @ParameterizedTest
    @MethodSource("restics")
    void oneWaitsForTheOther(String program) throws IOException {
        store.init();
        fill(0);
        store.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
        try (Repository repository = store.open()) {
            repository.stats(List.of(), JobMonitor.SILENT);
            Programs.Result result = Programs.run(folder, Programs.resticEnvironment(store),
                    Programs.resticCommand(program, "prune"));
            assertEquals(program.equals("restic") ? 1 : 11, result.code(), result.output());
            repository.pruning().prune(PruneRequest.DEFAULT, _ -> {
                Programs.Result backup = Assertions.assertDoesNotThrow(() -> Programs.run(folder,
                        Programs.resticEnvironment(store), Programs.resticCommand(program, "backup", "source")));
                assertTrue(backup.code() != 0 && backup.output().contains("lock"), backup.output());
            }, JobMonitor.SILENT);
            try (Repository other = store.open()) {
                other.stats(List.of(), JobMonitor.SILENT);
                assertEquals(Kind.LOCKED, Assertions.assertThrows(RepositoryException.class,
                        () -> repository.pruning().prune(PruneRequest.DEFAULT, JobMonitor.SILENT)).kind());
            }
        }
    }
}
