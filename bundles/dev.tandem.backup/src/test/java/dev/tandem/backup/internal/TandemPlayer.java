package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.BackupRequest;
import dev.tandem.backup.CheckReport;
import dev.tandem.backup.CheckRequest;
import dev.tandem.backup.Compression;
import dev.tandem.backup.CopyReport;
import dev.tandem.backup.Destination;
import dev.tandem.backup.ForgetReport;
import dev.tandem.backup.ForgetRequest;
import dev.tandem.backup.ForgetRequest.Choice;
import dev.tandem.backup.Id;
import dev.tandem.backup.IndexRepair;
import dev.tandem.backup.PruneRequest;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RestoreRequest;
import dev.tandem.backup.RetentionPolicy;
import dev.tandem.backup.RewriteRequest;
import dev.tandem.backup.SharedBackupReport;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.SnapshotGrouping;
import dev.tandem.backup.TagChange;
import dev.tandem.backup.UndoReport;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tandem, called in this process. */
final class TandemPlayer implements Player {
    /** Work on an open repository, which nothing may go wrong with. */
    private interface Work<T> {
        T with(Repository repository, JobMonitor monitor) throws IOException;
    }

    private static <T> T work(TestStore store, Work<T> work) throws IOException {
        Listener listener = new Listener();
        try (Repository repository = store.open()) {
            T result = work.with(repository, listener);
            // A folder that lost much is worth a warning, and here no surprise.
            assertEquals(List.of(), listener.problems().stream()
                    .filter(problem -> problem.severity() == Problem.Severity.ERROR).toList());
            return result;
        }
    }

    /** Returns all snapshots, the oldest first. */
    static List<Snapshot> snapshots(TestStore store) throws IOException {
        try (Repository repository = store.openForReading()) {
            return repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT);
        }
    }

    private static List<Snapshot> named(Repository repository, Set<Id> ids) throws IOException {
        return repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT).stream()
                .filter(snapshot -> ids.contains(snapshot.id())).toList();
    }

    private static BackupRequest request(Path base, String name, List<String> tags, LocalDateTime time,
            Compression compression) {
        return BackupRequest.of(List.of(RawPath.of(name)), RawPath.of(base), HOST).withTags(tags)
                .withTime(time.atZone(ZoneId.systemDefault()).toOffsetDateTime()).withCompression(compression);
    }

    @Override
    public boolean modern() {
        return true;
    }

    @Override
    public void backup(TestStore store, Path base, String name, List<String> tags, LocalDateTime time,
            Compression compression) throws IOException {
        work(store, (repository, monitor) ->
                repository.backup(request(base, name, tags, time, compression), monitor));
    }

    /** Backs up to two repositories. */
    void backup(TestStore store, TestStore other, Path base, String name, LocalDateTime time) throws IOException {
        SharedBackupReport report = work(store, (repository, monitor) -> repository.copying().backup(
                request(base, name, List.of(), time, Compression.AUTO), List.of(new Destination("other", other::open)),
                monitor));
        assertEquals(Optional.empty(), report.others().getFirst().failure());
    }

    @Override
    public void forget(TestStore store, Set<Id> snapshots) throws IOException {
        work(store, (repository, monitor) -> repository.retention().forget(
                new ForgetRequest(new Choice.Named(List.copyOf(snapshots)), false), monitor));
    }

    @Override
    public void forget(TestStore store, RetentionPolicy policy, SnapshotGrouping grouping) throws IOException {
        forget(store, policy, grouping, false);
    }

    private static ForgetReport forget(TestStore store, RetentionPolicy policy, SnapshotGrouping grouping, boolean dry)
            throws IOException {
        Choice choice = new Choice.ByPolicy(policy, SnapshotFilter.ALL, grouping, false);
        return work(store, (repository, monitor) ->
                repository.retention().forget(new ForgetRequest(choice, dry), monitor));
    }

    @Override
    public Set<Id> wouldForget(TestStore store, RetentionPolicy policy, SnapshotGrouping grouping) throws IOException {
        ForgetReport report = forget(store, policy, grouping, true);
        Set<Id> ids = new HashSet<>();
        report.removed().forEach(snapshot -> ids.add(snapshot.id()));
        report.groups().stream().flatMap(group -> group.kept().stream())
                .filter(kept -> kept.matches().equals(List.of(ForgetReport.PINNED)))
                .forEach(kept -> ids.add(kept.snapshot().id()));
        return ids;
    }

    UndoReport undo(TestStore store, Set<Id> snapshots) throws IOException {
        return work(store, (repository, monitor) -> repository.retention().undo(snapshots, monitor));
    }

    Set<Id> forgotten(TestStore store) throws IOException {
        return work(store, (repository, monitor) -> new HashSet<>(
                repository.retention().forgotten(monitor).stream().map(Snapshot::id).toList()));
    }

    Set<Id> pinned(TestStore store) throws IOException {
        return work(store, (repository, _) -> repository.retention().pinned());
    }

    void pin(TestStore store, Set<Id> snapshots, boolean on) throws IOException {
        work(store, (repository, _) -> {
            if (on) {
                repository.retention().pin(snapshots);
            } else {
                repository.retention().unpin(snapshots);
            }
            return null;
        });
    }

    @Override
    public void prune(TestStore store, PruneRequest request) throws IOException {
        work(store, (repository, monitor) -> repository.pruning().prune(request, monitor));
    }

    @Override
    public void tag(TestStore store, Set<Id> snapshots, TagChange change) throws IOException {
        work(store, (repository, monitor) ->
                repository.editing().tag(named(repository, snapshots), change, monitor));
    }

    @Override
    public void copy(TestStore from, TestStore to, Set<Id> snapshots) throws IOException {
        CopyReport report = work(to, (target, monitor) -> {
            try (Repository source = from.open()) {
                return target.copying().copy(source, named(source, snapshots), Compression.AUTO, monitor);
            }
        });
        assertEquals(snapshots.size(), report.copied().size() + report.present().size());
    }

    @Override
    public void rewrite(TestStore store, Set<Id> snapshots, String exclude, boolean forget) throws IOException {
        work(store, (repository, monitor) -> {
            RewriteRequest request = RewriteRequest.excluding(named(repository, snapshots), List.of(exclude));
            return repository.editing().rewrite(forget ? request.forgetting() : request, monitor);
        });
    }

    @Override
    public void repairIndex(TestStore store, boolean readAllPacks) throws IOException {
        IndexRepair repair = work(store, (repository, monitor) -> repository.repairs().index(readAllPacks, monitor));
        assertEquals(List.of(), repair.packsDropped());
        assertEquals(List.of(), repair.unreadable());
    }

    @Override
    public void check(TestStore store, boolean readData) throws IOException {
        CheckReport report = work(store, (repository, monitor) -> repository.check(new CheckRequest(
                readData ? new CheckRequest.ReadData.All() : new CheckRequest.ReadData.None()), monitor));
        assertTrue(report.findings().isEmpty(), () -> report.findings().toString());
    }

    @Override
    public void restore(TestStore store, Id snapshot, Path target) throws IOException {
        work(store, (repository, monitor) -> repository.restore(RestoreRequest.of(
                named(repository, Set.of(snapshot)).getFirst(), RawPath.ROOT, RawPath.of(target)), monitor));
    }

    @Override
    public String toString() {
        return "tandem";
    }
}
