package dev.tandem.backup;

import dev.tandem.job.JobMonitor;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Mends what a check found. Every method leaves all that could be read before as readable as it was, whatever becomes
 * of it on the way: what is new is stored before what it replaces is deleted.
 */
@ProviderType
public interface Repairs {
    /**
     * Writes the index anew: the headers of packs that are in no index, or whose size is not what the index says, are
     * read, and entries of packs that are gone are dropped.
     *
     * @param readAllPacks take nothing from the index but read the header of every pack
     */
    IndexRepair index(boolean readAllPacks, JobMonitor monitor) throws RepositoryException;

    /**
     * Stores every sound blob of damaged packs in new packs, then drops the damaged ones.
     *
     * @param packs IDs of packs or their unique beginnings
     * @throws RepositoryException {@code NOT_FOUND} when there is no such pack
     */
    PackRepair packs(List<String> packs, JobMonitor monitor) throws RepositoryException;

    /**
     * Fetches what is missing or damaged from another repository that has it, by the ID of its content, whatever that
     * repository's key and wherever it keeps it: everything in {@code packs}, in packs that are gone or have the wrong
     * size, and everything snapshots need that is in no index.
     *
     * @param source an open repository of the same files, which is only read
     * @param packs  IDs of packs that are known to be damaged, or their unique beginnings; may be empty
     */
    PackRepair heal(Repository source, List<String> packs, JobMonitor monitor) throws RepositoryException;

    /**
     * Makes a snapshot of all root trees that no snapshot refers to, each in a folder named by its ID.
     *
     * @param forgetDamaged delete the files of snapshots that cannot be read; their folders are in the new one
     */
    Recovery recover(boolean forgetDamaged, JobMonitor monitor) throws RepositoryException;
}
