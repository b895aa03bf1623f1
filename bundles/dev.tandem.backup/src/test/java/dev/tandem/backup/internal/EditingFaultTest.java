package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.CheckReport;
import dev.tandem.backup.Editing;
import dev.tandem.backup.Id;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RewriteRequest;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.TagChange;
import dev.tandem.backup.internal.store.SideFiles;
import dev.tandem.backup.internal.store.SideFiles.Subject;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.storage.StorageException;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever call fails while a pinned snapshot is edited, it or its heir is there, whole and pinned. */
class EditingFaultTest {
    private static final StorageException ERROR = new StorageException(StorageException.Kind.FAILED, "the disk died");
    private static final StorageException DEAD = new StorageException(StorageException.Kind.FAILED, "it stays dead");
    private static final Set<String> ALL = Set.of("/source", "/source/a", "/source/a/keep", "/source/b",
            "/source/b/secret", "/source/b/stay");

    /** A way to edit. */
    enum Edit {
        TAG {
            @Override
            void run(Editing editing, List<Snapshot> snapshots) throws IOException {
                editing.tag(snapshots, new TagChange(Optional.empty(), List.of("t"), List.of()), JobMonitor.SILENT);
            }
        },
        REWRITE {
            @Override
            void run(Editing editing, List<Snapshot> snapshots) throws IOException {
                editing.rewrite(RewriteRequest.excluding(snapshots, List.of("secret")).forgetting(), JobMonitor.SILENT);
            }
        },
        COPY {
            @Override
            void run(Editing editing, List<Snapshot> snapshots) throws IOException {
                editing.rewrite(RewriteRequest.excluding(snapshots, List.of("secret")), JobMonitor.SILENT);
            }
        },
        REPAIR {
            @Override
            void run(Editing editing, List<Snapshot> snapshots) throws IOException {
                editing.repair(snapshots, true, false, JobMonitor.SILENT);
            }
        };

        abstract void run(Editing editing, List<Snapshot> snapshots) throws IOException;
    }

    @TempDir
    Path folder;
    private final MemoryStorage before = new MemoryStorage();

    @BeforeEach
    void makePinnedSnapshot() throws IOException {
        Path source = Files.createDirectories(folder.resolve("source"));
        for (String name : List.of("a/keep", "b/secret", "b/stay")) {
            Files.createDirectories(source.resolve(name).getParent());
            Files.writeString(source.resolve(name), name);
        }
        TestStore store = TestStore.create(before);
        Id id = store.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT).snapshot().orElseThrow();
        new SideFiles(before).write(Subject.PINNED, id, new byte[] {1});
    }

    private static void edit(FaultyStorage storage, Edit edit) throws IOException {
        try (Repository repository = TestStore.at(storage).open()) {
            edit.run(repository.editing(), repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT));
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneFaultAtAnyCallHarmsNothing(Edit edit) throws Exception {
        FaultyStorage clean = new FaultyStorage(before.copy(), FaultPlan.NONE, 1);
        edit(clean, edit);
        try (ExecutorService some = Executors.newFixedThreadPool(6)) {
            List<Future<?>> runs = new ArrayList<>();
            for (Call call : List.of(Call.LIST, Call.STAT, Call.READ, Call.WRITE, Call.DELETE)) {
                for (long nth = 1; nth <= clean.count(call); nth++) {
                    for (FaultPlan plan : plans(call, nth).toList()) {
                        String what = edit + ": " + call + " " + nth;
                        runs.add(some.submit(() -> {
                            assertUnharmed(edit, plan, what);
                            return null;
                        }));
                    }
                }
            }
            assertFalse(runs.isEmpty());
            for (Future<?> run : runs) {
                run.get();
            }
        }
    }

    private static Stream<FaultPlan> plans(Call call, long nth) {
        FaultPlan fails = FaultPlan.NONE.at(call, nth, new Fault.Failure(ERROR));
        FaultPlan loses = FaultPlan.NONE.at(call, nth, new Fault.LostAnswer(ERROR));
        FaultPlan dies = FaultPlan.NONE.from(call, nth, new Fault.Failure(ERROR))
                .from(Call.DELETE, 1, new Fault.Failure(DEAD));
        return call == Call.WRITE ? Stream.of(fails, loses, dies) : Stream.of(fails, loses);
    }

    private void assertUnharmed(Edit edit, FaultPlan plan, String what) throws IOException {
        MemoryStorage storage = before.copy();
        try {
            edit(new FaultyStorage(storage, plan, 1), edit);
        } catch (IOException expected) {
            assertTrue(expected.getMessage().length() > 10, expected.toString());
        }
        TestStore store = TestStore.at(storage);
        Set<Id> pinned = new SideFiles(storage).list(Subject.PINNED);
        Set<String> rest = new TreeSet<>(ALL);
        rest.remove("/source/b/secret");
        boolean anyPinned = false;
        try (Repository repository = store.openForReading()) {
            for (Snapshot snapshot : repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT)) {
                Set<String> paths = new TreeSet<>();
                repository.list(snapshot, RawPath.ROOT, true, entry -> paths.add(entry.path().toString()));
                assertEquals(snapshot.original().isPresent() && edit != Edit.TAG ? rest : ALL, paths, what);
                anyPinned |= pinned.contains(snapshot.id());
            }
        }
        assertTrue(anyPinned, what + ": the pin is gone");
        CheckReport check = store.check();
        assertTrue(check.clean(), () -> what + ": " + check.findings());
    }
}
