package dev.tandem.backup;

import dev.tandem.job.JobMonitor;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Proofs that snapshots restore. */
@ProviderType
public interface Proofs {
    /**
     * Restores a sample of a snapshot beside, reads it again, and compares content and metadata with what the snapshot
     * records, and with the source where that has not changed since. What was restored is deleted before this returns,
     * however it ends. The result is recorded unless the repository was opened for reading only; the monitor is told
     * where that fails.
     *
     * @throws RepositoryException {@code INVALID} when there is no room for the sample
     */
    Proof prove(ProofRequest request, JobMonitor monitor) throws RepositoryException;

    /** Returns the results recorded, oldest first. Those that cannot be read are told to the monitor. */
    List<Proof> recorded(JobMonitor monitor) throws RepositoryException;
}
