package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.ForgetRequest;
import dev.tandem.backup.ForgetRequest.Choice;
import dev.tandem.backup.Id;
import dev.tandem.backup.Repository;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.SnapshotGrouping;
import dev.tandem.job.JobMonitor;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.Fault;
import dev.tandem.tck.FaultPlan;
import dev.tandem.tck.FaultPlan.Call;
import dev.tandem.tck.FaultyStorage;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes wrong while snapshots are forgotten or brought back, each is where snapshots are, or aside. */
class ForgetFaultTest {
    private static final StorageException ERROR = new StorageException(StorageException.Kind.FAILED, "the disk died");
    private static final int SNAPSHOTS = 3;
    /** Each waits for its locks to settle, mostly. */
    private static final int AT_ONCE = 12;

    /** What is done while the storage fails. */
    enum Work {
        FORGET {
            @Override
            void prepare(StorageSession session) { }

            @Override
            void run(StorageSession session) throws IOException {
                forget(session);
            }
        },
        UNDO {
            @Override
            void prepare(StorageSession session) throws IOException {
                forget(session);
            }

            @Override
            void run(StorageSession session) throws IOException {
                undoAll(session);
            }
        };

        abstract void prepare(StorageSession session) throws IOException;

        abstract void run(StorageSession session) throws IOException;
    }

    private static void forget(StorageSession session) throws IOException {
        try (Repository repository = TestStore.at(session).open()) {
            Choice choice = new Choice.ByPolicy(SnapshotFixture.keepLast(1), SnapshotFilter.ALL,
                    SnapshotGrouping.DEFAULT, false);
            repository.retention().forget(new ForgetRequest(choice, false), JobMonitor.SILENT);
        }
    }

    private static void undoAll(StorageSession session) throws IOException {
        try (Repository repository = TestStore.at(session).open()) {
            Set<Id> ids = new TreeSet<>();
            repository.retention().forgotten(JobMonitor.SILENT).forEach(snapshot -> ids.add(snapshot.id()));
            repository.retention().undo(ids, JobMonitor.SILENT);
        }
    }

    /** One way for a call to go wrong, once or from then on. */
    record Wrong(Work work, Call call, boolean forGood, Fault fault) {
        FaultPlan plan(long nth) {
            return forGood ? FaultPlan.NONE.from(call, nth, fault) : FaultPlan.NONE.at(call, nth, fault);
        }
    }

    static Stream<Wrong> faults() {
        List<Wrong> wrong = new ArrayList<>();
        for (Work work : Work.values()) {
            for (Call call : List.of(Call.LIST, Call.STAT, Call.READ, Call.WRITE, Call.DELETE)) {
                wrong.add(new Wrong(work, call, false, new Fault.Failure(ERROR)));
                wrong.add(new Wrong(work, call, false, new Fault.LostAnswer(ERROR)));
            }
            wrong.add(new Wrong(work, Call.WRITE, true, new Fault.Failure(ERROR)));
            wrong.add(new Wrong(work, Call.WRITE, false, new Fault.Truncated(20)));
            wrong.add(new Wrong(work, Call.WRITE, false, new Fault.Corrupted()));
            wrong.add(new Wrong(work, Call.READ, false, new Fault.Truncated(20)));
            wrong.add(new Wrong(work, Call.READ, false, new Fault.Corrupted()));
        }
        return wrong.stream();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void oneFaultAtAnyCallLosesNoSnapshot(Wrong wrong) throws Exception {
        FaultyStorage counting = new FaultyStorage(prepared(wrong.work()), FaultPlan.NONE, 1);
        wrong.work().run(counting);
        long calls = counting.count(wrong.call());
        assertTrue(calls > 0 || wrong.call() == Call.STAT, wrong.toString());
        try (ExecutorService some = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> runs = new ArrayList<>();
            for (long nth = 1; nth <= calls; nth++) {
                long which = nth;
                runs.add(some.submit(() -> {
                    assertNothingIsLost(wrong, which);
                    return null;
                }));
            }
            for (Future<?> each : runs) {
                each.get();
            }
        }
    }

    private static MemoryStorage prepared(Work work) throws IOException {
        MemoryStorage storage = new MemoryStorage();
        SnapshotFixture.create(storage, SNAPSHOTS);
        work.prepare(storage);
        return storage;
    }

    private static void assertNothingIsLost(Wrong wrong, long nth) throws IOException {
        MemoryStorage storage = new MemoryStorage();
        SnapshotFixture.create(storage, SNAPSHOTS);
        Map<Id, byte[]> before = new TreeMap<>();
        Tampering files = new Tampering(storage);
        for (Id id : files.list(FileKind.SNAPSHOT)) {
            before.put(id, files.read(FileKind.SNAPSHOT, id));
        }
        wrong.work().prepare(storage);
        String what = wrong + " the " + nth + ". time";
        try {
            wrong.work().run(new FaultyStorage(storage, wrong.plan(nth), nth));
        } catch (IOException expected) {
            assertFalse(expected.getMessage().isBlank(), what);
        }
        for (Map.Entry<Id, byte[]> each : before.entrySet()) {
            assertTrue(SnapshotFixture.isSomewhere(storage, each.getKey(), each.getValue()), what);
        }
        // Locks whose removal failed are this process's, which lives.
        for (Id lock : files.list(FileKind.LOCK)) {
            files.delete(FileKind.LOCK, lock);
        }
        undoAll(storage);
        assertEquals(before.keySet(), new TreeSet<>(files.list(FileKind.SNAPSHOT)), what);
        TestStore.at(storage).assertSound();
    }
}
