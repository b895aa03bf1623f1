package dev.tandem.backup.internal;

import dev.tandem.backup.LockPatience;
import dev.tandem.backup.Repositories.Access;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.RepositoryLock.Meanwhile;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.storage.Location;
import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Gives each piece of work on an open repository the lock it needs, and tells its failures in the terms of the API. */
final class Guard {
    /** Work on the store. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /** Work that needs the lock it runs under. */
    @FunctionalInterface
    interface LockedWork<T> {
        T run(RepositoryLock lock) throws IOException;
    }

    private final Location location;
    private final Store store;
    private final Access access;
    private final LockPatience patience;
    private final ReadWriteLock uses = new ReentrantReadWriteLock();
    private final Lock storing = new ReentrantLock();
    private RepositoryLock shared;

    Guard(Location location, Store store, Access access, LockPatience patience) {
        this.location = location;
        this.store = store;
        this.access = access;
        this.patience = patience;
    }

    Location location() {
        return location;
    }

    boolean readOnly() {
        return access == Access.READ_ONLY;
    }

    /** Runs work on files that are never changed and that nobody misses who has not heard of them: no lock needed. */
    <T> T looking(Work<T> work) throws RepositoryException {
        return Failures.translated(location, work::run);
    }

    /** Runs work that needs what it finds to stay. */
    <T> T reading(Work<T> work) throws RepositoryException {
        return Failures.translated(location, () -> lending(work));
    }

    /** Runs work as {@link #reading} does, for another repository, which tells its failures. */
    <T> T lending(Work<T> work) throws IOException {
        return using(uses.readLock(), () -> {
            if (!readOnly()) {
                sharedLock();
            }
            store.refreshIndex();
            return work.run();
        });
    }

    /** Runs work that adds to the repository beside others that do. */
    <T> T writing(LockedWork<T> work) throws RepositoryException {
        refuseReadOnly();
        return sharing(() -> work.run(sharedLock()));
    }

    /**
     * Runs work that stores blobs beside others that write, but for those here that store blobs too: they would take
     * what this one has not listed yet as being there.
     */
    <T> T storing(LockedWork<T> work) throws RepositoryException {
        return writing(lock -> using(storing, () -> work.run(lock)));
    }

    /** Runs work that adds small files beside others that write, and needs no index. */
    <T> T marking(LockedWork<T> work) throws RepositoryException {
        refuseReadOnly();
        return sharing(() -> {
            try (RepositoryLock lock = store.lock(false)) {
                return work.run(lock);
            }
        });
    }

    /** Runs work during which nobody else may use the repository. */
    <T> T exclusively(LockedWork<T> work) throws RepositoryException {
        return exclusively(() -> { }, work);
    }

    /**
     * Runs work during which nobody else may use the repository.
     *
     * @param meanwhile runs while the lock settles, when others may still change what it reads
     */
    <T> T exclusively(Meanwhile meanwhile, LockedWork<T> work) throws RepositoryException {
        return alone(() -> {
            try (RepositoryLock lock = store.lock(true, patience, meanwhile)) {
                return work.run(lock);
            }
        });
    }

    /** Runs work while no other uses this object, whose shared lock is given back. */
    <T> T alone(Work<T> work) throws RepositoryException {
        refuseReadOnly();
        return Failures.translated(location, () -> using(uses.writeLock(), () -> {
            releaseSharedLock();
            return work.run();
        }));
    }

    private <T> T sharing(Work<T> work) throws RepositoryException {
        return Failures.translated(location, () -> using(uses.readLock(), work));
    }

    /** Fails instead of waiting, as it would if another process did what stands in the way. */
    private static <T> T using(Lock lock, Work<T> work) throws IOException {
        if (!lock.tryLock()) {
            throw new RepositoryException(Kind.LOCKED, "another job of this program uses the repository. Wait for it to"
                    + " end");
        }
        try {
            return work.run();
        } finally {
            lock.unlock();
        }
    }

    private void refuseReadOnly() throws RepositoryException {
        if (readOnly()) {
            throw new RepositoryException(Kind.INVALID, "the repository was opened without locks, so it cannot be"
                    + " changed");
        }
    }

    /** Taken once and held until the repository is closed: each lock costs a fifth of a second. */
    private synchronized RepositoryLock sharedLock() throws IOException {
        if (shared != null && shared.lost()) {
            releaseSharedLock();
        }
        if (shared == null) {
            shared = store.lockAndLoadIndex(patience);
        }
        return shared;
    }

    private synchronized void releaseSharedLock() throws IOException {
        if (shared != null) {
            RepositoryLock released = shared;
            shared = null;
            released.close();
        }
    }

    /** Gives the locks back and closes the store. */
    void close() throws RepositoryException {
        Failures.translated(location, () -> {
            try (store) {
                releaseSharedLock();
            }
            return null;
        });
    }
}
