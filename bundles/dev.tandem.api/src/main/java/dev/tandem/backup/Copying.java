package dev.tandem.backup;

import dev.tandem.job.JobMonitor;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Brings the same snapshots to several repositories. Part of {@link Repository}, with the same rules. */
@ProviderType
public interface Copying {
    /**
     * Copies snapshots of {@code source} into this repository, with what they need and is not here yet, sealed under
     * this repository's key. A snapshot that is here already, by whichever way it came, is left out. Each snapshot is
     * saved after all it needs; one of which something cannot be read in the source is told to the monitor and left
     * out.
     *
     * @param source    open, and made by the same {@link Repositories}
     * @param snapshots of the source
     * @throws RepositoryException {@code UNSUPPORTED} when this repository has format 1
     */
    CopyReport copy(Repository source, List<Snapshot> snapshots, Compression compression, JobMonitor monitor)
            throws RepositoryException;

    /**
     * Backs up to this repository and, with the same scan and the same chunks, to others. What this repository stores
     * is offered to each of them meanwhile; none of them ever makes this backup or another of them wait. When the
     * snapshot is here, each of the others gets what it has missed, from here: first the snapshots an earlier run could
     * not bring there, then the new one. What cannot be done there is told to the monitor and in the report; the next
     * run makes up for it.
     *
     * @param others where else to; not opened for a dry run
     * @throws RepositoryException as {@link Repository#backup} does; what fails at one of the others is no exception
     */
    SharedBackupReport backup(BackupRequest request, List<Destination> others, JobMonitor monitor)
            throws RepositoryException;
}
