package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.CheckReport.Finding;
import dev.tandem.backup.CheckReport;
import dev.tandem.backup.CheckRequest;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.LockInfo;
import dev.tandem.backup.Repositories.Strength;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RestoreRequest;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.RawPath;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamageTest {
    @TempDir
    Path folder;
    private final MemoryStorage storage = new MemoryStorage();
    private final Tampering tampering = new Tampering(storage);
    private Path source;
    private TestStore store;
    private int targets;

    @BeforeEach
    void makeTwoSnapshots() throws IOException {
        source = Files.createDirectory(folder.resolve("source"));
        Random random = new Random(8);
        for (String name : List.of("a/one", "a/two", "b/c/three", "b/four", "five")) {
            Files.createDirectories(source.resolve(name).getParent());
            byte[] content = new byte[random.nextInt(100, 3000)];
            random.nextBytes(content);
            Files.write(source.resolve(name), content);
        }
        byte[] large = new byte[4 << 20];
        random.nextBytes(large);
        Files.write(source.resolve("b/large"), large);
        Files.createLink(source.resolve("b/linked"), source.resolve("b/large"));
        store = TestStore.create(storage);
        store.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
        Files.writeString(source.resolve("a/new"), "only in the second");
        store.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
    }

    /** Restores the snapshot and returns the files reported; every other file must be right, and none made up. */
    private Set<String> restoreAndCompare(Snapshot snapshot) throws IOException {
        Path target = folder.resolve("target" + targets++);
        Listener listener = new Listener();
        try (Repository repository = store.openForReading()) {
            repository.restore(RestoreRequest.of(snapshot, RawPath.ROOT, RawPath.of(target)), listener);
        }
        Set<String> reported = new HashSet<>();
        for (Path file : files(target.resolve("source"))) {
            String name = target.resolve("source").relativize(file).toString();
            if (!isReported(file, target, listener)) {
                assertArrayEquals(Files.readAllBytes(source.resolve(name)), Files.readAllBytes(file), name);
            }
        }
        for (Path file : files(source)) {
            String name = source.relativize(file).toString();
            Path restored = target.resolve("source").resolve(name);
            if (isReported(restored, target, listener)) {
                reported.add(name);
            } else if (!name.equals("a/new")) {
                assertTrue(Files.exists(restored), name + " is missing and nobody says so");
            }
        }
        return reported;
    }

    private static List<Path> files(Path top) throws IOException {
        if (!Files.exists(top)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(top)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static boolean isReported(Path file, Path target, Listener listener) {
        Set<String> subjects = new HashSet<>();
        listener.problems().stream().map(Problem::subject).forEach(subjects::add);
        for (Path at = file; at.startsWith(target); at = at.getParent()) {
            if (subjects.contains(at.toString())) {
                return true;
            }
        }
        return false;
    }

    private CheckReport check(CheckRequest.ReadData data) throws IOException {
        try (Repository repository = store.openForReading()) {
            return repository.check(new CheckRequest(data), JobMonitor.SILENT);
        }
    }

    private Finding onlyError(CheckReport report) {
        List<Finding> errors = report.findings().stream().filter(Finding::error).toList();
        assertEquals(1, errors.size(), errors.toString());
        return errors.getFirst();
    }

    private List<Snapshot> snapshots() throws IOException {
        try (Repository repository = store.openForReading()) {
            return repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT);
        }
    }

    private static String path(FileKind kind, Id id) {
        return Tampering.path(kind, id).value();
    }

    private static RepositoryException refused(Executable action, String named) {
        RepositoryException e = assertThrows(RepositoryException.class, action);
        assertTrue(e.getMessage().contains(named), e.getMessage());
        return e;
    }

    @Test
    void aDamagedConfigIsNamed() throws IOException {
        tampering.flip(FileKind.CONFIG, null, 0.5);
        assertEquals(RepositoryException.Kind.DAMAGED, refused(store::open, "'config'").kind());
    }

    @Test
    void aDamagedKeyIsNamedAndAnotherKeyStillOpens() throws IOException {
        Id first = tampering.list(FileKind.KEY).getFirst();
        try (Repository repository = store.open()) {
            repository.addKey("second".toCharArray(), Strength.GENERATED);
        }
        tampering.flip(FileKind.KEY, first, 0.5);
        assertEquals(RepositoryException.Kind.DAMAGED, refused(store::open, path(FileKind.KEY, first)).kind());
        store = store.withPassword("second");
        assertEquals(path(FileKind.KEY, first), onlyError(store.check()).file());
    }

    @Test
    void aDamagedSnapshotIsNamedAndTheOthersAreAsGoodAsBefore() throws IOException {
        Snapshot first = snapshots().getFirst();
        Snapshot second = snapshots().getLast();
        tampering.flip(FileKind.SNAPSHOT, second.id(), 0.7);
        Finding finding = onlyError(store.check());
        assertEquals(path(FileKind.SNAPSHOT, second.id()), finding.file());
        assertEquals(List.of("snapshot " + second.id().brief()), finding.affected());
        refused(store::latest, path(FileKind.SNAPSHOT, second.id()));
        assertEquals(Set.of(), restoreAndCompare(first));
        Listener listener = new Listener();
        store.backup(TestStore.relative(folder, "source"), listener);
        assertTrue(listener.heard("snapshot", path(FileKind.SNAPSHOT, second.id())));
    }

    @Test
    void aDamagedIndexIsNamedAndNothingIsRestoredByIt() throws IOException {
        Id index = tampering.list(FileKind.INDEX).getFirst();
        Snapshot latest = store.latest();
        tampering.flip(FileKind.INDEX, index, 0.5);
        List<Finding> errors = store.check().findings().stream().filter(Finding::error).toList();
        assertTrue(errors.stream().anyMatch(f -> f.file().equals(path(FileKind.INDEX, index))), errors.toString());
        refused(() -> restoreAndCompare(latest), path(FileKind.INDEX, index));
        assertFalse(Files.exists(folder.resolve("target0")));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.6})
    void aMissingOrTruncatedIndexIsToldWithTheSnapshotsItHits(double left) throws IOException {
        Snapshot latest = store.latest();
        for (Id index : tampering.list(FileKind.INDEX)) {
            if (left == 0) {
                tampering.delete(FileKind.INDEX, index);
            } else {
                tampering.truncate(FileKind.INDEX, index, left);
            }
        }
        CheckReport report = store.check();
        String affected = report.findings().stream().filter(Finding::error).map(Finding::affected).toList().toString();
        for (Snapshot snapshot : snapshots()) {
            assertTrue(affected.contains("snapshot " + snapshot.id().brief()), affected);
        }
        if (left == 0) {
            assertEquals(8, restoreAndCompare(latest).size());
        } else {
            refused(() -> restoreAndCompare(latest), "index/");
        }
    }

    @Test
    void aDamagedLockIsNamedAndUnlockingRemovesIt() throws IOException {
        Id lock;
        byte[] bytes;
        try (Repository repository = store.open()) {
            repository.stats(List.of(), JobMonitor.SILENT);
            lock = tampering.list(FileKind.LOCK).getFirst();
            bytes = tampering.read(FileKind.LOCK, lock);
        }
        bytes[40] ^= 1;
        tampering.write(FileKind.LOCK, lock, bytes);
        try (Repository repository = store.open()) {
            CheckRequest request = new CheckRequest(new CheckRequest.ReadData.None());
            assertEquals(RepositoryException.Kind.LOCKED, refused(() -> repository.check(request, JobMonitor.SILENT),
                    path(FileKind.LOCK, lock)).kind());
            refused(() -> repository.stats(List.of(), JobMonitor.SILENT), path(FileKind.LOCK, lock));
            assertEquals(LockInfo.State.UNREADABLE, repository.locks().getFirst().state());
            assertEquals(List.of(), repository.unlock(false));
            assertEquals(1, repository.unlock(true).size());
        }
        store.assertSound();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.3, 0.62, 0.9, 0.99999})
    void aFlippedByteInAPackIsFoundAndNeverRestored(double share) throws IOException {
        for (Id pack : tampering.list(FileKind.PACK)) {
            byte[] sound = tampering.read(FileKind.PACK, pack);
            tampering.flip(FileKind.PACK, pack, share);
            Finding finding = onlyError(check(new CheckRequest.ReadData.All()));
            assertEquals(path(FileKind.PACK, pack), finding.file());
            assertReportedIsAffected(finding);
            tampering.write(FileKind.PACK, pack, sound);
        }
        store.assertSound();
    }

    private void assertReportedIsAffected(Finding finding) throws IOException {
        for (Snapshot snapshot : snapshots()) {
            Set<String> reported = restoreAndCompare(snapshot);
            List<String> lines = finding.affected().stream().filter(l -> l.contains(snapshot.id().brief())).toList();
            assertEquals(reported.isEmpty(), lines.isEmpty(), reported + " but " + finding);
            for (String name : reported) {
                assertTrue(named(lines.getFirst()).stream().anyMatch(path -> covers(path, name)), name + " in " + lines);
            }
        }
    }

    private static List<String> named(String line) {
        return List.of(line.substring(line.indexOf("/") < 0 ? 0 : line.indexOf("/")).split(", "));
    }

    private static boolean covers(String path, String name) {
        return path.equals("/source/" + name) || path.endsWith("/") && ("/source/" + name).startsWith(path);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.999})
    void aMissingOrTruncatedPackIsFoundWithoutReadingAny(double left) throws IOException {
        for (Id pack : tampering.list(FileKind.PACK)) {
            byte[] sound = tampering.read(FileKind.PACK, pack);
            if (left == 0) {
                tampering.delete(FileKind.PACK, pack);
            } else {
                tampering.truncate(FileKind.PACK, pack, left);
            }
            Finding finding = onlyError(check(new CheckRequest.ReadData.None()));
            assertEquals(path(FileKind.PACK, pack), finding.file());
            assertFalse(finding.affected().isEmpty());
            for (Snapshot snapshot : snapshots()) {
                restoreAndCompare(snapshot);
            }
            tampering.write(FileKind.PACK, pack, sound);
        }
        store.assertSound();
    }

    @Test
    void aBlobWithASecondSoundCopyIsRestoredFromThat() throws IOException {
        List<Id> before = tampering.list(FileKind.PACK);
        List<byte[]> indexes = new ArrayList<>();
        List<Id> names = tampering.list(FileKind.INDEX);
        for (Id name : names) {
            indexes.add(tampering.read(FileKind.INDEX, name));
            tampering.delete(FileKind.INDEX, name);
        }
        // Without an index nothing is known, so everything is stored a second time.
        store.backup(TestStore.relative(folder, "source").withChangeDetection(true, false, false), JobMonitor.SILENT);
        for (int i = 0; i < names.size(); i++) {
            tampering.write(FileKind.INDEX, names.get(i), indexes.get(i));
        }
        for (Id pack : before) {
            tampering.flip(FileKind.PACK, pack, 0.2);
        }
        assertEquals(Set.of(), restoreAndCompare(store.latest()));
        for (Finding finding : store.check().findings()) {
            assertFalse(finding.affected().stream().anyMatch(l -> l.contains(latestBrief())), finding.toString());
        }
    }

    private String latestBrief() {
        try {
            return store.latest().id().brief();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aBackupMendsEarlierSnapshotsOfTheSameFiles() throws IOException {
        for (FileKind kind : List.of(FileKind.PACK, FileKind.INDEX)) {
            for (Id id : tampering.list(kind)) {
                tampering.delete(kind, id);
            }
        }
        Snapshot earlier = store.latest();
        assertFalse(restoreAndCompare(earlier).isEmpty());
        store.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
        assertEquals(Set.of(), restoreAndCompare(earlier));
    }
}
