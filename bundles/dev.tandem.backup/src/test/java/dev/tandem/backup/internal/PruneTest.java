package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.PruneEstimate;
import dev.tandem.backup.PruneReport;
import dev.tandem.backup.PruneReport.Outcome;
import dev.tandem.backup.PruneRequest;
import dev.tandem.backup.PruneRequest.MaxUnused;
import dev.tandem.backup.PruneRequest.Repack;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.Hashing;
import dev.tandem.backup.internal.store.IndexFile;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.RepositoryFiles;
import dev.tandem.backup.internal.store.SideFiles;
import dev.tandem.backup.internal.store.SideFiles.Subject;
import dev.tandem.job.JobMonitor;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.Fault;
import dev.tandem.tck.FaultPlan;
import dev.tandem.tck.FaultPlan.Call;
import dev.tandem.tck.FaultyStorage;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever becomes of a prune, every snapshot restores as before; and in the end what nothing needs is gone. */
class PruneTest {
    private static final StorageException ERROR = new StorageException(StorageException.Kind.FAILED, "the disk died");

    @TempDir
    Path folder;
    private PrunedRepository made;

    @BeforeEach
    void make() throws IOException {
        made = PrunedRepository.make(folder);
    }

    /** One try with something that goes wrong. */
    private interface Attempt {
        void run(long nth) throws IOException;
    }

    /** Some at once, as each waits for its lock to settle. */
    private static void eachUpTo(long last, Attempt attempt) throws Exception {
        assertTrue(last > 0);
        try (ExecutorService some = Executors.newFixedThreadPool(4)) {
            List<Future<?>> runs = new ArrayList<>();
            for (long nth = 1; nth <= last; nth++) {
                long which = nth;
                runs.add(some.submit(() -> {
                    attempt.run(which);
                    return null;
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        }
    }

    private void assertUnharmedAndPrunable(MemoryStorage storage, String what) throws IOException {
        Tampering files = new Tampering(storage);
        for (Id lock : files.list(FileKind.LOCK)) {
            files.delete(FileKind.LOCK, lock);
        }
        made.assertUnharmed(storage, what);
        assertEquals(Outcome.DONE, PrunedRepository.prune(storage).outcome(), what);
        made.assertUnharmed(storage, what + ", then pruned");
        made.assertPruned(storage, what);
    }

    @Test
    void aPruneRemovesAllThatIsNotNeededAndNothingElse() throws IOException {
        MemoryStorage storage = made.copy();
        PruneReport report = PrunedRepository.prune(storage);
        assertEquals(Outcome.DONE, report.outcome());
        assertEquals(0, report.estimate().unusedAfterwards());
        assertTrue(report.estimate().duplicate().blobs() > 0, report.toString());
        assertTrue(report.estimate().packs().unused() > 0, report.toString());
        assertTrue(report.estimate().packs().partlyUsed() > 0, report.toString());
        assertEquals(1, report.estimate().packs().unreferenced());
        assertTrue(report.packsAdded() > 0, report.toString());
        assertEquals(report.estimate().packs().remove() + report.estimate().packs().repack() + 1,
                report.packsRemoved());
        assertEquals(report.freed(), size(made.storage()) - size(storage));
        made.assertUnharmed(storage, "pruned");
        made.assertPruned(storage, "pruned");
    }

    private static long size(StorageSession session) throws IOException {
        return new RepositoryFiles(session).list(FileKind.PACK).stream().mapToLong(pack -> pack.size()).sum();
    }

    @Test
    void aPruneKilledAtAnyCallHarmsNothingAndTheNextOneGoesOn() throws Exception {
        Mortal whole = Mortal.after(Long.MAX_VALUE, made.copy());
        PrunedRepository.prune(whole.session());
        long calls = Long.MAX_VALUE - whole.left().get();
        eachUpTo(calls, nth -> {
            MemoryStorage storage = made.copy();
            assertThrows(IOException.class, () -> PrunedRepository.prune(Mortal.after(nth - 1, storage).session()));
            assertUnharmedAndPrunable(storage, "killed at call " + nth + " of " + calls);
        });
    }

    @ParameterizedTest
    @EnumSource(value = Call.class, names = {"LIST", "STAT", "READ", "WRITE", "DELETE"})
    void oneFaultAtAnyCallOfAPruneHarmsNothing(Call call) throws Exception {
        FaultyStorage counting = new FaultyStorage(made.copy(), FaultPlan.NONE, 1);
        PrunedRepository.prune(counting);
        List<Fault> faults = new ArrayList<>(List.of(new Fault.Failure(ERROR), new Fault.LostAnswer(ERROR)));
        if (call == Call.READ) {
            faults.addAll(List.of(new Fault.Truncated(20), new Fault.Corrupted()));
        }
        for (Fault fault : faults) {
            eachUpTo(counting.count(call), nth -> {
                MemoryStorage storage = made.copy();
                try {
                    PrunedRepository.prune(new FaultyStorage(storage, FaultPlan.NONE.at(call, nth, fault), 1));
                } catch (IOException expected) {
                    assertTrue(expected.getMessage().length() > 10, expected.toString());
                }
                assertUnharmedAndPrunable(storage, call + " " + fault + " at " + nth);
            });
        }
    }

    @Test
    void aDryRunChangesNothing() throws IOException {
        MemoryStorage storage = made.copy();
        PruneReport report = PrunedRepository.prune(storage, PruneRequest.DEFAULT.withDryRun(true));
        assertEquals(Outcome.ESTIMATED, report.outcome());
        for (FileKind kind : List.of(FileKind.PACK, FileKind.INDEX, FileKind.SNAPSHOT)) {
            assertEquals(made.files().list(kind), new Tampering(storage).list(kind));
        }
        assertFalse(new SideFiles(storage).list(Subject.FORGOTTEN).isEmpty());
    }

    @Test
    void whenItsTimeIsOverNothingMoreIsRepackedAndTheNextPruneGoesOn() throws IOException {
        MemoryStorage storage = made.copy();
        PruneRequest hasty = new PruneRequest(new MaxUnused.Bytes(0), OptionalLong.empty(),
                Optional.of(Duration.ZERO), Repack.DEFAULT, false);
        PruneReport report = PrunedRepository.prune(storage, hasty);
        assertEquals(Outcome.TIME_UP, report.outcome());
        assertEquals(0, report.packsAdded());
        assertEquals(report.estimate().packs().remove() + 1, report.packsRemoved());
        assertUnharmedAndPrunable(storage, "its time was over");
    }

    @Test
    void aPruneInSmallStepsComesToTheEnd() throws IOException {
        MemoryStorage storage = made.copy();
        PruneRequest step = new PruneRequest(new MaxUnused.Bytes(0), OptionalLong.of(8000), Optional.empty(),
                Repack.DEFAULT, false);
        for (int i = 0; i < 20; i++) {
            PrunedRepository.prune(storage, step);
            made.assertUnharmed(storage, "step " + i);
        }
        assertUnharmedAndPrunable(storage, "in steps");
    }

    @Test
    void aCancelledPruneHarmsNothing() throws IOException {
        for (int after = 0; after < 30; after += 3) {
            MemoryStorage storage = made.copy();
            int stop = after;
            try (Repository repository = TestStore.at(storage).open()) {
                repository.pruning().prune(PruneRequest.DEFAULT, new Listener(stop));
            } catch (CancellationException expected) {
                assertEquals(List.of(), new Tampering(storage).list(FileKind.LOCK));
            }
            assertUnharmedAndPrunable(storage, "cancelled after " + stop);
        }
    }

    /** Prunes what somebody has damaged; it must refuse and change nothing. */
    private RepositoryException refused(MemoryStorage storage, String remedy) throws IOException {
        Map<FileKind, List<Id>> before = new HashMap<>();
        for (FileKind kind : List.of(FileKind.PACK, FileKind.INDEX, FileKind.SNAPSHOT)) {
            before.put(kind, new Tampering(storage).list(kind));
        }
        RepositoryException e = assertThrows(RepositoryException.class, () -> PrunedRepository.prune(storage));
        assertEquals(Kind.DAMAGED, e.kind());
        assertTrue(e.getMessage().contains(remedy), e.getMessage());
        for (var kind : before.entrySet()) {
            assertEquals(kind.getValue(), new Tampering(storage).list(kind.getKey()));
        }
        assertFalse(new SideFiles(storage).list(Subject.FORGOTTEN).isEmpty());
        return e;
    }

    @Test
    void whereASnapshotOrAnIndexCannotBeReadNothingIsPruned() throws IOException {
        for (FileKind kind : List.of(FileKind.SNAPSHOT, FileKind.INDEX)) {
            for (Id id : made.files().list(kind)) {
                MemoryStorage storage = made.copy();
                new Tampering(storage).flip(kind, id, 0.5);
                RepositoryException e = refused(storage, kind == FileKind.INDEX ? "repair index" : "forget it");
                assertTrue(e.getMessage().contains(id.toString()), e.getMessage());
            }
        }
    }

    @Test
    void whereAnIndexIsMissingNothingNeededIsPruned() throws IOException {
        for (Id id : made.files().list(FileKind.INDEX)) {
            MemoryStorage storage = made.copy();
            new Tampering(storage).delete(FileKind.INDEX, id);
            try {
                PrunedRepository.prune(storage);
                made.assertUnharmed(storage, "the index was not needed");
            } catch (RepositoryException e) {
                assertEquals(Kind.DAMAGED, e.kind());
                assertEquals(made.files().list(FileKind.PACK), new Tampering(storage).list(FileKind.PACK));
            }
        }
    }

    @Test
    void aMissingOrDamagedPackIsRefusedOrNotNeeded() throws IOException {
        for (Id id : made.files().list(FileKind.PACK)) {
            for (int how = 0; how < 3; how++) {
                MemoryStorage storage = made.copy();
                Tampering files = new Tampering(storage);
                switch (how) {
                    case 0 -> files.delete(FileKind.PACK, id);
                    case 1 -> files.truncate(FileKind.PACK, id, 0.7);
                    default -> files.flip(FileKind.PACK, id, 0.3);
                }
                boolean whole = TestStore.at(storage).check().findings().stream()
                        .allMatch(finding -> finding.affected().isEmpty());
                try {
                    PrunedRepository.prune(storage);
                    if (whole) {
                        made.assertUnharmed(storage, "way " + how + " of " + id);
                    }
                } catch (RepositoryException e) {
                    assertEquals(Kind.DAMAGED, e.kind());
                    assertTrue(files.list(FileKind.SNAPSHOT).equals(made.snapshots()));
                    List<Id> packs = new ArrayList<>(made.files().list(FileKind.PACK));
                    packs.remove(id);
                    packs.removeAll(files.list(FileKind.PACK));
                    assertTrue(packs.size() <= 1, "only the pack of no index may be gone: " + packs);
                }
            }
        }
    }

    @Test
    void aPackOneIndexListsInPartAndAnotherTheRestOfKeepsAllItsBlobs() throws IOException {
        MemoryStorage storage = new MemoryStorage();
        TestStore.create(storage);
        Id tree;
        try (Forgery forgery = new Forgery(storage)) {
            byte[] one = "one".getBytes(StandardCharsets.UTF_8);
            byte[] two = "two".getBytes(StandardCharsets.UTF_8);
            PackedBlob first = new PackedBlob(BlobType.DATA, Hashing.sha256(one), 0, 35, 0);
            PackedBlob second = new PackedBlob(BlobType.DATA, Hashing.sha256(two), 35, 35, 0);
            Id pack = forgery.pack(List.of(one, two), List.of(first, second));
            // The same files list a pack that goes, so that they are replaced.
            byte[] other = "three".getBytes(StandardCharsets.UTF_8);
            PackedBlob unneeded = new PackedBlob(BlobType.DATA, Hashing.sha256(other), 0, 37, 0);
            Id goes = forgery.pack(List.of(other), List.of(unneeded));
            for (PackedBlob part : List.of(first, second)) {
                forgery.store().sealedFiles().save(FileKind.INDEX,
                        IndexFile.encode(Map.of(pack, List.of(part), goes, List.of(unneeded))));
            }
            tree = forgery.tree(Forgery.file("a", first.id()), Forgery.file("b", second.id()));
            forgery.snapshot(tree);
        }
        assertEquals(1, PrunedRepository.prune(storage).packsRemoved());
        TestStore.at(storage).assertSound();
        TestStore.at(storage).restoreInto(folder.resolve("target"));
    }

    @Test
    void forgottenSnapshotsAreGoneForGood() throws IOException {
        MemoryStorage storage = made.copy();
        assertFalse(new SideFiles(storage).list(Subject.FORGOTTEN).isEmpty());
        PrunedRepository.prune(storage);
        assertEquals(Set.of(), new SideFiles(storage).list(Subject.FORGOTTEN));
    }

    /** Prunes while something happens between the plan and the deed. */
    private PruneReport pruneWhile(MemoryStorage storage, Meanwhile meanwhile) throws IOException {
        Consumer<PruneEstimate> then = _ -> {
            try {
                meanwhile.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        try (Repository repository = TestStore.at(storage).open()) {
            return repository.pruning().prune(PruneRequest.DEFAULT, then, JobMonitor.SILENT);
        }
    }

    private interface Meanwhile {
        void run() throws IOException;
    }

    @Test
    void nobodyElseWorksWhileAPruneDoes() throws IOException {
        MemoryStorage storage = made.copy();
        PruneReport report = pruneWhile(storage, () -> {
            Kind kind = assertThrows(RepositoryException.class,
                    () -> TestStore.at(storage).backup(TestStore.relative(folder, "source"), JobMonitor.SILENT)).kind();
            assertEquals(Kind.LOCKED, kind);
            assertEquals(Kind.LOCKED,
                    assertThrows(RepositoryException.class, () -> PrunedRepository.prune(storage)).kind());
        });
        assertEquals(Outcome.DONE, report.outcome());
        assertUnharmedAndPrunable(storage, "others tried");
    }

    @Test
    void aPruneRefusesWhileSomebodyReadsOrWrites() throws IOException {
        MemoryStorage storage = made.copy();
        try (Repository other = TestStore.at(storage).open()) {
            other.stats(List.of(), JobMonitor.SILENT);
            assertEquals(Kind.LOCKED,
                    assertThrows(RepositoryException.class, () -> PrunedRepository.prune(storage)).kind());
        }
        assertEquals(Outcome.DONE, PrunedRepository.prune(storage).outcome());
    }

    @Test
    void aPackStoredInSpiteOfTheLockStays() throws IOException {
        MemoryStorage storage = made.copy();
        byte[] bytes = "just stored".getBytes(StandardCharsets.UTF_8);
        Id id = Hashing.sha256(bytes);
        pruneWhile(storage, () -> new Tampering(storage).write(FileKind.PACK, id, bytes));
        assertTrue(new Tampering(storage).list(FileKind.PACK).contains(id));
    }

    @Test
    void aSnapshotOrIndexStoredInSpiteOfTheLockStopsAPruneBeforeItRemovesAnything() throws IOException {
        for (boolean snapshot : List.of(true, false)) {
            MemoryStorage storage = made.copy();
            RepositoryException e = assertThrows(RepositoryException.class, () -> pruneWhile(storage, () -> {
                try (Forgery forgery = new Forgery(storage)) {
                    if (snapshot) {
                        forgery.snapshot(new Id(1, 2, 3, 4));
                    } else {
                        forgery.store().sealedFiles().save(FileKind.INDEX, IndexFile.encode(Map.of()));
                    }
                }
            }));
            assertEquals(Kind.LOCKED, e.kind());
            assertEquals(made.files().list(FileKind.PACK), new Tampering(storage).list(FileKind.PACK));
        }
    }

    @Test
    void requestsThatMakeNoSenseAreRefused() throws IOException {
        for (MaxUnused limit : List.of(new MaxUnused.Bytes(-1), new MaxUnused.Percent(100),
                new MaxUnused.Percent(-0.1), new MaxUnused.Percent(Double.NaN))) {
            assertEquals(Kind.INVALID, assertThrows(RepositoryException.class, () -> PrunedRepository.prune(
                    made.storage(), PruneRequest.DEFAULT.withMaxUnused(limit))).kind());
        }
    }

    @Test
    void plainDataIsCompressedWhenAsked() throws IOException {
        MemoryStorage storage = new MemoryStorage();
        TestStore store = TestStore.create(storage);
        Path text = folder.resolve("text");
        java.nio.file.Files.writeString(text, "the same words again and again ".repeat(1000));
        store.backup(TestStore.request(text).withCompression(dev.tandem.backup.Compression.OFF), JobMonitor.SILENT);
        assertTrue(PrunedRepository.prune(storage).estimate().uncompressed() > 30_000);
        PruneRequest request = new PruneRequest(new MaxUnused.Unlimited(), OptionalLong.empty(), Optional.empty(),
                new Repack(false, false, true), false);
        assertTrue(PrunedRepository.prune(storage, request).freed() > 29_000);
        store.assertSound();
        assertEquals(0, PrunedRepository.prune(storage).estimate().uncompressed());
        store.restoreInto(folder.resolve("target"));
    }
}
