package dev.tandem.backup;

import dev.tandem.job.JobMonitor;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes what snapshots of a repository say and hold. A snapshot is never changed itself: a new one is saved whole
 * before an old one goes, and what is known of the old, such as a pin, goes over to the one that takes its place.
 * Snapshots that would come out the same are left alone. A snapshot that gives way to one that holds less can be brought
 * back until the next prune, as a forgotten one can.
 */
@ProviderType
public interface Editing {
    /**
     * Changes tags.
     *
     * @throws RepositoryException {@code NOT_FOUND}, with nothing changed, when a snapshot is gone
     */
    List<SnapshotChange> tag(List<Snapshot> snapshots, TagChange change, JobMonitor monitor) throws RepositoryException;

    /**
     * Takes paths out of snapshots, or changes their machine or time. Each path taken out is told to the monitor as
     * {@code removed}. What only the old snapshots need stays in the storage until it is pruned.
     *
     * @throws RepositoryException {@code INVALID} when nothing is to be done, or a pattern is malformed;
     *                             {@code NOT_FOUND}, with nothing changed, when a snapshot is gone
     */
    List<SnapshotChange> rewrite(RewriteRequest request, JobMonitor monitor) throws RepositoryException;

    /**
     * Makes snapshots without what is lost: files lose the content that is in no index and have the size of the rest,
     * directories that cannot be read become empty; each is a problem told to the monitor. A failure of the storage is
     * no loss; it ends the work with nothing changed.
     *
     * @param forget whether the new snapshots take the place of the old, and such of which nothing can be read go; else
     *               they stay, and the new ones have the tag {@code repaired}
     * @param dryRun whether to change nothing and only tell what would be done
     */
    List<SnapshotChange> repair(List<Snapshot> snapshots, boolean forget, boolean dryRun, JobMonitor monitor)
            throws RepositoryException;

    /** Returns the changes of format that can be made. */
    List<Migration> migrations() throws RepositoryException;

    /**
     * Changes the format, after the repository was checked. The file that is replaced is kept.
     *
     * @param name the migration's
     * @throws RepositoryException {@code INVALID} when there is no such migration or it was made already,
     *                             {@code DAMAGED} when the check found errors
     */
    void migrate(String name, JobMonitor monitor) throws RepositoryException;
}
