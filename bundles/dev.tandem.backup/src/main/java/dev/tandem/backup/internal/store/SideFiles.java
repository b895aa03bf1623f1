package dev.tandem.backup.internal.store;

import dev.tandem.backup.Id;
import dev.tandem.storage.Content;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Tandem keeps beside restic's files, in the folder {@code tandem} of the repository, which restic passes over:
 * sealed as all else, never needed to restore, and gone without harm. Thread-safe where the session is.
 */
public final class SideFiles {
    /** What the files of a folder are about. */
    public enum Subject {
        /** Snapshot files as they were when they were forgotten, by their ID. */
        FORGOTTEN,
        /** Marks of snapshots that may not be forgotten, by the snapshot's ID. */
        PINNED,
        /** What a backup left out, by the snapshot's ID. */
        LEDGER,
        /** Results of proofs that a snapshot restores, by an ID of their own. */
        PROOF,
        /** The config as it was before it was replaced, by its SHA-256. */
        CONFIG,
        /** Files that cannot be used but may still hold the only bytes of something, by the name they had. */
        DAMAGED;

        private RemotePath directory() {
            return RemotePath.of("tandem", name().toLowerCase(Locale.ROOT));
        }

        private RemotePath path(Id id) {
            return directory().child(id.toString());
        }
    }

    private static final long MAX_BYTES = 64L << 20;
    private static final WriteOptions KEPT = new WriteOptions(false, true, false);

    private final StorageSession session;

    /** Reads and writes through {@code session}, which stays the caller's. */
    public SideFiles(StorageSession session) {
        this.session = session;
    }

    /** Returns the IDs of all files about a subject. */
    public Set<Id> list(Subject subject) throws StorageException {
        Set<Id> ids = new TreeSet<>();
        try {
            session.list(subject.directory(), info -> {
                if (!info.directory() && Id.isId(info.path().name())) {
                    ids.add(Id.parse(info.path().name()));
                }
            });
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.NOT_FOUND) {
                throw e;
            }
        }
        return ids;
    }

    /** Returns the bytes of a file, empty where it is not there. */
    public Optional<byte[]> read(Subject subject, Id id) throws IOException {
        try (InputStream in = session.read(subject.path(id), 0, MAX_BYTES)) {
            return Optional.of(in.readAllBytes());
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Stores a file, replacing the one there. */
    public void write(Subject subject, Id id, byte[] sealed) throws StorageException {
        WholeFile.write(session, subject.path(id), Content.of(sealed), KEPT);
    }

    /**
     * Moves a file of the repository here as it is, whatever its size; nothing that is here already is replaced.
     *
     * @return where it lies now
     */
    public RemotePath takeOver(RemotePath file, Subject subject, Id id) throws StorageException {
        RemotePath free = subject.path(id);
        for (int copy = 2; session.stat(free).isPresent(); copy++) {
            free = subject.directory().child(id + "-" + copy);
        }
        session.rename(file, free, false);
        return free;
    }

    /** Returns where a file lies. */
    public static RemotePath path(Subject subject, Id id) {
        return subject.path(id);
    }

    /** Deletes a file; nothing happens if it is not there. */
    public void delete(Subject subject, Id id) throws StorageException {
        session.delete(subject.path(id));
    }
}
