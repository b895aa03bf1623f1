package dev.tandem.backup.internal;

import dev.tandem.backup.BackupReport;
import dev.tandem.backup.BackupRequest;
import dev.tandem.backup.CheckReport;
import dev.tandem.backup.CheckRequest;
import dev.tandem.backup.Copying;
import dev.tandem.backup.DiffEntry;
import dev.tandem.backup.DiffReport;
import dev.tandem.backup.Editing;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.KeyInfo;
import dev.tandem.backup.Ledgers;
import dev.tandem.backup.LockInfo;
import dev.tandem.backup.Node;
import dev.tandem.backup.Proofs;
import dev.tandem.backup.Pruning;
import dev.tandem.backup.Repositories.Access;
import dev.tandem.backup.Repositories.Strength;
import dev.tandem.backup.Repairs;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.RepositoryInfo;
import dev.tandem.backup.RestoreReport;
import dev.tandem.backup.RestoreRequest;
import dev.tandem.backup.Retention;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotEntry;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.StatsReport;
import dev.tandem.backup.StatsRequest;
import dev.tandem.backup.Trees;
import dev.tandem.backup.internal.engine.Backup;
import dev.tandem.backup.internal.engine.Check;
import dev.tandem.backup.internal.engine.Difference;
import dev.tandem.backup.internal.engine.Restore;
import dev.tandem.backup.internal.engine.SnapshotTrees;
import dev.tandem.backup.internal.engine.stats.Statistics;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.store.FileViewer;
import dev.tandem.backup.internal.store.LedgerFiles;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.SavedBlobs;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.RawPath;
import dev.tandem.scan.Filters;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import dev.tandem.storage.Location;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** An open repository: each piece of work under the lock it needs, failures told in the terms of the API. */
final class OpenRepository implements Repository {
    /**
     * What repositories share.
     *
     * @param lockSettles how long a lock waits for those of others that came at the same time
     */
    record Tools(LocalReader reader, LocalWriter writer, Filters filters, String program, Optional<Path> cache,
            Duration lockSettles) { }

    private final Location location;
    private final Store store;
    private final Guard guard;
    private final Tools tools;

    OpenRepository(Location location, Store store, Guard guard, Tools tools) {
        this.location = location;
        this.store = store;
        this.guard = guard;
        this.tools = tools;
    }

    @Override
    public RepositoryInfo info() {
        return new RepositoryInfo(location, store.config().id(), store.config().version(),
                store.config().polynomial());
    }

    @Override
    public List<Snapshot> snapshots(SnapshotFilter filter, JobMonitor monitor) throws RepositoryException {
        return guard.looking(() -> listSnapshots(filter, monitor));
    }

    private List<Snapshot> listSnapshots(SnapshotFilter filter, JobMonitor monitor) throws IOException {
        List<Snapshot> all = store.snapshots(e -> monitor.problem(Problem.error("snapshot", e.getMessage())));
        return all.stream().filter(filter::accepts).toList();
    }

    @Override
    public Snapshot snapshot(String name, SnapshotFilter filter) throws RepositoryException {
        return guard.looking(() -> findSnapshot(name, filter));
    }

    private Snapshot findSnapshot(String name, SnapshotFilter filter) throws IOException {
        List<IOException> unreadable = new ArrayList<>();
        List<Snapshot> all = store.snapshots(unreadable::add);
        if (name.equals("latest")) {
            if (!unreadable.isEmpty()) {
                throw new DamagedException("which snapshot is the latest is not known, as one cannot be read: "
                        + unreadable.getFirst().getMessage() + ". Name the one you mean by its ID; 'snapshots' lists"
                        + " those that can be read");
            }
            return all.reversed().stream().filter(filter::accepts).findFirst().orElseThrow(() -> notFound(
                    all.isEmpty() ? "the repository has no snapshot yet" : "no snapshot passes the filter"));
        }
        List<Snapshot> matching = all.stream().filter(s -> s.id().toString().startsWith(name)).toList();
        if (name.isEmpty() || matching.isEmpty()) {
            throw notFound("there is no snapshot '" + name + "'; 'snapshots' lists them"
                    + (unreadable.isEmpty() ? "" : ". " + unreadable.getFirst().getMessage()));
        }
        if (matching.size() > 1) {
            throw notFound("'" + name + "' is the beginning of " + matching.size() + " snapshots; give more digits");
        }
        return matching.getFirst();
    }

    private static RepositoryException notFound(String message) {
        return new RepositoryException(Kind.NOT_FOUND, message);
    }

    @Override
    public BackupReport backup(BackupRequest request, JobMonitor monitor) throws RepositoryException {
        return backup(request, monitor, SavedBlobs.UNHEARD);
    }

    /** Backs up, and tells {@code listener} of each blob that is stored. */
    BackupReport backup(BackupRequest request, JobMonitor monitor, SavedBlobs listener) throws RepositoryException {
        return guard.storing(lock -> DeepStack.call(new Backup(store, lock, tools.reader, tools.filters, tools.program,
                request, tools.cache, monitor, listener)::run));
    }

    @Override
    public RestoreReport restore(RestoreRequest request, JobMonitor monitor) throws RepositoryException {
        return guard.reading(() -> DeepStack.call(
                new Restore(store, tools.reader, tools.writer, tools.filters, request, monitor)::run));
    }

    @Override
    public CheckReport check(CheckRequest request, JobMonitor monitor) throws RepositoryException {
        Guard.Work<CheckReport> check = () -> DeepStack.call(new Check(store, request, monitor)::run);
        return guard.readOnly() ? guard.looking(check) : guard.exclusively(_ -> check.run());
    }

    @Override
    public void list(Snapshot snapshot, RawPath path, boolean recursive, Consumer<? super SnapshotEntry> sink)
            throws RepositoryException {
        guard.reading(() -> {
            new SnapshotTrees(store.reader()).list(snapshot, path, recursive, sink);
            return null;
        });
    }

    @Override
    public SnapshotEntry entry(Snapshot snapshot, RawPath path) throws RepositoryException {
        return guard.reading(() -> new SnapshotTrees(store.reader()).entry(snapshot, path));
    }

    @Override
    public void read(Node file, OutputStream output) throws IOException {
        guard.reading(() -> {
            new SnapshotTrees(store.reader()).content(file, output);
            return null;
        });
    }

    @Override
    public DiffReport diff(Snapshot first, Snapshot second, RawPath path, boolean metadata,
            Consumer<? super DiffEntry> sink) throws RepositoryException {
        return guard.reading(() -> {
            SnapshotTrees trees = new SnapshotTrees(store.reader());
            Difference difference = new Difference(store.files(), store.reader(), store.index(), metadata,
                    sink);
            return DeepStack.call(
                    () -> difference.between(trees.tree(first, path), trees.tree(second, path), path));
        });
    }

    @Override
    public StatsReport stats(StatsRequest request, JobMonitor monitor) throws RepositoryException {
        return guard.reading(() -> DeepStack.call(() -> new Statistics(store, request, monitor).run()));
    }

    @Override
    public List<LockInfo> locks() throws RepositoryException {
        return guard.looking(() -> store.lockFiles().list());
    }

    @Override
    public List<LockInfo> unlock(boolean all) throws RepositoryException {
        return guard.alone(() -> store.lockFiles().remove(all));
    }

    @Override
    public List<KeyInfo> keys() throws RepositoryException {
        return guard.looking(store::keys);
    }

    @Override
    public KeyInfo addKey(char[] password, Strength strength) throws RepositoryException {
        return guard.writing(_ -> store.addKey(password, strength));
    }

    @Override
    public void removeKey(String id) throws RepositoryException {
        guard.exclusively(_ -> {
            store.removeKey(new FileViewer(store).resolve(FileKind.KEY, id));
            return null;
        });
    }

    @Override
    public KeyInfo changePassword(char[] password, Strength strength) throws RepositoryException {
        return guard.exclusively(_ -> store.changePassword(password, strength));
    }

    @Override
    public List<Id> files(FileKind kind) throws RepositoryException {
        return guard.looking(() -> store.files().list(kind).stream().map(file -> file.id()).sorted().toList());
    }

    @Override
    public void cat(FileKind kind, String id, OutputStream output) throws IOException {
        guard.looking(() -> {
            new FileViewer(store).cat(kind, id, output);
            return null;
        });
    }

    @Override
    public void catBlob(Id id, OutputStream output) throws IOException {
        guard.reading(() -> {
            new FileViewer(store).catBlob(id, output);
            return null;
        });
    }

    @Override
    public Retention retention() {
        return new OpenRetention(store, guard);
    }

    @Override
    public Trees trees() {
        return new OpenTrees(store, guard);
    }

    @Override
    public Pruning pruning() {
        return new OpenPruning(store, guard);
    }

    @Override
    public Repairs repairs() {
        return new OpenRepairs(guard, store, tools.program);
    }

    @Override
    public Copying copying() {
        return new OpenCopying(this);
    }

    Store store() {
        return store;
    }

    Guard guard() {
        return guard;
    }

    @Override
    public Proofs proofs() {
        return new OpenProofs(store, guard, tools);
    }

    @Override
    public Ledgers ledgers() {
        return new OpenLedgers(new LedgerFiles(store), guard);
    }

    @Override
    public Editing editing() {
        return new OpenEditing(store, guard, tools.filters);
    }

    @Override
    public String masterKeyJson() {
        return new String(store.masterKey().toJson(), StandardCharsets.UTF_8);
    }

    /** Work on another repository's store. */
    @FunctionalInterface
    interface StoreWork<T> {
        T run(Store store) throws IOException;
    }

    /** Runs work for another repository that needs what it finds here to stay. */
    <T> T reading(StoreWork<T> work) throws RepositoryException {
        return guard.reading(() -> work.run(store));
    }

    @Override
    public void close() throws RepositoryException {
        guard.close();
    }
}
