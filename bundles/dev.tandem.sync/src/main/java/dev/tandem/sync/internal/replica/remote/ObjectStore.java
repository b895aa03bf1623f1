package dev.tandem.sync.internal.replica.remote;

import dev.tandem.job.JobMonitor;
import dev.tandem.backup.Id;
import dev.tandem.storage.Capability;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.ServerCopy;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.sync.internal.version.Likeness;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A storage with what a side needs of it, whether it does it by itself or not. Thread-safe where the session is. */
final class ObjectStore {
    private static final RemotePath TEMPORARY = RemotePath.of(".tandem", "temp");
    private static final int ATTEMPTS = 3;
    private static final int BUFFER = 256 * 1024;

    private final StorageSession session;
    private final Spool spool;
    private final ObjectItems items;
    private volatile JobMonitor monitor = JobMonitor.SILENT;

    ObjectStore(StorageSession session, Spool spool) {
        this.session = session;
        this.spool = spool;
        this.items = new ObjectItems(session.capabilities().contains(Capability.TAGS));
    }

    void heed(JobMonitor whom) {
        monitor = whom;
    }

    StorageSession session() {
        return session;
    }

    /** Returns objects as items. */
    ObjectItems items() {
        return items;
    }

    boolean can(Capability capability) {
        return session.capabilities().contains(capability);
    }

    /** Returns a name that nothing has, for what is not in its place yet. */
    static RemotePath temporary() {
        return TEMPORARY.child(UUID.randomUUID().toString());
    }

    /** Removes what runs left that died; nobody else may use the storage. */
    void sweep() throws StorageException {
        try {
            List<RemotePath> left = new ArrayList<>();
            session.list(TEMPORARY, info -> left.add(info.path()));
            for (RemotePath path : left) {
                session.delete(path);
            }
        } catch (StorageException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
        }
    }

    Spooled begin() throws IOException {
        return new Spooled(spool, () -> monitor);
    }

    Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
        return session.stat(path);
    }

    /** Writes where nothing is. */
    ObjectInfo writeNew(RemotePath path, Spooled content) throws IOException {
        return write(path, content, true, Optional.empty());
    }

    /** Writes over what has a tag; what has none is replaced whatever it is. */
    ObjectInfo writeOver(RemotePath path, Spooled content, Optional<String> tag) throws IOException {
        return write(path, content, false, tag);
    }

    private ObjectInfo write(RemotePath path, Spooled content, boolean isNew, Optional<String> tag)
            throws IOException {
        Optional<Instant> time = can(Capability.SET_TIME) ? Optional.of(content.modified()) : Optional.empty();
        try {
            ObjectInfo now = session.write(path, content, new WriteOptions(isNew, true, false, tag, time));
            if (now.size() != content.length()) {
                throw new StorageException(Kind.FAILED, path + " has " + now.size() + " bytes on the storage instead of "
                        + content.length() + "; run again");
            }
            return now;
        } catch (StorageException e) {
            if (monitor.cancelled()) {
                throw (IOException) new InterruptedIOException("cancelled").initCause(e);
            }
            if (e.kind() == Kind.EXISTS) {
                throw (IOException) new FileAlreadyExistsException(path.toString()).initCause(e);
            }
            throw e;
        }
    }

    /**
     * Gives an object a name that nothing has. An answer that was lost is no answer: where the storage shows that it was
     * done, it was.
     */
    void rename(RemotePath from, RemotePath to) throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                session.rename(from, to, false);
                return;
            } catch (StorageException e) {
                if (!e.retryable()) {
                    throw told(e, from, to);
                }
                boolean here = session.stat(from).isPresent();
                boolean there = session.stat(to).isPresent();
                if (!here && there) {
                    return;
                }
                if (there || !here || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static IOException told(StorageException e, RemotePath from, RemotePath to) {
        return switch (e.kind()) {
            case NOT_FOUND -> (IOException) new NoSuchFileException(from.toString()).initCause(e);
            case EXISTS -> (IOException) new FileAlreadyExistsException(to.toString()).initCause(e);
            default -> e;
        };
    }

    /** Copies an object to where nothing is. */
    void copy(ObjectInfo from, RemotePath to) throws IOException {
        if (session.stat(to).isPresent()) {
            throw new FileAlreadyExistsException(to.toString());
        }
        Optional<ServerCopy> copier = session.facet(ServerCopy.class);
        if (copier.isPresent()) {
            copier.get().copy(from.path(), to);
            return;
        }
        try (Spooled passing = begin()) {
            fetch(from.path(), passing);
            passing.finish(items.file(from).attributes());
            writeNew(to, passing);
        }
    }

    private void fetch(RemotePath from, Spooled to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = session.read(from, 0, -1)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                to.write(buffer, 0, read);
                if (monitor.cancelled()) {
                    throw new InterruptedIOException("cancelled");
                }
            }
        }
    }

    /** Returns the SHA-256 of an object. */
    Id digest(RemotePath path) throws IOException {
        try (InputStream in = session.read(path, 0, -1)) {
            return digest(in);
        }
    }

    /** Tells whether an object is what was to be written. */
    boolean holds(RemotePath path, Spooled content) throws IOException {
        Optional<ObjectInfo> there = session.stat(path);
        if (there.isEmpty() || there.get().directory() || there.get().size() != content.length()) {
            return false;
        }
        try (InputStream wanted = content.open()) {
            return digest(wanted).equals(digest(path));
        }
    }

    private static Id digest(InputStream in) throws IOException {
        MessageDigest digest = Likeness.sha256();
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        return Id.of(digest.digest());
    }

    void delete(RemotePath path) throws StorageException {
        session.delete(path);
    }
}
