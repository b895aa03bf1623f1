package dev.tandem.backup.internal.engine.edit;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.internal.engine.retention.Forgotten;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.engine.retention.Forgotten;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.SideFiles;
import dev.tandem.backup.internal.store.SideFiles.Subject;
import dev.tandem.backup.internal.store.SnapshotJson;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.storage.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Saves snapshots made from others and lets them take their place: the new file first, then what Tandem keeps beside it,
 * and only then the old ones go, so that at any instant one of them is there with its pin.
 */
final class Succession {
    private static final List<Subject> INHERITED = List.of(Subject.PINNED, Subject.LEDGER);

    private final Store store;
    private final RepositoryLock lock;

    Succession(Store store, RepositoryLock lock) {
        this.store = store;
        this.lock = lock;
    }

    /**
     * A snapshot as its file has it.
     *
     * @param snapshot what this program makes of it
     * @param json     its JSON
     */
    record Stored(Snapshot snapshot, byte[] json) {
        byte[] edited(Snapshot after) throws DamagedException {
            return SnapshotJson.edit(json, snapshot, after);
        }
    }

    /**
     * Loads snapshots anew, now that nobody else changes them.
     *
     * @throws RepositoryException {@code NOT_FOUND} when one is gone since it was listed
     */
    List<Stored> load(List<Snapshot> snapshots) throws IOException {
        List<Stored> loaded = new ArrayList<>();
        for (Snapshot listed : snapshots) {
            loaded.add(load(listed.id()));
        }
        return loaded;
    }

    private Stored load(Id id) throws IOException {
        try {
            byte[] json = store.sealedFiles().load(FileKind.SNAPSHOT, id);
            return new Stored(SnapshotJson.decode(id, json), json);
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.NOT_FOUND) {
                throw e;
            }
            throw new RepositoryException(Kind.NOT_FOUND, "snapshot " + id.brief() + " was forgotten or replaced"
                    + " meanwhile, so nothing was changed; try again", e);
        }
    }

    /** Saves a snapshot beside the one it was made from. */
    Id save(byte[] json) throws IOException {
        lock.ensureHeld();
        return store.sealedFiles().saveProved(FileKind.SNAPSHOT, json);
    }

    /** Keeps a snapshot that holds more than its heir, so that it can be brought back until the next prune. */
    void putAside(Id old) throws IOException {
        new Forgotten(store).keep(old, lock);
    }

    /** Saves a snapshot in the place of the one it was made from. */
    Id replace(Id old, byte[] json) throws IOException {
        Id heir = save(json);
        readAgain(heir, json);
        SideFiles beside = store.sideFiles();
        for (Subject subject : INHERITED) {
            Optional<byte[]> file = beside.read(subject, old);
            if (file.isPresent()) {
                beside.write(subject, heir, file.get());
            }
        }
        remove(old);
        return heir;
    }

    /** Only a file that was read again is trusted enough to delete the one it replaces. */
    private void readAgain(Id heir, byte[] json) throws IOException {
        DamagedException damage = null;
        try {
            if (Arrays.equals(store.sealedFiles().load(FileKind.SNAPSHOT, heir), json)) {
                return;
            }
        } catch (DamagedException e) {
            damage = e;
        }
        store.files().delete(FileKind.SNAPSHOT, heir);
        throw new IOException("the storage did not keep the snapshot that was just written; the one it was made from"
                + " stays. Check the disk or server, then try again", damage);
    }

    /** Removes a snapshot with all that is kept beside it. */
    void remove(Id old) throws IOException {
        lock.ensureHeld();
        store.files().delete(FileKind.SNAPSHOT, old);
        for (Subject subject : INHERITED) {
            store.sideFiles().delete(subject, old);
        }
    }
}
