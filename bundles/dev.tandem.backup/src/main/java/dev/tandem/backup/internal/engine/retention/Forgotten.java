package dev.tandem.backup.internal.engine.retention;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.store.Hashing;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.SideFiles;
import dev.tandem.backup.internal.store.SideFiles.Subject;
import dev.tandem.backup.internal.store.SnapshotJson;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.storage.StorageException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Snapshot files that were forgotten, kept aside as they were. Each is at any instant where snapshots are, or here, or
 * in both places. Thread-safe.
 */
public final class Forgotten {
    private final Store store;
    private final SideFiles aside;

    public Forgotten(Store store) {
        this.store = store;
        this.aside = store.sideFiles();
    }

    /**
     * A snapshot kept aside.
     *
     * @param snapshot what it is
     * @param sealed   its file
     */
    record Copy(Snapshot snapshot, byte[] sealed) { }

    /** Removes what was kept, before what it needs is removed too. */
    public static void clear(Store store, RepositoryLock lock) throws IOException {
        SideFiles aside = store.sideFiles();
        for (Id id : aside.list(Subject.FORGOTTEN)) {
            lock.ensureHeld();
            aside.delete(Subject.FORGOTTEN, id);
        }
    }

    /** Returns the snapshots that are only here. */
    Set<Id> list() throws IOException {
        Set<Id> ids = aside.list(Subject.FORGOTTEN);
        for (StoredFile present : store.files().list(FileKind.SNAPSHOT)) {
            ids.remove(present.id());
        }
        return ids;
    }

    /**
     * Returns what was kept of a snapshot, empty if nothing.
     *
     * @throws DamagedException when it is not what it was
     */
    Optional<Copy> read(Id id) throws IOException {
        Optional<byte[]> sealed = aside.read(Subject.FORGOTTEN, id);
        if (sealed.isEmpty()) {
            return Optional.empty();
        }
        if (!Hashing.sha256(sealed.get()).equals(id)) {
            throw new DamagedException("the file kept of snapshot " + id.brief() + " is damaged");
        }
        return Optional.of(new Copy(SnapshotJson.decode(id, store.sealedFiles().open(sealed.get())), sealed.get()));
    }

    /** Puts a copy of a snapshot aside. */
    public void keep(Id id, RepositoryLock lock) throws IOException {
        byte[] sealed = store.files().read(FileKind.SNAPSHOT, id);
        lock.ensureHeld();
        try {
            aside.write(Subject.FORGOTTEN, id, sealed);
        } catch (StorageException e) {
            dropHalf(id, e);
            throw e;
        }
        // Only a copy that was read again is trusted enough to delete the other.
        if (!aside.read(Subject.FORGOTTEN, id).filter(read -> Arrays.equals(read, sealed)).isPresent()) {
            throw new IOException("the storage did not keep the copy of snapshot " + id.brief() + " that was just"
                    + " written; the snapshot stays where it was. Check the disk or server, then try again");
        }
    }

    /** The snapshot is still there; half a copy must not pass for it when it is replaced one day. */
    private void dropHalf(Id id, StorageException reason) {
        try {
            aside.delete(Subject.FORGOTTEN, id);
        } catch (StorageException e) {
            if (e != reason) {
                reason.addSuppressed(e);
            }
        }
    }

    /**
     * Takes a snapshot away, having put it aside.
     *
     * @return whether it can be brought back: storages that keep restic's files only have no place for it
     */
    boolean take(Id id, RepositoryLock lock) throws IOException {
        boolean kept = keepIfPossible(id, lock);
        lock.ensureHeld();
        store.files().delete(FileKind.SNAPSHOT, id);
        return kept;
    }

    private boolean keepIfPossible(Id id, RepositoryLock lock) throws IOException {
        try {
            keep(id, lock);
            return true;
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.UNSUPPORTED) {
                return false;
            }
            throw e;
        }
    }

    /** Puts a snapshot back. */
    void putBack(Copy copy, RepositoryLock lock) throws IOException {
        lock.ensureHeld();
        Id id = store.files().writeProved(FileKind.SNAPSHOT, copy.sealed());
        aside.delete(Subject.FORGOTTEN, id);
    }
}
