package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.ForgetReport;
import dev.tandem.backup.ForgetRequest;
import dev.tandem.backup.ForgetRequest.Choice;
import dev.tandem.backup.Id;
import dev.tandem.backup.PruneRequest;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.RetentionPolicy;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.SnapshotGrouping;
import dev.tandem.backup.UndoReport;
import dev.tandem.backup.internal.engine.retention.Forget;
import dev.tandem.backup.internal.engine.retention.Pins;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.SideFiles;
import dev.tandem.backup.internal.store.SideFiles.Subject;
import dev.tandem.job.JobMonitor;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Snapshots are forgotten as asked, never by mistake, and come back. */
class ForgetTest {
    private final MemoryStorage storage = new MemoryStorage();
    private final Tampering files = new Tampering(storage);
    private final TestStore store = TestStore.at(storage);
    private List<Snapshot> snapshots;
    private Set<Id> all;

    @BeforeEach
    void makeSnapshots() throws IOException {
        snapshots = SnapshotFixture.create(storage, 5, "important", "weekly");
        all = ids(snapshots);
    }

    private static Set<Id> ids(List<Snapshot> some) {
        Set<Id> ids = new TreeSet<>();
        some.forEach(snapshot -> ids.add(snapshot.id()));
        return ids;
    }

    private Id id(int number) {
        return snapshots.get(number).id();
    }

    private Set<Id> present() throws IOException {
        return new TreeSet<>(files.list(FileKind.SNAPSHOT));
    }

    private static Choice byPolicy(RetentionPolicy policy, boolean allowRemoveAll) {
        return new Choice.ByPolicy(policy, SnapshotFilter.ALL, SnapshotGrouping.DEFAULT, allowRemoveAll);
    }

    private static Choice tagged(String tag) {
        return byPolicy(new RetentionPolicy(Map.of(), Map.of(), List.of(List.of(tag))), false);
    }

    private ForgetReport forget(Choice choice, JobMonitor monitor) throws IOException {
        try (Repository repository = store.open()) {
            return repository.retention().forget(new ForgetRequest(choice, false), monitor);
        }
    }

    private ForgetReport forget(Id... named) throws IOException {
        return forget(new Choice.Named(List.of(named)), JobMonitor.SILENT);
    }

    private RepositoryException refused(Choice choice) throws IOException {
        RepositoryException refused = assertThrows(RepositoryException.class,
                () -> forget(choice, JobMonitor.SILENT));
        assertEquals(all, present());
        assertEquals(List.of(), files.list(FileKind.LOCK));
        return refused;
    }

    private UndoReport undo(Set<Id> ids, JobMonitor monitor) throws IOException {
        try (Repository repository = store.open()) {
            return repository.retention().undo(ids, monitor);
        }
    }

    private Set<Id> forgotten() throws IOException {
        try (Repository repository = store.openForReading()) {
            return ids(repository.retention().forgotten(JobMonitor.SILENT));
        }
    }

    /** A storage that keeps what restic has a name for, and nothing else. */
    private StorageSession resticsOnly() {
        return (StorageSession) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {StorageSession.class}, (_, method, arguments) -> {
                    if (method.getName().equals("write") && ((RemotePath) arguments[0]).value().startsWith("tandem/")) {
                        throw new StorageException(StorageException.Kind.UNSUPPORTED, "no place for " + arguments[0]);
                    }
                    try {
                        return method.invoke(storage, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aStorageOfResticsFilesOnlyForgetsForGoodAndSaysSo() throws IOException {
        Listener listener = new Listener();
        try (Repository repository = TestStore.at(resticsOnly()).open()) {
            repository.retention().forget(new ForgetRequest(new Choice.Named(List.of(id(1))), false), listener);
        }
        assertEquals(Set.of(id(0), id(2), id(3), id(4)), present());
        assertTrue(listener.heard("snapshot " + id(1).brief(), "cannot be brought back"),
                listener.problems().toString());
        assertEquals(Set.of(), forgotten());
    }

    @Test
    void whatChangesWhileTheLockSettlesIsHeeded() throws IOException {
        try (Forgery forgery = new Forgery(storage)) {
            Forget early = new Forget(forgery.store(), JobMonitor.SILENT);
            assertSame(early, early.upToDate());
            Snapshot added = forgery.snapshot(snapshots.getFirst().tree());
            Forget withAdded = early.upToDate();
            assertEquals(List.of(added), withAdded.plan(new Choice.Named(List.of(added.id()))).removed());
            new Pins(forgery.store()).add(Set.of(added.id()));
            assertNotSame(withAdded, withAdded.upToDate());
            files.delete(FileKind.SNAPSHOT, id(0));
            Choice keepLast = byPolicy(SnapshotFixture.keepLast(1), false);
            assertEquals(Set.of(id(1), id(2), id(3)), ids(withAdded.upToDate().plan(keepLast).removed()));
        }
    }

    @Test
    void aTypoInATagToKeepForgetsNothing() throws IOException {
        RepositoryException refused = refused(tagged("imporant"));
        assertEquals(Kind.REFUSED, refused.kind());
        assertTrue(refused.getMessage().contains("keeps none of the 5 snapshots of host host, paths [/x]: no snapshot"
                + " has the tags [imporant]; there are [important, weekly]"), refused.getMessage());
        assertEquals(List.of(), forget(tagged("important"), JobMonitor.SILENT).removed());
    }

    @Test
    void aTypoIsToldAlsoWhereAnotherRuleKeepsSomething() throws IOException {
        RetentionPolicy policy = new RetentionPolicy(SnapshotFixture.keepLast(1).counts(), Map.of(),
                List.of(List.of("imporant")));
        Listener listener = new Listener();
        assertEquals(4, forget(byPolicy(policy, false), listener).removed().size());
        assertTrue(listener.heard("", "no snapshot has the tags [imporant]"), listener.problems().toString());
    }

    @Test
    void oneGroupToEmptyKeepsAllGroups() throws IOException {
        try (Forgery forgery = new Forgery(storage)) {
            all.add(forgery.snapshot(snapshots.getFirst().tree()).id());
        }
        assertEquals(Kind.REFUSED, refused(tagged("important")).kind());
    }

    @Test
    void aGroupIsEmptiedOnlyWhereThatIsAllowed() throws IOException {
        RetentionPolicy typo = new RetentionPolicy(Map.of(), Map.of(), List.of(List.of("imporant")));
        assertEquals(5, forget(byPolicy(typo, true), JobMonitor.SILENT).removed().size());
        assertEquals(all, forgotten());
    }

    @Test
    void aPolicyWithoutARuleForgetsNothing() throws IOException {
        RetentionPolicy empty = new RetentionPolicy(Map.of(), Map.of(), List.of());
        assertEquals(Kind.INVALID, refused(byPolicy(empty, false)).kind());
        assertEquals(Kind.INVALID, refused(byPolicy(empty, true)).kind());
        SnapshotFilter filter = new SnapshotFilter(List.of("host"), List.of(), List.of());
        Choice choice = new Choice.ByPolicy(empty, filter, SnapshotGrouping.DEFAULT, true);
        assertEquals(5, forget(choice, JobMonitor.SILENT).removed().size());
    }

    @Test
    void aFilterLeavesAllOthers() throws IOException {
        SnapshotFilter filter = new SnapshotFilter(List.of("another"), List.of(), List.of());
        Choice choice = new Choice.ByPolicy(SnapshotFixture.keepLast(1), filter, SnapshotGrouping.DEFAULT, false);
        assertEquals(List.of(), forget(choice, JobMonitor.SILENT).groups());
        assertEquals(all, present());
    }

    @Test
    void aDryRunChangesNothingAndTellsTheSame() throws IOException {
        ForgetRequest request = new ForgetRequest(byPolicy(SnapshotFixture.keepLast(2), false), true);
        ForgetReport plan;
        try (Repository repository = store.openForReading()) {
            plan = repository.retention().forget(request, JobMonitor.SILENT);
        }
        assertEquals(all, present());
        assertEquals(plan, forget(request.choice(), JobMonitor.SILENT));
        assertEquals(ids(snapshots.subList(3, 5)), present());
    }

    @Test
    void whatWasForgottenComesBackAsItWas() throws IOException {
        byte[] before = files.read(FileKind.SNAPSHOT, id(1));
        forget(byPolicy(SnapshotFixture.keepLast(2), false), JobMonitor.SILENT);
        assertEquals(ids(snapshots.subList(0, 3)), forgotten());
        UndoReport report = undo(Set.of(id(1)), JobMonitor.SILENT);
        assertEquals(List.of(snapshots.get(1)), report.restored());
        assertArrayEquals(before, files.read(FileKind.SNAPSHOT, id(1)));
        assertEquals(Set.of(id(0), id(2)), forgotten());
        undo(forgotten(), JobMonitor.SILENT);
        assertEquals(all, present());
        assertEquals(Set.of(), forgotten());
        assertEquals(List.of(), files.list(FileKind.LOCK));
        store.assertSound();
    }

    @Test
    void undoingTwiceIsNoHarm() throws IOException {
        forget(id(0));
        byte[] aside = new SideFiles(storage).read(Subject.FORGOTTEN, id(0)).orElseThrow();
        undo(Set.of(id(0)), JobMonitor.SILENT);
        new SideFiles(storage).write(Subject.FORGOTTEN, id(0), aside);
        assertEquals(Set.of(), forgotten());
        assertEquals(1, undo(Set.of(id(0)), JobMonitor.SILENT).restored().size());
        assertEquals(all, present());
    }

    @Test
    void afterAPruneNothingComesBack() throws IOException {
        forget(id(0));
        try (Repository repository = store.open()) {
            repository.pruning().prune(PruneRequest.DEFAULT, JobMonitor.SILENT);
        }
        assertEquals(Set.of(), forgotten());
        RepositoryException lost = assertThrows(RepositoryException.class,
                () -> undo(Set.of(id(0)), JobMonitor.SILENT));
        assertEquals(Kind.NOT_FOUND, lost.kind());
    }

    @Test
    void whatIsNotWholeAnyMoreStaysForgotten() throws IOException {
        Snapshot other;
        try (Forgery forgery = new Forgery(storage)) {
            other = forgery.snapshot(forgery.tree(Forgery.file("lost", Id.parse("ab".repeat(32)))));
        }
        forget(id(0), id(1), other.id());
        Set<Id> three = Set.of(id(0), id(1), other.id());
        new SideFiles(storage).write(Subject.FORGOTTEN, id(1), new byte[100]);
        UndoReport report = undo(three, JobMonitor.SILENT);
        assertEquals(List.of(snapshots.getFirst()), report.restored());
        assertEquals(Set.of(id(1), other.id()),
                new TreeSet<>(report.lost().stream().map(UndoReport.Lost::snapshot).toList()));
        assertTrue(report.lost().stream().anyMatch(lost -> lost.reason().contains("/lost")), report.toString());
        assertTrue(report.lost().stream().anyMatch(lost -> lost.reason().contains("damaged")), report.toString());
        for (Id index : files.list(FileKind.INDEX)) {
            files.delete(FileKind.INDEX, index);
        }
        forget(id(0));
        assertEquals(1, undo(Set.of(id(0)), JobMonitor.SILENT).lost().size());
        assertEquals(Set.of(id(0), other.id()), forgotten());
    }

    @Test
    void aPinnedSnapshotIsNeverForgotten() throws IOException {
        try (Repository repository = store.open()) {
            repository.retention().pin(Set.of(id(0), id(4)));
            assertEquals(Set.of(id(0), id(4)), repository.retention().pinned());
        }
        ForgetReport report = forget(byPolicy(SnapshotFixture.keepLast(1), false), JobMonitor.SILENT);
        assertEquals(List.of(List.of("last snapshot", "pinned"), List.of("pinned")),
                report.groups().getFirst().kept().stream().map(kept -> kept.matches()).toList());
        all = Set.of(id(0), id(4));
        RepositoryException refused = refused(new Choice.Named(List.of(id(4), id(0))));
        assertEquals(Kind.REFUSED, refused.kind());
        assertTrue(refused.getMessage().contains(id(0).brief()), refused.getMessage());
        try (Repository repository = store.open()) {
            repository.retention().unpin(Set.of(id(0)));
        }
        assertEquals(1, forget(id(0)).removed().size());
    }

    @Test
    void onlyWhatIsThereIsPinnedOrForgotten() throws IOException {
        Id nothing = Id.parse("ab".repeat(32));
        try (Repository repository = store.open()) {
            assertEquals(Kind.NOT_FOUND, assertThrows(RepositoryException.class,
                    () -> repository.retention().pin(Set.of(id(0), nothing))).kind());
            assertEquals(Set.of(), repository.retention().pinned());
        }
        assertEquals(Kind.NOT_FOUND, refused(new Choice.Named(List.of(id(0), nothing))).kind());
    }

    @Test
    void whoeverUsesTheRepositoryKeepsItsSnapshots() throws IOException {
        try (Forgery forgery = new Forgery(storage); RepositoryLock lock = forgery.store().lock(false)) {
            assertEquals(Kind.LOCKED, assertThrows(RepositoryException.class, () -> forget(id(0))).kind());
            assertEquals(Kind.LOCKED, assertThrows(RepositoryException.class,
                    () -> undo(Set.of(id(0)), JobMonitor.SILENT)).kind());
            try (Repository repository = store.open()) {
                repository.retention().pin(Set.of(id(0)));
            }
            lock.ensureHeld();
        }
        assertEquals(all, present());
    }

    @Test
    void aSnapshotThatCannotBeReadIsToldAndStays() throws IOException {
        files.flip(FileKind.SNAPSHOT, id(0), 0.5);
        Listener listener = new Listener();
        ForgetReport report = forget(byPolicy(SnapshotFixture.keepLast(1), false), listener);
        assertEquals(1, report.unreadable());
        assertTrue(listener.heard("snapshot", id(0).toString()), listener.problems().toString());
        assertEquals(Set.of(id(0), id(4)), present());
    }

    @Test
    void aCancelledForgettingLosesNothing() throws IOException {
        assertThrows(CancellationException.class,
                () -> forget(byPolicy(SnapshotFixture.keepLast(1), false), new Listener(1)));
        Set<Id> somewhere = new TreeSet<>(present());
        somewhere.addAll(forgotten());
        assertEquals(all, somewhere);
        assertEquals(List.of(), files.list(FileKind.LOCK));
    }
}
