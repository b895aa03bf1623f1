package dev.tandem.backup.internal;

import dev.tandem.backup.ForgetReport;
import dev.tandem.backup.ForgetRequest;
import dev.tandem.backup.Id;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.Retention;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.UndoReport;
import dev.tandem.backup.internal.engine.retention.Forget;
import dev.tandem.backup.internal.engine.retention.Pins;
import dev.tandem.backup.internal.engine.retention.Undo;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Which snapshots of an open repository stay. */
final class OpenRetention implements Retention {
    private final Store store;
    private final Guard guard;

    OpenRetention(Store store, Guard guard) {
        this.store = store;
        this.guard = guard;
    }

    @Override
    public ForgetReport forget(ForgetRequest request, JobMonitor monitor) throws RepositoryException {
        if (request.dryRun()) {
            return guard.looking(() -> new Forget(store, monitor).plan(request.choice()));
        }
        AtomicReference<Forget> early = new AtomicReference<>();
        return guard.exclusively(() -> early.set(new Forget(store, monitor)), lock -> {
            Forget forget = early.get().upToDate();
            ForgetReport plan = forget.plan(request.choice());
            forget.apply(plan, lock);
            return plan;
        });
    }

    @Override
    public List<Snapshot> forgotten(JobMonitor monitor) throws RepositoryException {
        return guard.looking(new Undo(store, monitor)::candidates);
    }

    @Override
    public UndoReport undo(Set<Id> snapshots, JobMonitor monitor) throws RepositoryException {
        return guard.exclusively(lock -> DeepStack.call(() -> new Undo(store, monitor).run(snapshots, lock)));
    }

    @Override
    public Set<Id> pinned() throws RepositoryException {
        return guard.looking(new Pins(store)::list);
    }

    @Override
    public void pin(Set<Id> snapshots) throws RepositoryException {
        guard.marking(_ -> {
            new Pins(store).add(snapshots);
            return null;
        });
    }

    @Override
    public void unpin(Set<Id> snapshots) throws RepositoryException {
        guard.marking(_ -> {
            new Pins(store).remove(snapshots);
            return null;
        });
    }
}
