package dev.tandem.catalog;

import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Answers where files are in the snapshots of repositories, from an index on this machine that it makes, brings up to
 * date and throws away by itself: nothing is lost with it, and no answer depends on it. Trees that cannot be read are
 * told to the monitor, and the answer is of the rest. Thread-safe; {@code sink} is called on the calling thread.
 */
@ProviderType
public interface FileIndex {
    /** Brings the index up to date with all snapshots of a repository. */
    void update(Repository repository, JobMonitor monitor) throws IOException;

    /**
     * Tells {@code sink} of each path that matches in any of the snapshots, once, in the order of a walk: a directory
     * before what is in it, and that by name.
     *
     * @return how many trees could not be read
     * @throws dev.tandem.backup.RepositoryException {@code INVALID} for a malformed pattern
     */
    long find(Repository repository, FileQuery query, JobMonitor monitor, Consumer<? super FoundPath> sink)
            throws IOException;

    /**
     * Tells {@code sink} of each path that matches, snapshot by snapshot in the order of the query, and in each in the
     * order of a walk.
     *
     * @return how many trees could not be read
     * @throws dev.tandem.backup.RepositoryException {@code INVALID} for a malformed pattern
     */
    long findEach(Repository repository, FileQuery query, JobMonitor monitor, Consumer<? super FoundEntry> sink)
            throws IOException;

    /**
     * Returns what was at one path, which is not the root; empty when none of the snapshots has it.
     *
     * @param snapshots where to look
     */
    Optional<FoundPath> history(Repository repository, List<Snapshot> snapshots, RawPath path, JobMonitor monitor)
            throws IOException;

    /**
     * Tells {@code sink} where blobs and trees are used, snapshot by snapshot. This reads the trees themselves.
     *
     * @return how many trees could not be read
     * @throws IllegalArgumentException for what is no beginning of an ID
     */
    long findObjects(Repository repository, ObjectQuery query, JobMonitor monitor, Consumer<? super FoundObject> sink)
            throws IOException;
}
