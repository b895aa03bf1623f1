package dev.tandem.storage.internal.trial;

import dev.tandem.storage.Content;
import dev.tandem.storage.Location;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A folder of a storage in which anything may be done. Its sessions are used again once they are closed: a server that
 * sees a hundred logins a minute takes them for an attack.
 */
final class Scratch implements AutoCloseable {
    private final Storages storages;
    private final Location where;
    private final RemotePath folder;
    private final Queue<StorageSession> free = new ConcurrentLinkedQueue<>();

    private Scratch(Storages storages, Location where, RemotePath folder) {
        this.storages = storages;
        this.where = where;
        this.folder = folder;
    }

    /** Opens a folder nobody has, and shows that it can be written and removed. */
    static Scratch open(Storages storages, Location where) throws StorageException {
        String name = "tandem-trial-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
        var scratch = new Scratch(storages, where, new RemotePath(name));
        try {
            scratch.tryToWrite();
            return scratch;
        } catch (StorageException | RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    private void tryToWrite() throws StorageException {
        try (StorageSession session = session("")) {
            session.write(new RemotePath("first"), Content.of(new byte[1]), WriteOptions.OVERWRITE);
        }
        remove("");
    }

    /** Opens a session on a place of the folder, which is the folder itself where the name is empty. */
    StorageSession session(String place) throws StorageException {
        StorageSession idle = free.poll();
        StorageSession session = idle != null ? idle : storages.open(where, Storages.Mode.EXISTING);
        return new ScratchSession(session, placed(place), () -> free.add(session));
    }

    private RemotePath placed(String place) {
        return place.isEmpty() ? folder : folder.child(place);
    }

    /** Removes a place with all that is in it, also in an interrupted thread, which stays so. */
    void remove(String place) throws StorageException {
        boolean interrupted = Thread.interrupted();
        StorageSession session = free.poll();
        try {
            session = session != null ? session : storages.open(where, Storages.Mode.EXISTING);
            remove(session, placed(place));
        } catch (StorageException e) {
            throw new StorageException(e.kind(), "the scratch folder '" + folder + "' of " + where
                    + " could not be removed; delete it by hand: " + e.getMessage(), e);
        } finally {
            if (session != null) {
                free.add(session);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void remove(StorageSession session, RemotePath directory) throws StorageException {
        List<ObjectInfo> entries = new ArrayList<>();
        try {
            session.list(directory, entries::add);
        } catch (StorageException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return;
            }
            throw e;
        }
        for (ObjectInfo entry : entries) {
            if (entry.directory()) {
                remove(session, entry.path());
            } else {
                session.delete(entry.path());
            }
        }
        session.delete(directory);
    }

    /** Closes the sessions. */
    @Override
    public void close() {
        for (StorageSession session = free.poll(); session != null; session = free.poll()) {
            session.close();
        }
    }
}
