package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.BackupReport;
import dev.tandem.backup.BackupRequest;
import dev.tandem.backup.CheckReport;
import dev.tandem.backup.CheckRequest;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.Repositories.Strength;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RestoreRequest;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.storage.Content;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.WriteOptions;
import dev.tandem.tck.Fault;
import dev.tandem.tck.FaultPlan.Call;
import dev.tandem.tck.FaultPlan;
import dev.tandem.tck.FaultyStorage;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever becomes of a backup, what was stored before is untouched and the next backup works. */
class FaultTest {
    private static final StorageException ERROR = new StorageException(StorageException.Kind.FAILED, "the disk died");

    @TempDir
    Path folder;
    private final MemoryStorage before = new MemoryStorage();
    private Path source;
    private Id first;
    private Map<String, String> firstTree;

    @BeforeEach
    void makeFirstSnapshot() throws IOException {
        source = Files.createDirectory(folder.resolve("source"));
        Random random = new Random(30);
        for (String name : List.of("a", "b", "c")) {
            Files.createDirectory(source.resolve(name));
            for (int i = 0; i < 5; i++) {
                byte[] content = new byte[random.nextInt(2000)];
                random.nextBytes(content);
                Files.write(source.resolve(name).resolve("file" + i), content);
            }
        }
        first = TestStore.create(before).backup(request(), JobMonitor.SILENT).snapshot().orElseThrow();
        firstTree = Folder.describe(source);
        byte[] large = new byte[3 << 20];
        random.nextBytes(large);
        Files.write(source.resolve("b/large"), large);
        Files.writeString(source.resolve("c/file0"), "changed");
    }

    private BackupRequest request() {
        return TestStore.relative(folder, "source");
    }

    static MemoryStorage copyOf(MemoryStorage original) throws IOException {
        MemoryStorage copy = new MemoryStorage();
        Tampering files = new Tampering(original);
        for (FileKind kind : FileKind.values()) {
            List<Id> ids = new ArrayList<>(kind == FileKind.CONFIG ? List.of() : files.list(kind));
            if (kind == FileKind.CONFIG) {
                ids.add(null);
            }
            for (Id id : ids) {
                copy.write(Tampering.path(kind, id), Content.of(files.read(kind, id)), WriteOptions.ONCE);
            }
        }
        return copy;
    }

    /** How a call goes wrong. */
    record Wrong(Call call, String how, Fault fault) {
        @Override
        public String toString() {
            return call + " " + how;
        }
    }

    static Stream<Wrong> faults() {
        return Stream.of(Call.LIST, Call.STAT, Call.READ, Call.WRITE, Call.DELETE).flatMap(call -> {
            List<Wrong> wrong = new ArrayList<>();
            wrong.add(new Wrong(call, "fails", new Fault.Failure(ERROR)));
            wrong.add(new Wrong(call, "loses its answer", new Fault.LostAnswer(ERROR)));
            if (call == Call.READ || call == Call.WRITE || call == Call.LIST) {
                wrong.add(new Wrong(call, "breaks", new Fault.Broken(1, ERROR)));
            }
            if (call == Call.READ) {
                wrong.add(new Wrong(call, "is truncated", new Fault.Truncated(20)));
                wrong.add(new Wrong(call, "is corrupted", new Fault.Corrupted()));
            }
            return wrong.stream();
        });
    }

    /** One run with one fault. */
    private record Run(MemoryStorage storage, Optional<Id> saved) { }

    private Run run(FaultPlan plan) throws IOException {
        MemoryStorage storage = copyOf(before);
        Optional<Id> saved = Optional.empty();
        try {
            saved = TestStore.at(new FaultyStorage(storage, plan, 1)).backup(request(), JobMonitor.SILENT).snapshot();
        } catch (IOException expected) {
            assertTrue(expected.getMessage().length() > 10, expected.toString());
        }
        return new Run(storage, saved);
    }

    private long callsOfACleanRun(Call call) throws IOException {
        FaultyStorage counting = new FaultyStorage(copyOf(before), FaultPlan.NONE, 1);
        TestStore.at(counting).backup(request(), JobMonitor.SILENT);
        return counting.count(call);
    }

    /** Runs with one plan after the other: some at once, as each waits for its lock to settle. */
    private void assertUnharmedBy(List<FaultPlan> plans, Object what) throws Exception {
        try (ExecutorService some = Executors.newFixedThreadPool(3)) {
            List<Future<?>> runs = new ArrayList<>();
            for (FaultPlan plan : plans) {
                String which = what + " the " + (runs.size() + 1) + ". time";
                runs.add(some.submit(() -> {
                    assertUnharmed(run(plan), which);
                    return null;
                }));
            }
            for (Future<?> each : runs) {
                each.get();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void oneFaultAtAnyCallOfABackupHarmsNothing(Wrong wrong) throws Exception {
        List<FaultPlan> plans = LongStream.rangeClosed(1, callsOfACleanRun(wrong.call))
                .mapToObj(nth -> FaultPlan.NONE.at(wrong.call, nth, wrong.fault)).toList();
        assertFalse(plans.isEmpty());
        assertUnharmedBy(plans, wrong);
    }

    @Test
    void aStorageThatDiesAtAnyWriteHarmsNothing() throws Exception {
        List<FaultPlan> plans = LongStream.rangeClosed(1, callsOfACleanRun(Call.WRITE))
                .mapToObj(nth -> FaultPlan.NONE.from(Call.WRITE, nth, new Fault.Failure(ERROR))
                        .from(Call.DELETE, 1, new Fault.Failure(ERROR))).toList();
        assertUnharmedBy(plans, "dead from the write");
    }

    @Test
    void whatARunThatFailedDidNotListIsStoredByTheNextThroughTheSameOpenRepository() throws IOException {
        long writes = callsOfACleanRun(Call.WRITE);
        for (long nth = 1; nth <= writes; nth++) {
            MemoryStorage storage = copyOf(before);
            FaultPlan plan = FaultPlan.NONE.at(Call.WRITE, nth, new Fault.Failure(ERROR));
            try (Repository repository = TestStore.at(new FaultyStorage(storage, plan, 1)).open()) {
                try {
                    repository.backup(request(), JobMonitor.SILENT);
                } catch (RepositoryException expected) {
                    repository.backup(request(), JobMonitor.SILENT);
                }
            }
            CheckReport check = TestStore.at(storage).check();
            assertEquals(List.of(), check.findings().stream().filter(CheckReport.Finding::error).toList(),
                    "write " + nth);
        }
    }

    @Test
    void oneBackupAtATimeIsMadeThroughAnOpenRepositoryWhileKeysCanBeAdded() throws IOException {
        AtomicReference<Repository> open = new AtomicReference<>();
        AtomicReference<CompletableFuture<Void>> beside = new AtomicReference<>();
        LocalReader files = new ObservedFiles() {
            @Override
            public List<RawName> names(RawPath directory) throws IOException {
                if (beside.get() == null) {
                    beside.set(CompletableFuture.runAsync(() -> {
                        RepositoryException e = assertThrows(RepositoryException.class,
                                () -> open.get().backup(request(), JobMonitor.SILENT));
                        assertEquals(RepositoryException.Kind.LOCKED, e.kind());
                        assertDoesNotThrow(() -> open.get().addKey("other".toCharArray(), Strength.GENERATED));
                    }));
                    beside.get().exceptionally(_ -> null).join();
                }
                return super.names(directory);
            }
        };
        MemoryStorage storage = copyOf(before);
        try (Repository repository = TestStore.at(storage).seeing(files).open()) {
            open.set(repository);
            repository.backup(request(), JobMonitor.SILENT);
            beside.get().join();
            assertTrue(repository.backup(request(), JobMonitor.SILENT).snapshot().isPresent());
        }
        TestStore.at(storage).assertSound();
    }

    private void assertUnharmed(Run run, String what) throws IOException {
        TestStore store = TestStore.at(run.storage);
        try (Repository repository = store.openForReading()) {
            List<Snapshot> snapshots = repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT);
            List<Id> ids = snapshots.stream().map(Snapshot::id).toList();
            assertTrue(ids.contains(first), what);
            run.saved.ifPresent(id -> assertTrue(ids.contains(id), what));
            for (Snapshot snapshot : snapshots) {
                Path target = Files.createTempDirectory(folder, "restored");
                Listener listener = new Listener();
                repository.restore(RestoreRequest.of(snapshot, RawPath.of("/source"), RawPath.of(target)), listener);
                assertEquals(List.of(), listener.problems(), what);
                Map<String, String> expected = snapshot.id().equals(first) ? firstTree : Folder.describe(source);
                assertEquals(expected, Folder.describe(target), what);
            }
        }
        CheckReport check = store.check();
        assertTrue(check.clean(), () -> what + ": " + check.findings());
        assertTrue(store.backup(request(), JobMonitor.SILENT).snapshot().isPresent(), what);
        store.assertSound();
    }

    @Test
    void aFlippedBitInAPackIsFoundByACheck() throws IOException {
        MemoryStorage storage = copyOf(before);
        FaultPlan plan = FaultPlan.NONE.on(Call.WRITE, "data/", new Fault.Corrupted());
        TestStore.at(new FaultyStorage(storage, plan, 3)).backup(request(), JobMonitor.SILENT);
        assertEquals(false, TestStore.at(storage).check().clean());
    }

    @Test
    void whatTheStorageDoesNotKeepWholeIsNoBackupAndIsTakenAway() throws IOException {
        for (String kind : List.of("data/", "index/", "snapshots/", "locks/")) {
            MemoryStorage storage = copyOf(before);
            FaultPlan plan = FaultPlan.NONE.on(Call.WRITE, kind, new Fault.Truncated(100));
            IOException e = assertThrows(IOException.class,
                    () -> TestStore.at(new FaultyStorage(storage, plan, 3)).backup(request(), JobMonitor.SILENT));
            assertTrue(e.getMessage().contains("100 of "), e.getMessage());
            TestStore.at(storage).assertSound();
            assertEquals(List.of(first), new Tampering(storage).list(FileKind.SNAPSHOT));
            assertEquals(List.of(), new Tampering(storage).list(FileKind.LOCK));
        }
    }

    @Test
    void aCancelledBackupLeavesAValidRepositoryAndIsNotDoneTwice() throws IOException {
        for (int i = 0; i < 200; i++) {
            byte[] content = new byte[20_000];
            new Random(i).nextBytes(content);
            Files.write(source.resolve("a/more" + i), content);
        }
        long all = TestStore.at(copyOf(before)).backup(request(), JobMonitor.SILENT).summary().dataAdded();
        MemoryStorage storage = copyOf(before);
        TestStore store = TestStore.at(storage);
        Listener listener = new Listener(150);
        assertThrows(CancellationException.class, () -> store.backup(request(), listener));
        assertEquals(List.of(), listener.problems());
        assertEquals(List.of(), new Tampering(storage).list(FileKind.LOCK));
        assertEquals(List.of(first), new Tampering(storage).list(FileKind.SNAPSHOT));
        store.assertSound();
        BackupReport next = store.backup(request(), JobMonitor.SILENT);
        assertTrue(next.summary().dataAdded() < all * 2 / 3, next.summary() + " of " + all);
        store.assertSound();
        store.restoreInto(folder.resolve("target"));
        Folder.assertSame(source, folder.resolve("target/source"));
    }

    @Test
    void aCancelledRestoreOrCheckEndsSoonAndChangesNoRepository() throws IOException {
        TestStore store = TestStore.at(before);
        Tampering files = new Tampering(before);
        List<Id> packs = files.list(FileKind.PACK);
        assertThrows(CancellationException.class,
                () -> store.restore(Path.of("/"), folder.resolve("target"), new Listener(2)));
        try (Repository repository = store.open()) {
            CheckRequest request = new CheckRequest(new CheckRequest.ReadData.All());
            assertThrows(CancellationException.class, () -> repository.check(request, new Listener(0)));
        }
        assertEquals(packs, files.list(FileKind.PACK));
        assertEquals(List.of(), files.list(FileKind.LOCK));
    }
}
