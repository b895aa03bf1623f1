package dev.tandem.backup;

import dev.tandem.job.JobMonitor;
import java.util.Collection;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The directories of a repository as they are stored: a tree that is the same in several snapshots or at several paths
 * is there once.
 */
@ProviderType
public interface Trees {
    /**
     * Reads {@code roots} and what {@code visitor} wants of the trees below them: in parallel, in no order, a tree as
     * often as the visitor asks for it. A tree that cannot be read is told to the visitor, and the walk goes on.
     */
    void walk(Collection<Id> roots, TreeVisitor visitor, JobMonitor monitor) throws RepositoryException;

    /**
     * Returns the blobs of packs.
     *
     * @param packs IDs of packs, or unique beginnings
     * @throws RepositoryException {@code NOT_FOUND} when one is neither
     */
    List<StoredBlob> inPacks(List<String> packs) throws RepositoryException;

    /** Returns the places of a blob; none when the repository does not have it. */
    List<StoredBlob> places(StoredBlob.Kind kind, Id blob) throws RepositoryException;
}
