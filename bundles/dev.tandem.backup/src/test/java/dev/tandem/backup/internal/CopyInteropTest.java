package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tandem.backup.Compression;
import dev.tandem.backup.CopyReport;
import dev.tandem.backup.Destination;
import dev.tandem.backup.Repositories.Strength;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.SharedBackupReport;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tandem and restic copy each other's snapshots, and know each other's copies. */
class CopyInteropTest {
    @TempDir
    Path folder;
    private Path files;
    private RandomTree tree;
    private TestStore source;
    private TestStore target;

    static List<String> restics() {
        return Programs.restics();
    }

    @BeforeEach
    void makeFiles() throws IOException {
        files = Files.createDirectory(folder.resolve("source"));
        tree = new RandomTree(files, 61);
        tree.grow(40);
        source = TestStore.at(folder.resolve("first"));
        target = TestStore.at(folder.resolve("second")).withPassword("another one");
    }

    private void makeSnapshots(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            tree.change(8);
            source.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
        }
    }

    private void makeTarget() throws IOException {
        try (Repository open = source.open()) {
            target.opener().initLike(open.info(), target.location(), target.password().toCharArray(),
                    Strength.GENERATED);
        }
    }

    private String resticCopies(String program, TestStore from, TestStore to) throws IOException {
        Map<String, String> environment = new HashMap<>(Programs.resticEnvironment(to));
        environment.put("RESTIC_FROM_REPOSITORY", from.folder().toString());
        environment.put("RESTIC_FROM_PASSWORD", from.password());
        Programs.Result result = Programs.run(folder, environment, Programs.resticCommand(program, "copy", "-v"));
        assertEquals(0, result.code(), result.output());
        return result.output();
    }

    private CopyReport copies(TestStore from, TestStore to) throws IOException {
        Listener listener = new Listener();
        CopyReport report = CopyTest.copy(from, to, Compression.AUTO, listener);
        assertEquals(List.of(), listener.problems());
        return report;
    }

    private static List<Snapshot> snapshots(TestStore store) throws IOException {
        try (Repository repository = store.open()) {
            return repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT);
        }
    }

    private void assertSame(String program, TestStore store) throws IOException {
        Programs.restic(program, store, folder, "check", "--read-data");
        store.assertSound();
        Path restored = Files.createTempDirectory(folder, "restored");
        store.restoreInto(restored);
        Folder.assertSame(files, restored.resolve("source"));
        assertEquals(snapshots(source).stream().map(Snapshot::tree).toList(),
                snapshots(store).stream().map(Snapshot::tree).toList());
    }

    private static long count(String output, String words) {
        return output.lines().filter(line -> line.contains(words)).count();
    }

    @ParameterizedTest
    @MethodSource("restics")
    void resticKnowsWhatTandemHasCopied(String program) throws IOException {
        source.init();
        makeSnapshots(3);
        makeTarget();
        assertEquals(3, copies(source, target).copied().size());
        assertSame(program, target);
        assertEquals(3, count(resticCopies(program, source, target), "was already copied"));
        assertEquals(3, count(resticCopies(program, target, source), "was already copied"));
        assertEquals(3, snapshots(source).size());
    }

    @ParameterizedTest
    @MethodSource("restics")
    void tandemKnowsWhatResticHasCopied(String program) throws IOException {
        source.init();
        makeSnapshots(3);
        makeTarget();
        assertEquals(3, count(resticCopies(program, source, target), "saved"));
        CopyReport report = copies(source, target);
        assertEquals(0, report.copied().size());
        assertEquals(3, report.present().size());
        assertEquals(0, report.blobs());
        assertSame(program, target);
        assertEquals(3, copies(target, source).present().size());
    }

    @ParameterizedTest
    @MethodSource("restics")
    void roundsOfBothCopyEverythingOnce(String program) throws IOException {
        source.init();
        makeSnapshots(1);
        makeTarget();
        for (int round = 0; round < 4; round++) {
            makeSnapshots(1);
            if (round % 2 == 0) {
                assertEquals(round == 0 ? 2 : 1, copies(source, target).copied().size());
            } else {
                assertEquals(1, count(resticCopies(program, source, target), "saved"));
            }
        }
        assertSame(program, target);
    }

    @ParameterizedTest
    @MethodSource("restics")
    void aRepositoryOfFormatOneIsCopiedFromAndNeverTo(String program) throws IOException {
        Programs.restic(program, source, folder, "init", "--repository-version", "1");
        for (int i = 0; i < 2; i++) {
            tree.change(8);
            Programs.restic(program, source, folder, "backup", "--host", "testhost", "source");
        }
        makeTarget();
        assertEquals(2, copies(source, target).copied().size());
        // Links that are not of text are lost by the old restic, so what it restores is compared, not the files.
        Programs.restic(program, target, folder, "check", "--read-data");
        target.assertSound();
        source.restoreInto(folder.resolve("one"));
        target.restoreInto(folder.resolve("two"));
        Folder.assertSame(folder.resolve("one"), folder.resolve("two"));
        RepositoryException refused = assertThrows(RepositoryException.class, () -> copies(target, source));
        assertEquals(Kind.UNSUPPORTED, refused.kind());
    }

    @ParameterizedTest
    @MethodSource("restics")
    void resticFindsABackupToSeveralSound(String program) throws IOException {
        source.init();
        makeTarget();
        for (int round = 0; round < 2; round++) {
            tree.change(8);
            try (Repository open = source.open()) {
                SharedBackupReport report = open.copying().backup(TestStore.relative(folder, "source"),
                        List.of(new Destination("second", target::open)), JobMonitor.SILENT);
                assertEquals(true, report.others().getFirst().snapshot().isPresent());
            }
        }
        assertSame(program, source);
        assertSame(program, target);
        assertEquals(2, count(resticCopies(program, source, target), "was already copied"));
    }
}
