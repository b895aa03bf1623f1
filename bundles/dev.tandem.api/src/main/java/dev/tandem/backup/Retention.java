package dev.tandem.backup;

import dev.tandem.job.JobMonitor;
import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Which snapshots stay. To forget one takes away only the snapshot itself: what it needs stays until the next prune,
 * and until then it can be brought back.
 */
@ProviderType
public interface Retention {
    /**
     * Forgets snapshots, alone in the repository; with {@code dryRun} it only tells which, and takes no lock. Those
     * that cannot be read are told to the monitor and stay.
     *
     * @throws RepositoryException {@code REFUSED}, with nothing changed, when a snapshot that is named is pinned, or
     *                             when a group would lose all its snapshots and that was not allowed;
     *                             {@code NOT_FOUND} when one that is named is not there; {@code INVALID} for a policy
     *                             without a rule
     */
    ForgetReport forget(ForgetRequest request, JobMonitor monitor) throws RepositoryException;

    /** Returns the snapshots that can be brought back, oldest first. What cannot be read is told to the monitor. */
    List<Snapshot> forgotten(JobMonitor monitor) throws RepositoryException;

    /**
     * Brings back forgotten snapshots under their old IDs, alone in the repository, those of which everything is still
     * there: every tree is read, every blob found in the index.
     *
     * @throws RepositoryException {@code NOT_FOUND}, with nothing changed, when nothing was kept of one of them
     */
    UndoReport undo(Set<Id> snapshots, JobMonitor monitor) throws RepositoryException;

    /** Returns the snapshots that are pinned: never forgotten, until they are unpinned. */
    Set<Id> pinned() throws RepositoryException;

    /**
     * Pins snapshots; those that are pinned stay so.
     *
     * @throws RepositoryException {@code NOT_FOUND}, with nothing changed, when one is not there
     */
    void pin(Set<Id> snapshots) throws RepositoryException;

    /** Takes the pins off snapshots; nothing happens to one that has none. */
    void unpin(Set<Id> snapshots) throws RepositoryException;
}
