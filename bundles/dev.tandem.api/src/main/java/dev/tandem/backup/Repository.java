package dev.tandem.backup;

import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An open repository. Thread-safe; each method takes the lock its work needs and gives it back, and fails with
 * {@code LOCKED} where somebody else's excludes it. Every method may fail with {@code STORAGE} or {@code DAMAGED};
 * cancelling its monitor ends it with a {@link java.util.concurrent.CancellationException} and a valid repository.
 */
@ProviderType
public interface Repository extends AutoCloseable {
    /** Returns what this repository is. */
    RepositoryInfo info();

    /** Returns the snapshots that pass {@code filter}, oldest first. Those that cannot be read are told to the monitor. */
    List<Snapshot> snapshots(SnapshotFilter filter, JobMonitor monitor) throws RepositoryException;

    /**
     * Returns the snapshot a person means.
     *
     * @param name   {@code latest}, an ID, or the unique beginning of one
     * @param filter what {@code latest} is the latest of
     * @throws RepositoryException {@code NOT_FOUND} when there is none or the beginning is not unique
     */
    Snapshot snapshot(String name, SnapshotFilter filter) throws RepositoryException;

    /**
     * Backs up. Items that cannot be read are told to the monitor and left out; the snapshot is saved all the same. When
     * this returns, the snapshot and all it needs are in the storage.
     */
    BackupReport backup(BackupRequest request, JobMonitor monitor) throws RepositoryException;

    /** Restores. Items that cannot be restored are told to the monitor; wrong content is never written in silence. */
    RestoreReport restore(RestoreRequest request, JobMonitor monitor) throws RepositoryException;

    /** Checks that everything every snapshot needs is there and right. */
    CheckReport check(CheckRequest request, JobMonitor monitor) throws RepositoryException;

    /**
     * Tells {@code sink} of {@code path} itself, if it is not the root, and with {@code recursive} of everything below,
     * else of its entries; parents before children, children by name, on the calling thread.
     *
     * @throws RepositoryException {@code NOT_FOUND} when the snapshot has no such path
     */
    void list(Snapshot snapshot, RawPath path, boolean recursive, Consumer<? super SnapshotEntry> sink)
            throws RepositoryException;

    /** Returns what a snapshot has at {@code path}, which is not the root. */
    SnapshotEntry entry(Snapshot snapshot, RawPath path) throws RepositoryException;

    /** Writes the content of a regular file to {@code output}, verified blob by blob before it is written. */
    void read(Node file, OutputStream output) throws java.io.IOException;

    /** Compares two snapshots from {@code first} to {@code second}, below {@code path} in both. */
    DiffReport diff(Snapshot first, Snapshot second, RawPath path, boolean metadata,
            Consumer<? super DiffEntry> sink) throws RepositoryException;

    /** Sums up snapshots, each blob counted once. */
    default StatsReport stats(List<Snapshot> snapshots, JobMonitor monitor) throws RepositoryException {
        return stats(StatsRequest.of(snapshots), monitor);
    }

    /** Sums up snapshots in the ways asked for. */
    StatsReport stats(StatsRequest request, JobMonitor monitor) throws RepositoryException;

    /** Returns everybody's locks, whether they still stand for anything or not. */
    List<LockInfo> locks() throws RepositoryException;

    /** Removes stale locks, or all; returns those it removed. */
    List<LockInfo> unlock(boolean all) throws RepositoryException;

    /** Returns the keys. */
    List<KeyInfo> keys() throws RepositoryException;

    /** Adds a key for another password. */
    KeyInfo addKey(char[] password, Repositories.Strength strength) throws RepositoryException;

    /**
     * Removes a key.
     *
     * @throws RepositoryException {@code INVALID} for the key this session uses
     */
    void removeKey(String id) throws RepositoryException;

    /** Replaces the key this session uses by one for another password. */
    KeyInfo changePassword(char[] password, Repositories.Strength strength) throws RepositoryException;

    /** Returns the IDs of all files of a kind. */
    List<Id> files(FileKind kind) throws RepositoryException;

    /**
     * Writes one file as a person can read it: JSON, ended by a newline, for everything but a pack, which is written as
     * it is stored.
     *
     * @param id the ID or its unique beginning; ignored for {@link FileKind#CONFIG}
     */
    void cat(FileKind kind, String id, OutputStream output) throws java.io.IOException;

    /** Writes the plain bytes of the blob with this ID. */
    void catBlob(Id id, OutputStream output) throws java.io.IOException;

    /** Returns the trees, for those who look at all of them. */
    Trees trees();

    /** Returns what brings the same snapshots to several repositories. */
    Copying copying();

    /** Returns what decides which snapshots stay. */
    Retention retention();

    /** Returns the way to give back the space of what no snapshot needs any more. */
    Pruning pruning();

    /** Returns what mends this repository. */
    Repairs repairs();

    /** Returns what proves that snapshots restore. */
    Proofs proofs();

    /** Returns what backups left out. */
    Ledgers ledgers();

    /** Returns what edits snapshots. */
    Editing editing();

    /** Returns the master key as restic's {@code cat masterkey} shows it. */
    String masterKeyJson();

    @Override
    void close() throws RepositoryException;
}
