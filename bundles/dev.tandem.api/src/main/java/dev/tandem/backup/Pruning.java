package dev.tandem.backup;

import dev.tandem.job.JobMonitor;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Gives back the space of what no snapshot needs any more. Killed at any instant it leaves a repository whose snapshots
 * all restore, and the next prune goes on where it stopped.
 */
@ProviderType
public interface Pruning {
    /**
     * Removes what no snapshot needs, alone in the repository. Forgotten snapshots are no longer kept to be brought back.
     *
     * @param beforehand told what will be done, once, before anything is changed
     * @throws RepositoryException {@code LOCKED} when anybody else uses the repository; {@code DAMAGED}, with nothing
     *                             changed, when it cannot be known for sure what the snapshots need, or a part of that is
     *                             lost
     */
    PruneReport prune(PruneRequest request, Consumer<? super PruneEstimate> beforehand, JobMonitor monitor)
            throws RepositoryException;

    /** As {@link #prune(PruneRequest, Consumer, JobMonitor)}, with nobody to be told beforehand. */
    default PruneReport prune(PruneRequest request, JobMonitor monitor) throws RepositoryException {
        return prune(request, _ -> { }, monitor);
    }
}
