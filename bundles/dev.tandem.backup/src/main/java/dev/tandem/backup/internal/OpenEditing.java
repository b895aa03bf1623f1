package dev.tandem.backup.internal;

import dev.tandem.backup.Editing;
import dev.tandem.backup.Migration;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RewriteRequest;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotChange;
import dev.tandem.backup.TagChange;
import dev.tandem.backup.internal.engine.edit.FormatUpgrade;
import dev.tandem.backup.internal.engine.edit.Rewriting;
import dev.tandem.backup.internal.engine.edit.Tagging;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import dev.tandem.scan.Filters;
import java.util.List;

/** Edits the snapshots of an open repository, each piece of work under the lock it needs. */
final class OpenEditing implements Editing {
    private final Store store;
    private final Guard guard;
    private final Filters filters;

    OpenEditing(Store store, Guard guard, Filters filters) {
        this.store = store;
        this.guard = guard;
        this.filters = filters;
    }

    @Override
    public List<SnapshotChange> tag(List<Snapshot> snapshots, TagChange change, JobMonitor monitor)
            throws RepositoryException {
        return guard.exclusively(lock -> new Tagging(store, lock, change, monitor).of(snapshots));
    }

    @Override
    public List<SnapshotChange> rewrite(RewriteRequest request, JobMonitor monitor) throws RepositoryException {
        return editing(request.forget() && !request.dryRun(),
                lock -> Rewriting.exclude(store, lock, filters, request, monitor));
    }

    @Override
    public List<SnapshotChange> repair(List<Snapshot> snapshots, boolean forget, boolean dryRun, JobMonitor monitor)
            throws RepositoryException {
        return editing(forget && !dryRun, lock -> Rewriting.repair(store, lock, snapshots, forget, dryRun, monitor));
    }

    private <T> T editing(boolean removing, Guard.LockedWork<T> work) throws RepositoryException {
        Guard.LockedWork<T> deep = lock -> DeepStack.call(() -> work.run(lock));
        return removing ? guard.exclusively(deep) : guard.storing(deep);
    }

    @Override
    public List<Migration> migrations() throws RepositoryException {
        return guard.looking(() -> FormatUpgrade.available(store.config()));
    }

    @Override
    public void migrate(String name, JobMonitor monitor) throws RepositoryException {
        guard.exclusively(lock -> DeepStack.call(() -> {
            new FormatUpgrade(store, lock, monitor).run(name);
            return null;
        }));
    }
}
