package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tandem.backup.BackupRequest;
import dev.tandem.backup.Compression;
import dev.tandem.backup.CopyReport;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.Repositories.Strength;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.RestoreRequest;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.storage.StorageException;
import dev.tandem.tck.Fault;
import dev.tandem.tck.FaultPlan;
import dev.tandem.tck.FaultPlan.Call;
import dev.tandem.tck.FaultyStorage;
import dev.tandem.tck.MemoryStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Snapshots arrive whole in another repository, or not at all. */
class CopyTest {
    private static final StorageException ERROR = new StorageException(StorageException.Kind.FAILED, "the disk died");

    @TempDir
    Path folder;
    private final MemoryStorage sourceFiles = new MemoryStorage();
    private Path files;
    private TestStore source;

    @BeforeEach
    void makeSnapshots() throws IOException {
        files = Files.createDirectory(folder.resolve("source"));
        source = TestStore.create(sourceFiles);
        RandomTree tree = new RandomTree(files, 41);
        tree.grow(15);
        byte[] large = new byte[3 << 20];
        new Random(41).nextBytes(large);
        Files.write(files.resolve("large"), large);
        source.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
        tree.change(5);
        Files.writeString(files.resolve("late"), "comes late");
        source.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
    }

    /** Copies all snapshots of one repository to another. */
    static CopyReport copy(TestStore from, TestStore to, Compression compression, JobMonitor monitor)
            throws IOException {
        try (Repository source = from.open(); Repository target = to.open()) {
            List<Snapshot> all = source.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT);
            return target.copying().copy(source, all, compression, monitor);
        }
    }

    private CopyReport copyTo(TestStore target) throws IOException {
        Listener listener = new Listener();
        CopyReport report = copy(source, target, Compression.AUTO, listener);
        assertEquals(List.of(), listener.problems().stream().filter(p -> !p.message().contains("cuts files")).toList());
        return report;
    }

    private static List<Snapshot> snapshots(TestStore store) throws IOException {
        try (Repository repository = store.openForReading()) {
            return repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT);
        }
    }

    private void assertRestoresTheSource(TestStore store) throws IOException {
        Path target = Files.createTempDirectory(folder, "restored");
        store.restoreInto(target);
        Folder.assertSame(files, target.resolve("source"));
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "OFF", "MAX"})
    void copiesRestoreTheSameAndASecondCopyCopiesNothing(Compression compression) throws IOException {
        TestStore target = TestStore.create(new MemoryStorage());
        CopyReport report = copy(source, target, compression, JobMonitor.SILENT);
        assertEquals(2, report.copied().size());
        assertTrue(report.blobs() > 15 && report.bytes() > 3 << 20, report.toString());
        target.assertSound();
        assertRestoresTheSource(target);
        CopyReport again = copyTo(target);
        assertEquals(List.of(), again.copied());
        assertEquals(report.copied().stream().map(CopyReport.Copied::copy).toList(),
                again.present().stream().map(CopyReport.Copied::copy).toList());
        assertEquals(0, again.blobs());
        assertEquals(2, snapshots(target).size());
    }

    @Test
    void aCopyHasTheSameTreeAndNamesItsOriginal() throws IOException {
        TestStore target = TestStore.create(new MemoryStorage());
        copyTo(target);
        List<Snapshot> before = snapshots(source);
        List<Snapshot> after = snapshots(target);
        for (int i = 0; i < 2; i++) {
            Snapshot there = after.get(i);
            assertEquals(before.get(i).tree(), there.tree());
            assertEquals(before.get(i).time(), there.time());
            assertEquals(before.get(i).summary(), there.summary());
            assertEquals(before.get(i).programVersion(), there.programVersion());
            assertEquals(before.get(i).id(), there.original().orElseThrow());
            assertTrue(there.parent().isEmpty());
        }
        TestStore third = TestStore.create(new MemoryStorage());
        copy(target, third, Compression.AUTO, JobMonitor.SILENT);
        assertEquals(before.getFirst().id(), snapshots(third).getFirst().original().orElseThrow());
        assertEquals(2, copy(third, source, Compression.AUTO, JobMonitor.SILENT).present().size());
    }

    @Test
    void unknownFieldsOfASnapshotAreKept() throws IOException {
        labelSnapshots();
        TestStore target = TestStore.create(new MemoryStorage());
        copyTo(target);
        try (Repository repository = target.openForReading()) {
            for (Id id : repository.files(FileKind.SNAPSHOT)) {
                ByteArrayOutputStream json = new ByteArrayOutputStream();
                repository.cat(FileKind.SNAPSHOT, id.toString(), json);
                JsonObject object = JsonParser.parseString(json.toString(StandardCharsets.UTF_8)).getAsJsonObject();
                assertEquals("of another program", object.get("label").getAsString());
            }
        }
    }

    private void labelSnapshots() throws IOException {
        try (Forgery forgery = new Forgery(sourceFiles)) {
            for (Id id : new Tampering(sourceFiles).list(FileKind.SNAPSHOT)) {
                String json = new String(forgery.store().sealedFiles().load(FileKind.SNAPSHOT, id),
                        StandardCharsets.UTF_8);
                String labelled = json.replaceFirst("^\\{", "{\"label\":\"of another program\",");
                forgery.store().sealedFiles().save(FileKind.SNAPSHOT, labelled.getBytes(StandardCharsets.UTF_8));
                forgery.store().files().delete(FileKind.SNAPSHOT, id);
            }
        }
    }

    @Test
    void onlyWhatIsMissingIsCopied() throws IOException {
        TestStore target = TestStore.create(new MemoryStorage());
        copyTo(target);
        Files.writeString(files.resolve("later"), "comes later");
        source.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
        CopyReport report = copyTo(target);
        assertEquals(1, report.copied().size());
        assertEquals(3, report.blobs(), "one file and the two trees above it");
        target.assertSound();
        assertRestoresTheSource(target);
    }

    @Test
    void aCopyBringsBackWhatTheDestinationHasLost() throws IOException {
        MemoryStorage storage = new MemoryStorage();
        TestStore target = TestStore.create(storage);
        copyTo(target);
        for (boolean newSnapshot : List.of(true, false)) {
            loseAllPacks(target, storage);
            if (newSnapshot) {
                Files.writeString(files.resolve("later"), "comes later");
                source.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
            }
            assertTrue(copyTo(target).blobs() > 3);
            target.assertSound();
            assertRestoresTheSource(target);
        }
    }

    private static void loseAllPacks(TestStore target, MemoryStorage storage) throws IOException {
        Tampering tampering = new Tampering(storage);
        for (Id pack : tampering.list(FileKind.PACK)) {
            tampering.delete(FileKind.PACK, pack);
        }
        try (Repository repository = target.open()) {
            repository.repairs().index(false, JobMonitor.SILENT);
        }
    }

    @Test
    void aRepositoryMadeLikeAnotherCutsFilesWhereThatDoes() throws IOException {
        TestStore target = TestStore.at(new MemoryStorage());
        try (Repository open = source.open()) {
            target.opener().initLike(open.info(), target.location(), target.password().toCharArray(),
                    Strength.GENERATED);
        }
        Listener listener = new Listener();
        copy(source, target, Compression.AUTO, listener);
        assertEquals(List.of(), listener.problems());
        BackupRequest anew = TestStore.relative(folder, "source").withChangeDetection(true, false, false);
        assertEquals(0, target.backup(anew, JobMonitor.SILENT).summary().dataBlobs());
        TestStore other = TestStore.create(new MemoryStorage());
        copy(source, other, Compression.AUTO, listener);
        assertTrue(listener.heard("", "cuts files elsewhere"));
        assertTrue(other.backup(anew, JobMonitor.SILENT).summary().dataBlobs() > 1);
    }

    @Test
    void aSnapshotOfWhichSomethingIsLostIsNotCopiedButTheOthersAre() throws IOException {
        Tampering tampering = new Tampering(sourceFiles);
        List<Id> before = tampering.list(FileKind.PACK);
        Path lost = Files.createDirectory(folder.resolve("lost"));
        Files.write(lost.resolve("file"), new byte[100_000]);
        byte[] noise = new byte[100_000];
        new Random(42).nextBytes(noise);
        Files.write(lost.resolve("noise"), noise);
        source.backup(TestStore.relative(folder, "lost"), JobMonitor.SILENT);
        Id largest = tampering.list(FileKind.PACK).stream().filter(pack -> !before.contains(pack))
                .max(Comparator.comparingInt(this::size)).orElseThrow();
        tampering.flip(FileKind.PACK, largest, 0.5);
        Files.writeString(files.resolve("last"), "comes last");
        source.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
        TestStore target = TestStore.create(new MemoryStorage());
        Listener listener = new Listener();
        CopyReport report = copy(source, target, Compression.AUTO, listener);
        assertEquals(List.of(List.of(lost.toString())), report.failed().stream().map(Snapshot::paths).toList());
        assertEquals(3, report.copied().size());
        assertTrue(listener.heard("snapshot " + report.failed().getFirst().id().brief(), "cannot be read"),
                listener.problems().toString());
        target.assertSound();
        assertRestoresTheSource(target);
    }

    private int size(Id pack) {
        try {
            return new Tampering(sourceFiles).read(FileKind.PACK, pack).length;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRepositoryIsNotCopiedToItself() throws IOException {
        try (Repository first = source.open(); Repository second = source.open()) {
            RepositoryException refused = assertThrows(RepositoryException.class,
                    () -> first.copying().copy(second, List.of(), Compression.AUTO, JobMonitor.SILENT));
            assertEquals(Kind.INVALID, refused.kind());
        }
    }

    @Test
    void aCancelledCopyLeavesAValidRepositoryAndIsNotDoneTwice() throws IOException {
        MemoryStorage storage = new MemoryStorage();
        TestStore target = TestStore.create(storage);
        assertThrows(CancellationException.class, () -> copy(source, target, Compression.AUTO, new Listener(10)));
        assertEquals(List.of(), new Tampering(storage).list(FileKind.SNAPSHOT));
        assertEquals(List.of(), new Tampering(storage).list(FileKind.LOCK));
        target.assertSound();
        CopyReport report = copyTo(target);
        assertTrue(report.blobs() > 0);
        assertTrue(report.blobs() < copyTo(TestStore.create(new MemoryStorage())).blobs(), report.toString());
        assertRestoresTheSource(target);
    }

    private long calls(Call call) throws IOException {
        FaultyStorage counting = new FaultyStorage(new MemoryStorage(), FaultPlan.NONE, 1);
        TestStore target = TestStore.create(counting);
        long before = counting.count(call);
        copyTo(target);
        return counting.count(call) - before;
    }

    private static List<Fault> faults(Call call) {
        List<Fault> faults = new ArrayList<>(List.of(new Fault.Failure(ERROR), new Fault.LostAnswer(ERROR)));
        if (call == Call.READ || call == Call.WRITE) {
            faults.add(new Fault.Broken(1, ERROR));
        }
        if (call == Call.READ) {
            faults.add(new Fault.Truncated(20));
            faults.add(new Fault.Corrupted());
        }
        return faults;
    }

    @ParameterizedTest
    @EnumSource(value = Call.class, names = {"LIST", "STAT", "READ", "WRITE", "DELETE"})
    void oneFaultAtAnyCallOfTheDestinationHarmsNothing(Call call) throws Exception {
        List<FaultPlan> plans = new ArrayList<>();
        for (long nth = 1; nth <= calls(call); nth++) {
            for (Fault fault : faults(call)) {
                plans.add(FaultPlan.NONE.at(call, nth, fault));
            }
        }
        assertFalse(plans.isEmpty());
        assertUnharmedBy(plans, call.toString());
    }

    @Test
    void aDestinationThatDiesAtAnyWriteHasOnlyWholeSnapshots() throws Exception {
        List<FaultPlan> plans = new ArrayList<>();
        for (long nth = 1; nth <= calls(Call.WRITE); nth++) {
            plans.add(FaultPlan.NONE.from(Call.WRITE, nth, new Fault.Failure(ERROR))
                    .from(Call.DELETE, 1, new Fault.Failure(ERROR)));
        }
        assertUnharmedBy(plans, "dead from the write");
    }

    private void assertUnharmedBy(List<FaultPlan> plans, String what) throws Exception {
        Map<String, String> expected = Folder.describe(files);
        try (ExecutorService some = Executors.newFixedThreadPool(3)) {
            List<Future<?>> runs = new ArrayList<>();
            for (FaultPlan plan : plans) {
                String which = what + ", plan " + runs.size();
                runs.add(some.submit(() -> {
                    assertUnharmed(plan, which, expected);
                    return null;
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        }
    }

    private void assertUnharmed(FaultPlan plan, String which, Map<String, String> expected) throws IOException {
        MemoryStorage storage = new MemoryStorage();
        TestStore target = TestStore.create(storage);
        int copied = 0;
        try {
            copied = copy(source, TestStore.at(new FaultyStorage(storage, plan, 1)), Compression.AUTO,
                    JobMonitor.SILENT).copied().size();
        } catch (IOException failed) {
            assertTrue(failed.getMessage().length() > 10, failed.toString());
        }
        assertTrue(snapshots(target).size() >= copied, which);
        target.assertSound();
        copyTo(target);
        target.assertSound();
        try (Repository repository = target.openForReading()) {
            Path restored = Files.createTempDirectory(folder, "restored");
            Snapshot last = repository.snapshot("latest", SnapshotFilter.ALL);
            repository.restore(RestoreRequest.of(last, RawPath.of("/source"), RawPath.of(restored)),
                    JobMonitor.SILENT);
            assertEquals(expected, Folder.describe(restored), which);
        }
    }

    @Test
    void faultsOfTheSourceAreOvercomeOrTold() throws IOException {
        for (Fault fault : List.of(new Fault.Failure(ERROR), new Fault.Truncated(100), new Fault.Corrupted())) {
            TestStore faulty = TestStore.at(new FaultyStorage(sourceFiles, FaultPlan.NONE.some(Call.READ, 0.02, fault),
                    7));
            TestStore target = TestStore.create(new MemoryStorage());
            try {
                copy(faulty, target, Compression.AUTO, JobMonitor.SILENT);
            } catch (IOException told) {
                assertTrue(told.getMessage().length() > 10, told.toString());
            }
            target.assertSound();
            copyTo(target);
            assertRestoresTheSource(target);
        }
    }
}
