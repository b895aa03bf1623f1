package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.BackupReport;
import dev.tandem.backup.BackupRequest;
import dev.tandem.backup.Destination;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Repositories.Strength;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.SharedBackupReport;
import dev.tandem.backup.SharedBackupReport.Arrival;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.Fault;
import dev.tandem.tck.FaultPlan;
import dev.tandem.tck.FaultPlan.Call;
import dev.tandem.tck.FaultyStorage;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One backup to several repositories: read once, and none waits for another or fails with it. */
class SharedBackupTest {
    private static final StorageException ERROR = new StorageException(StorageException.Kind.FAILED, "the disk died");

    @TempDir
    Path folder;
    private Path files;
    private TestStore primary;
    private final Random random = new Random(50);

    @BeforeEach
    void makeSource() throws IOException {
        files = Files.createDirectory(folder.resolve("source"));
        new RandomTree(files, 51).grow(40);
        write("large", 12 << 20);
        primary = TestStore.create(new MemoryStorage());
    }

    private void write(String name, int size) throws IOException {
        byte[] content = new byte[size];
        random.nextBytes(content);
        Files.write(files.resolve(name), content);
    }

    private BackupRequest request() {
        return TestStore.relative(folder, "source");
    }

    /** A repository that cuts files where the primary one does. */
    private TestStore secondary(StorageSession session) throws IOException {
        TestStore store = TestStore.at(session);
        try (Repository open = primary.open()) {
            store.opener().initLike(open.info(), store.location(), store.password().toCharArray(), Strength.GENERATED);
        }
        return store;
    }

    private static Destination destination(String name, TestStore store) {
        return new Destination(name, store::open);
    }

    private static Destination absent(String name) {
        return new Destination(name, () -> {
            throw new StorageException(StorageException.Kind.UNREACHABLE, "the cable is out");
        });
    }

    private SharedBackupReport backup(JobMonitor monitor, Destination... others) throws IOException {
        return backup(primary, monitor, others);
    }

    private SharedBackupReport backup(TestStore store, JobMonitor monitor, Destination... others) throws IOException {
        try (Repository open = store.open()) {
            return open.copying().backup(request(), List.of(others), monitor);
        }
    }

    private static List<Snapshot> snapshots(TestStore store) throws IOException {
        try (Repository repository = store.openForReading()) {
            return repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT);
        }
    }

    private void assertHasTheBackup(TestStore store) throws IOException {
        store.assertSound();
        Path target = Files.createTempDirectory(folder, "restored");
        store.restoreInto(target);
        Folder.assertSame(files, target.resolve("source"));
    }

    @Test
    void everyFileIsReadOnceAndEveryDestinationHasIt() throws IOException {
        Map<String, Integer> opened = new ConcurrentHashMap<>();
        ObservedFiles observed = new ObservedFiles() {
            @Override
            public SourceFile open(RawPath path) throws IOException {
                opened.merge(path.toString(), 1, Integer::sum);
                return super.open(path);
            }
        };
        TestStore first = secondary(new MemoryStorage());
        TestStore second = secondary(new MemoryStorage());
        SharedBackupReport report = backup(primary.seeing(observed), JobMonitor.SILENT, destination("first", first),
                destination("second", second));
        assertFalse(opened.isEmpty());
        assertTrue(opened.values().stream().allMatch(times -> times == 1), opened.toString());
        assertEquals(List.of("first", "second"), report.others().stream().map(Arrival::destination).toList());
        for (Arrival arrival : report.others()) {
            assertTrue(arrival.failure().isEmpty() && arrival.snapshot().isPresent(), arrival.toString());
        }
        for (TestStore store : List.of(primary, first, second)) {
            assertHasTheBackup(store);
        }
        BackupReport direct = first.backup(request(), JobMonitor.SILENT);
        assertEquals(0, direct.summary().dataBlobs(), "the same chunks as a backup of its own");
    }

    @Test
    void whatTheBackupStoresIsNotReadAgainWhereADestinationKeepsUp() throws IOException {
        TestStore second = secondary(new MemoryStorage());
        SharedBackupReport report = backup(JobMonitor.SILENT, destination("second", second));
        Arrival arrival = report.others().getFirst();
        assertEquals(report.backup().summary().dataBlobs() + report.backup().summary().treeBlobs(),
                arrival.streamed());
        assertEquals(0, arrival.copy().blobs());
        Files.writeString(files.resolve("small"), "a small change");
        Arrival next = backup(JobMonitor.SILENT, destination("second", second)).others().getFirst();
        assertEquals(3, next.streamed(), "a file and two trees: " + next);
        assertEquals(0, next.copy().blobs());
        assertHasTheBackup(second);
    }

    @Test
    void aDestinationNamedTwiceIsRefused() throws IOException {
        TestStore second = secondary(new MemoryStorage());
        RepositoryException refused = assertThrows(RepositoryException.class,
                () -> backup(JobMonitor.SILENT, destination("twice", second), destination("twice", second)));
        assertEquals(Kind.INVALID, refused.kind());
        assertEquals(List.of(), snapshots(primary));
    }

    @Test
    void anAbsentDestinationCatchesUpWhenItIsBack() throws IOException {
        TestStore second = secondary(new MemoryStorage());
        Listener listener = new Listener();
        for (int i = 0; i < 3; i++) {
            write("round" + i, 100_000);
            SharedBackupReport report = backup(listener, i == 0 ? destination("usb", second) : absent("usb"));
            assertTrue(report.backup().snapshot().isPresent());
            assertEquals(i > 0, report.others().getFirst().failure().isPresent());
        }
        assertTrue(listener.heard("usb", "the cable is out"), listener.problems().toString());
        assertEquals(1, snapshots(second).size());
        write("round3", 100_000);
        Arrival back = backup(JobMonitor.SILENT, destination("usb", second)).others().getFirst();
        assertEquals(3, back.copy().copied().size());
        assertEquals(4, snapshots(second).size());
        assertEquals(snapshots(primary).stream().map(Snapshot::tree).toList(),
                snapshots(second).stream().map(Snapshot::tree).toList());
        assertHasTheBackup(second);
    }

    @Test
    void whatADestinationHasForgottenDoesNotComeBack() throws IOException {
        MemoryStorage storage = new MemoryStorage();
        TestStore second = secondary(storage);
        for (int i = 0; i < 3; i++) {
            write("round" + i, 1000);
            backup(JobMonitor.SILENT, destination("usb", second));
        }
        new Tampering(storage).delete(FileKind.SNAPSHOT, snapshots(second).getFirst().id());
        write("last", 1000);
        Arrival arrival = backup(JobMonitor.SILENT, destination("usb", second)).others().getFirst();
        assertEquals(1, arrival.copy().copied().size());
        assertEquals(3, snapshots(second).size());
    }

    @Test
    void anOldRepositoryGivesANewDestinationItsHistory() throws IOException {
        primary.backup(request(), JobMonitor.SILENT);
        write("more", 1000);
        TestStore second = TestStore.create(new MemoryStorage());
        Listener listener = new Listener();
        Arrival arrival = backup(listener, destination("new", second)).others().getFirst();
        assertTrue(listener.heard("new", "cuts files elsewhere"), listener.problems().toString());
        assertEquals(0, arrival.streamed());
        assertEquals(2, arrival.copy().copied().size());
        assertHasTheBackup(second);
    }

    /** A storage that stores no pack until it is let. */
    private static final class Blocked extends MemoryStorage {
        final CountDownLatch let = new CountDownLatch(1);
        private volatile boolean blocking;

        @Override
        public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
            if (blocking && path.value().startsWith("data/")) {
                try {
                    let.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new StorageException(StorageException.Kind.FAILED, "interrupted", e);
                }
            }
            return super.write(path, content, options);
        }
    }

    @Test
    void aBlockedDestinationBlocksNoOtherAndHoldsBoundedMemory() throws Exception {
        for (int i = 0; i < 8; i++) {
            write("many" + i, 16 << 20);
        }
        Blocked blocked = new Blocked();
        TestStore slow = secondary(blocked);
        blocked.blocking = true;
        TestStore quick = secondary(new MemoryStorage());
        try (Repository open = primary.open(); ExecutorService jobs = Executors.newCachedThreadPool()) {
            DestinationRun run = new DestinationRun((OpenRepository) open, destination("slow", slow),
                    JobMonitor.SILENT);
            Future<Arrival> hanging = jobs.submit(run);
            SharedBackupReport report = open.copying().backup(request(), List.of(destination("quick", quick)),
                    JobMonitor.SILENT);
            assertTrue(report.others().getFirst().snapshot().isPresent());
            // All that the primary repository has is offered to the one that stores nothing.
            offerEverything(run);
            assertFalse(hanging.isDone());
            assertTrue(run.feed().mostHeld() > 8 << 20, "nothing was offered");
            assertTrue(run.feed().mostHeld() <= 24 << 20, "held " + run.feed().mostHeld());
            run.feed().end(report.backup().snapshot());
            blocked.let.countDown();
            Arrival arrival = hanging.get(1, TimeUnit.MINUTES);
            assertTrue(arrival.failure().isEmpty(), arrival.toString());
            assertTrue(arrival.copy().blobs() > 0, arrival.toString());
        }
        assertHasTheBackup(primary);
        assertHasTheBackup(quick);
        assertHasTheBackup(slow);
    }

    private void offerEverything(DestinationRun run) throws IOException {
        TestStore other = secondary(new MemoryStorage());
        try (Repository open = other.open()) {
            ((OpenRepository) open).backup(request(), JobMonitor.SILENT, run.feed());
        }
    }

    @Test
    void aSlowDestinationGetsEverythingInTheEnd() throws IOException {
        write("more", 40 << 20);
        FaultPlan slow = FaultPlan.NONE.on(Call.WRITE, "data/", new Fault.Delay(Duration.ofMillis(700)));
        MemoryStorage storage = new MemoryStorage();
        TestStore second = secondary(storage);
        TestStore through = TestStore.at(new FaultyStorage(storage, slow, 1));
        Arrival arrival = backup(JobMonitor.SILENT, destination("slow", through)).others().getFirst();
        assertTrue(arrival.failure().isEmpty(), arrival.toString());
        assertHasTheBackup(second);
    }

    @ParameterizedTest
    @EnumSource(value = Call.class, names = {"LIST", "STAT", "READ", "WRITE", "DELETE"})
    void aFaultAtAnyCallOfADestinationFailsNothingElse(Call call) throws Exception {
        Files.delete(files.resolve("large"));
        primary.backup(request(), JobMonitor.SILENT);
        FaultyStorage counting = new FaultyStorage(new MemoryStorage(), FaultPlan.NONE, 1);
        TestStore counted = secondary(counting);
        long before = counting.count(call);
        backup(JobMonitor.SILENT, destination("counted", counted));
        long calls = counting.count(call) - before;
        List<Destination> others = new ArrayList<>();
        List<TestStore> stores = new ArrayList<>();
        for (long nth = 1; nth <= calls; nth++) {
            MemoryStorage storage = new MemoryStorage();
            stores.add(secondary(storage));
            FaultPlan plan = nth % 2 == 0 ? FaultPlan.NONE.at(call, nth, new Fault.Failure(ERROR))
                    : FaultPlan.NONE.from(call, nth, new Fault.LostAnswer(ERROR));
            others.add(destination("at " + nth, TestStore.at(new FaultyStorage(storage, plan, 1))));
        }
        assertFalse(others.isEmpty());
        write("new", 3 << 20);
        for (int from = 0; from < others.size(); from += 4) {
            int to = Math.min(others.size(), from + 4);
            SharedBackupReport report = backup(JobMonitor.SILENT, others.subList(from, to).toArray(Destination[]::new));
            assertTrue(report.backup().snapshot().isPresent());
            for (int i = from; i < to; i++) {
                stores.get(i).assertSound();
                Arrival arrival = report.others().get(i - from);
                assertTrue(arrival.failure().isPresent() || arrival.snapshot().isPresent(), arrival.toString());
                if (arrival.snapshot().isPresent()) {
                    assertHasTheBackup(stores.get(i));
                }
                CopyTest.copy(primary, stores.get(i), dev.tandem.backup.Compression.AUTO, JobMonitor.SILENT);
                assertHasTheBackup(stores.get(i));
            }
        }
        assertHasTheBackup(primary);
    }

    @Test
    void aDestinationThatIsThePrimaryRepositoryStoresNothingTwice() throws IOException {
        MemoryStorage storage = new MemoryStorage();
        primary = TestStore.create(storage);
        backup(JobMonitor.SILENT, destination("again", TestStore.at(storage)));
        assertEquals(1, snapshots(primary).size());
        long files = new Tampering(storage).list(FileKind.PACK).size();
        MemoryStorage other = new MemoryStorage();
        TestStore.create(other).backup(request(), JobMonitor.SILENT);
        assertEquals(new Tampering(other).list(FileKind.PACK).size(), files);
        primary.assertSound();
    }

    @Test
    void aBackupThatFailsOrIsCancelledSavesNoSnapshotAnywhere() throws IOException {
        MemoryStorage storage = new MemoryStorage();
        TestStore second = secondary(storage);
        assertThrows(CancellationException.class, () -> backup(new Listener(5), destination("second", second)));
        MemoryStorage dead = new MemoryStorage();
        TestStore.create(dead);
        TestStore dying = TestStore.at(new FaultyStorage(dead,
                FaultPlan.NONE.on(Call.WRITE, "data/", new Fault.Failure(ERROR)), 1));
        RepositoryException failed = assertThrows(RepositoryException.class,
                () -> backup(dying, JobMonitor.SILENT, destination("second", second)));
        assertEquals(Kind.STORAGE, failed.kind());
        assertEquals(List.of(), snapshots(second));
        assertEquals(List.of(), new Tampering(storage).list(FileKind.LOCK));
        second.assertSound();
    }
}
