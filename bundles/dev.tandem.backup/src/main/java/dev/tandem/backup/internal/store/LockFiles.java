package dev.tandem.backup.internal.store;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.LockInfo;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import dev.tandem.storage.StorageException;
import java.io.IOException;
import java.lang.System.Logger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everybody's locks on a repository. Thread-safe. */
public final class LockFiles {
    private static final Logger LOG = System.getLogger(LockFiles.class.getName());

    /** A lock file that could be read. */
    record Held(Id id, LockFile lock) { }

    /** What becomes of a lock that cannot be read. */
    @FunctionalInterface
    interface Unreadable {
        void met(Id id, DamagedException reason) throws DamagedException;
    }

    private final RepositoryFiles files;
    private final SealedFiles sealed;

    public LockFiles(RepositoryFiles files, SealedFiles sealed) {
        this.files = files;
        this.sealed = sealed;
    }

    /** Returns the locks that can be read. An empty file locks nothing: its writer did not come to write it. */
    List<Held> held(Unreadable unreadable) throws IOException {
        List<Held> held = new ArrayList<>();
        for (StoredFile file : files.list(FileKind.LOCK)) {
            if (file.size() == 0) {
                continue;
            }
            try {
                held.add(new Held(file.id(), LockFile.parse(file.id(), sealed.load(FileKind.LOCK, file.id()))));
            } catch (StorageException e) {
                if (e.kind() != StorageException.Kind.NOT_FOUND) {
                    throw e;
                }
            } catch (DamagedException e) {
                unreadable.met(file.id(), e);
            }
        }
        return held;
    }

    /** Removes the locks of processes that are provably dead; tells whether there were any. */
    boolean removeDead(Identity me) throws IOException {
        boolean any = false;
        for (Held held : held((_, _) -> { })) {
            if (held.lock().dead(me)) {
                LOG.log(Logger.Level.INFO, "removing the lock of a process that was killed: "
                        + held.lock().info(held.id(), Instant.now(), me).describe(Instant.now()));
                files.delete(FileKind.LOCK, held.id());
                any = true;
            }
        }
        return any;
    }

    /** Returns all locks. */
    public List<LockInfo> list() throws IOException {
        Identity me = Identity.current();
        Instant now = Instant.now();
        List<LockInfo> locks = new ArrayList<>();
        for (Held held : held((id, _) -> locks.add(unreadable(id)))) {
            locks.add(held.lock().info(held.id(), now, me));
        }
        return locks;
    }

    private static LockInfo unreadable(Id id) {
        return new LockInfo(id, Optional.empty(), false, "", "", 0, LockInfo.State.UNREADABLE);
    }

    /** Removes stale locks, or all, also those that cannot be read; returns those it removed. */
    public List<LockInfo> remove(boolean all) throws IOException {
        List<LockInfo> removed = list().stream().filter(lock -> all || lock.state().stale()).toList();
        for (LockInfo lock : removed) {
            files.delete(FileKind.LOCK, lock.id());
        }
        if (all) {
            for (StoredFile rest : files.list(FileKind.LOCK)) {
                files.delete(FileKind.LOCK, rest.id());
            }
        }
        return removed;
    }
}
