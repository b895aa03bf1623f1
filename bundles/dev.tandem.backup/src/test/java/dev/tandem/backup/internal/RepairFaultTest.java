package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RestoreRequest;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.local.LocalProvider;
import dev.tandem.tck.Fault;
import dev.tandem.tck.FaultPlan;
import dev.tandem.tck.FaultPlan.Call;
import dev.tandem.tck.FaultyStorage;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever becomes of a repair, what could be read before can be read after, and the same repair then works. */
class RepairFaultTest {
    private static final StorageException ERROR = new StorageException(StorageException.Kind.FAILED, "the disk died");

    @TempDir
    Path folder;
    private Path source;
    private final MemoryStorage sound = new MemoryStorage();
    private TestStore other;

    /** A repair, and the damage it is for. */
    enum Repair {
        INDEX {
            @Override
            void damage(Tampering files) throws IOException {
                files.flip(FileKind.INDEX, files.list(FileKind.INDEX).getFirst(), 0.5);
            }

            @Override
            void run(Repository repository, Repository other, List<String> packs) throws IOException {
                repository.repairs().index(false, JobMonitor.SILENT);
            }
        },
        WHOLE_INDEX {
            @Override
            void damage(Tampering files) { }

            @Override
            void run(Repository repository, Repository other, List<String> packs) throws IOException {
                repository.repairs().index(true, JobMonitor.SILENT);
            }
        },
        PACKS {
            @Override
            void run(Repository repository, Repository other, List<String> packs) throws IOException {
                repository.repairs().packs(packs, JobMonitor.SILENT);
            }
        },
        HEAL {
            @Override
            void run(Repository repository, Repository other, List<String> packs) throws IOException {
                repository.repairs().heal(other, packs, JobMonitor.SILENT);
            }
        },
        RECOVER {
            @Override
            void damage(Tampering files) throws IOException {
                files.flip(FileKind.SNAPSHOT, files.list(FileKind.SNAPSHOT).getFirst(), 0.5);
            }

            @Override
            void run(Repository repository, Repository other, List<String> packs) throws IOException {
                repository.repairs().recover(true, JobMonitor.SILENT);
            }
        };

        void damage(Tampering files) throws IOException {
            for (Id pack : files.list(FileKind.PACK)) {
                files.flip(FileKind.PACK, pack, 0.3);
            }
        }

        abstract void run(Repository repository, Repository other, List<String> packs) throws IOException;

        boolean mendsAll() {
            return this != PACKS;
        }
    }

    @BeforeEach
    void makeRepositories() throws IOException {
        source = Files.createDirectory(folder.resolve("source"));
        Random random = new Random(17);
        TestStore store = TestStore.create(sound);
        other = TestStore.create(folder.resolve("other"));
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 6; i++) {
                byte[] content = new byte[random.nextInt(2000)];
                random.nextBytes(content);
                Files.write(Files.createDirectories(source.resolve("d" + i % 3)).resolve("file" + round + i), content);
            }
            store.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
            other.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
        }
    }

    private MemoryStorage damaged(Repair repair) throws IOException {
        MemoryStorage copy = FaultTest.copyOf(sound);
        repair.damage(new Tampering(copy));
        return copy;
    }

    private void run(Repair repair, FaultyStorage storage, List<String> packs) throws IOException {
        try (Repository from = other.openForReading(); Repository repository = TestStore.at(storage).open()) {
            repair.run(repository, from, packs);
        }
    }

    private static List<String> packs(MemoryStorage storage) throws IOException {
        return new Tampering(storage).list(FileKind.PACK).stream().map(Id::toString).toList();
    }

    /** What can be restored of each snapshot: files with their content. */
    private Map<String, Set<String>> readable(MemoryStorage storage) throws IOException {
        Map<String, Set<String>> readable = new TreeMap<>();
        try (Repository repository = TestStore.at(storage).openForReading()) {
            for (Snapshot snapshot : repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT)) {
                Path target = Files.createTempDirectory(folder, "target");
                Set<String> files = new TreeSet<>();
                try {
                    repository.restore(RestoreRequest.of(snapshot, RawPath.ROOT, RawPath.of(target)),
                            JobMonitor.SILENT);
                } catch (IOException e) {
                    assertFalse(e.getMessage().isEmpty());
                }
                Folder.describe(target).forEach((name, what) -> {
                    if (what.startsWith("FILE")) {
                        files.add(name + what.replaceAll(".* content ", ""));
                    }
                });
                readable.put(snapshot.id().toString(), files);
            }
        }
        return readable;
    }

    static Stream<Fault> faults(Call call) {
        Fault.Failure failure = new Fault.Failure(ERROR);
        return switch (call) {
            case READ -> Stream.of(failure, new Fault.Corrupted());
            case WRITE, DELETE -> Stream.of(failure, new Fault.LostAnswer(ERROR));
            default -> Stream.of(failure);
        };
    }

    /** One fault at each call of a kind, and a storage that dies at each of them. */
    private static Stream<FaultPlan> plans(Call call, long calls) {
        return LongStream.rangeClosed(1, calls).boxed().flatMap(nth -> Stream.concat(
                faults(call).map(fault -> FaultPlan.NONE.at(call, nth, fault)),
                call != Call.WRITE && call != Call.DELETE ? Stream.of()
                        : Stream.of(FaultPlan.NONE.from(call, nth, new Fault.Failure(ERROR))
                                .from(Call.DELETE, call == Call.DELETE ? nth : 1, new Fault.Failure(ERROR)))));
    }

    @ParameterizedTest
    @EnumSource(Repair.class)
    void oneFaultAtAnyCallOfARepairMakesNothingWorse(Repair repair) throws Exception {
        MemoryStorage before = damaged(repair);
        Map<String, Set<String>> readable = readable(before);
        List<String> packs = packs(before);
        List<FaultPlan> plans = new ArrayList<>();
        for (Call call : List.of(Call.LIST, Call.STAT, Call.READ, Call.WRITE, Call.DELETE)) {
            FaultyStorage counting = new FaultyStorage(FaultTest.copyOf(before), FaultPlan.NONE, 1);
            run(repair, counting, packs);
            plans.addAll(plans(call, counting.count(call)).toList());
        }
        try (ExecutorService some = Executors.newFixedThreadPool(10)) {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < plans.size(); i++) {
                FaultPlan plan = plans.get(i);
                String what = repair + " with fault " + i;
                runs.add(some.submit(() -> {
                    assertUnharmed(repair, FaultTest.copyOf(before), plan, packs, readable, what);
                    return null;
                }));
            }
            for (Future<?> each : runs) {
                each.get();
            }
        }
    }

    private void assertUnharmed(Repair repair, MemoryStorage storage, FaultPlan plan, List<String> packs,
            Map<String, Set<String>> readable, String what) throws IOException {
        try {
            run(repair, new FaultyStorage(storage, plan, 1), packs);
        } catch (IOException expected) {
            assertTrue(expected.getMessage().length() > 10, expected.toString());
        }
        assertNothingWorse(readable, readable(storage), what);
        List<String> left = packs.stream().filter(packs(storage)::contains).toList();
        try (Repository repository = TestStore.at(storage).open(); Repository from = other.openForReading()) {
            repository.unlock(true);
            repair.run(repository, from, left);
        }
        assertNothingWorse(readable, readable(storage), what + ", once more");
        if (repair.mendsAll()) {
            TestStore.at(storage).assertSound();
        }
    }

    private static void assertNothingWorse(Map<String, Set<String>> before, Map<String, Set<String>> after,
            String what) {
        before.forEach((snapshot, files) -> {
            assertTrue(after.containsKey(snapshot), what + " lost snapshot " + snapshot);
            Set<String> missing = new TreeSet<>(files);
            missing.removeAll(after.get(snapshot));
            assertEquals(Set.of(), missing, what);
        });
    }

    @ParameterizedTest
    @EnumSource(Repair.class)
    void aCancelledRepairLeavesNoLockAndMakesNothingWorse(Repair repair) throws IOException {
        for (int calls = 0; calls < 6; calls++) {
            MemoryStorage storage = damaged(repair);
            Map<String, Set<String>> readable = readable(storage);
            Listener listener = new Listener(calls);
            try (Repository from = other.openForReading(); Repository repository = TestStore.at(storage).open()) {
                switch (repair) {
                    case INDEX, WHOLE_INDEX -> repository.repairs().index(repair == Repair.WHOLE_INDEX, listener);
                    case PACKS -> repository.repairs().packs(packs(storage), listener);
                    case HEAL -> repository.repairs().heal(from, packs(storage), listener);
                    case RECOVER -> repository.repairs().recover(true, listener);
                }
            } catch (CancellationException expected) {
                assertEquals(List.of(), new Tampering(storage).list(FileKind.LOCK));
            }
            assertNothingWorse(readable, readable(storage), repair + " cancelled");
        }
    }

    @Test
    void healingFromAStorageThatFailsChangesNothing() throws IOException {
        MemoryStorage storage = damaged(Repair.HEAL);
        List<String> packs = packs(storage);
        FaultPlan dead = FaultPlan.NONE.on(Call.READ, "data/", new Fault.Failure(ERROR));
        TestStore failing = TestStore.at(other.folder(), (where, mode) -> new FaultyStorage(
                new LocalProvider().open(where, mode), dead, 1));
        try (Repository from = failing.openForReading(); Repository repository = TestStore.at(storage).open()) {
            repository.repairs().heal(from, packs, JobMonitor.SILENT);
            throw new AssertionError("healed from nothing");
        } catch (IOException e) {
            assertTrue(e.getMessage().contains("the disk died"), e.getMessage());
        }
        assertEquals(packs, packs(storage).stream().filter(packs::contains).toList());
    }
}
