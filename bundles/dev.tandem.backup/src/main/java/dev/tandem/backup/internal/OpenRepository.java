package dev.tandem.backup.internal;

import dev.tandem.backup.BackupReport;
import dev.tandem.backup.BackupRequest;
import dev.tandem.backup.CheckReport;
import dev.tandem.backup.CheckRequest;
import dev.tandem.backup.DiffEntry;
import dev.tandem.backup.DiffReport;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.KeyInfo;
import dev.tandem.backup.Node;
import dev.tandem.backup.Repositories.Access;
import dev.tandem.backup.Repositories.Strength;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.RepositoryInfo;
import dev.tandem.backup.RestoreReport;
import dev.tandem.backup.RestoreRequest;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotEntry;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.StatsReport;
import dev.tandem.backup.internal.engine.Backup;
import dev.tandem.backup.internal.engine.Check;
import dev.tandem.backup.internal.engine.Difference;
import dev.tandem.backup.internal.engine.Restore;
import dev.tandem.backup.internal.engine.SnapshotTrees;
import dev.tandem.backup.internal.engine.Statistics;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.store.FileViewer;
import dev.tandem.backup.internal.store.RepositoryLock;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/** An open repository: each piece of work under the lock it needs, failures told in the terms of the API. */
final class OpenRepository implements Repository {
    /** What repositories share. */
    record Tools(LocalReader reader, LocalWriter writer, Filters filters, String program) { }

    /** Work on the store. */
    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    private final Location location;
    private final Store store;
    private final Access access;
    private final Tools tools;
    private final ReadWriteLock uses = new ReentrantReadWriteLock();
    private RepositoryLock shared;

    OpenRepository(Location location, Store store, Access access, Tools tools) {
        this.location = location;
        this.store = store;
        this.access = access;
        this.tools = tools;
    }

    @Override
    public RepositoryInfo info() {
        return new RepositoryInfo(location, store.config().id(), store.config().version(),
                store.config().polynomial());
    }

    /** Runs work on files that are never changed and that nobody misses who has not heard of them: no lock needed. */
    private <T> T looking(Work<T> work) throws RepositoryException {
        return Failures.translated(location, work::run);
    }

    /** Runs work that needs what it finds to stay. */
    private <T> T reading(Work<T> work) throws RepositoryException {
        return sharing(() -> {
            if (access != Access.READ_ONLY) {
                sharedLock();
            }
            store.refreshIndex();
            return work.run();
        });
    }

    private <T> T sharing(Work<T> work) throws RepositoryException {
        return Failures.translated(location, () -> using(uses.readLock(), work));
    }

    /** Fails instead of waiting, as it would if another process did what stands in the way. */
    private static <T> T using(Lock lock, Work<T> work) throws IOException {
        if (!lock.tryLock()) {
            throw new RepositoryException(Kind.LOCKED, "another job of this program uses the repository. Wait for it to"
                    + " end");
        }
        try {
            return work.run();
        } finally {
            lock.unlock();
        }
    }

    private <T> T writing(Work<T> work) throws RepositoryException {
        refuseReadOnly();
        return sharing(work);
    }

    private void refuseReadOnly() throws RepositoryException {
        if (access == Access.READ_ONLY) {
            throw new RepositoryException(Kind.INVALID, "the repository was opened without locks, so it cannot be"
                    + " changed");
        }
    }

    private <T> T exclusively(Work<T> work) throws RepositoryException {
        return alone(() -> {
            try (RepositoryLock _ = store.lock(true)) {
                return work.run();
            }
        });
    }

    /** Runs work while no other uses this object, whose shared lock is given back. */
    private <T> T alone(Work<T> work) throws RepositoryException {
        refuseReadOnly();
        return Failures.translated(location, () -> using(uses.writeLock(), () -> {
            releaseSharedLock();
            return work.run();
        }));
    }

    /** Taken once and held until this is closed: each lock costs a fifth of a second. */
    private synchronized RepositoryLock sharedLock() throws IOException {
        if (shared != null && shared.lost()) {
            releaseSharedLock();
        }
        if (shared == null) {
            shared = store.lockAndLoadIndex();
        }
        return shared;
    }

    private synchronized void releaseSharedLock() throws IOException {
        if (shared != null) {
            RepositoryLock released = shared;
            shared = null;
            released.close();
        }
    }

    @Override
    public List<Snapshot> snapshots(SnapshotFilter filter, JobMonitor monitor) throws RepositoryException {
        return looking(() -> listSnapshots(filter, monitor));
    }

    private List<Snapshot> listSnapshots(SnapshotFilter filter, JobMonitor monitor) throws IOException {
        List<Snapshot> all = store.snapshots(e -> monitor.problem(Problem.error("snapshot", e.getMessage())));
        return all.stream().filter(filter::accepts).toList();
    }

    @Override
    public Snapshot snapshot(String name, SnapshotFilter filter) throws RepositoryException {
        return looking(() -> findSnapshot(name, filter));
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
        return writing(() -> DeepStack.call(new Backup(store, sharedLock(), tools.reader, tools.filters, tools.program,
                request, monitor)::run));
    }

    @Override
    public RestoreReport restore(RestoreRequest request, JobMonitor monitor) throws RepositoryException {
        return reading(() -> DeepStack.call(
                new Restore(store, tools.reader, tools.writer, tools.filters, request, monitor)::run));
    }

    @Override
    public CheckReport check(CheckRequest request, JobMonitor monitor) throws RepositoryException {
        Work<CheckReport> check = () -> DeepStack.call(new Check(store, request, monitor)::run);
        return access == Access.READ_ONLY ? looking(check) : exclusively(check);
    }

    @Override
    public void list(Snapshot snapshot, RawPath path, boolean recursive, Consumer<? super SnapshotEntry> sink)
            throws RepositoryException {
        reading(() -> {
            new SnapshotTrees(store.reader()).list(snapshot, path, recursive, sink);
            return null;
        });
    }

    @Override
    public SnapshotEntry entry(Snapshot snapshot, RawPath path) throws RepositoryException {
        return reading(() -> new SnapshotTrees(store.reader()).entry(snapshot, path));
    }

    @Override
    public void read(Node file, OutputStream output) throws IOException {
        reading(() -> {
            new SnapshotTrees(store.reader()).content(file, output);
            return null;
        });
    }

    @Override
    public DiffReport diff(Snapshot first, Snapshot second, RawPath path, boolean metadata,
            Consumer<? super DiffEntry> sink) throws RepositoryException {
        return reading(() -> {
            SnapshotTrees trees = new SnapshotTrees(store.reader());
            Difference difference = new Difference(store.reader(), store.index(), metadata, sink);
            return DeepStack.call(
                    () -> difference.between(trees.tree(first, path), trees.tree(second, path), path));
        });
    }

    @Override
    public StatsReport stats(List<Snapshot> snapshots, JobMonitor monitor) throws RepositoryException {
        return reading(() -> {
            Statistics statistics = new Statistics(store.reader(), store.index(), monitor);
            return DeepStack.call(() -> statistics.of(snapshots));
        });
    }

    @Override
    public int unlock(boolean all) throws RepositoryException {
        return alone(() -> RepositoryLock.remove(store.files(), store.sealedFiles(), all));
    }

    @Override
    public List<KeyInfo> keys() throws RepositoryException {
        return looking(store::keys);
    }

    @Override
    public KeyInfo addKey(char[] password, Strength strength) throws RepositoryException {
        return writing(() -> {
            sharedLock();
            return store.addKey(password, strength);
        });
    }

    @Override
    public void removeKey(String id) throws RepositoryException {
        exclusively(() -> {
            store.removeKey(new FileViewer(store).resolve(FileKind.KEY, id));
            return null;
        });
    }

    @Override
    public KeyInfo changePassword(char[] password, Strength strength) throws RepositoryException {
        return exclusively(() -> store.changePassword(password, strength));
    }

    @Override
    public List<Id> files(FileKind kind) throws RepositoryException {
        return looking(() -> store.files().list(kind).stream().map(file -> file.id()).sorted().toList());
    }

    @Override
    public void cat(FileKind kind, String id, OutputStream output) throws IOException {
        looking(() -> {
            new FileViewer(store).cat(kind, id, output);
            return null;
        });
    }

    @Override
    public void catBlob(Id id, OutputStream output) throws IOException {
        reading(() -> {
            new FileViewer(store).catBlob(id, output);
            return null;
        });
    }

    @Override
    public String masterKeyJson() {
        return new String(store.masterKey().toJson(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws RepositoryException {
        Failures.translated(location, () -> {
            try (store) {
                releaseSharedLock();
            }
            return null;
        });
    }
}
