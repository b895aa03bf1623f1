package dev.tandem.backup.internal;

import dev.tandem.backup.PruneEstimate;
import dev.tandem.backup.PruneReport;
import dev.tandem.backup.PruneRequest;
import dev.tandem.backup.Pruning;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.internal.engine.prune.Prune;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import java.util.function.Consumer;

/** Pruning of an open repository, while nobody else uses it. */
record OpenPruning(Store store, Guard guard) implements Pruning {
    @Override
    public PruneReport prune(PruneRequest request, Consumer<? super PruneEstimate> beforehand, JobMonitor monitor)
            throws RepositoryException {
        return guard.exclusively(lock -> new Prune(store, lock, request, beforehand, monitor).run());
    }
}
