package dev.tandem.backup.internal.store;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import dev.tandem.storage.StorageException;
import java.io.IOException;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A lock on a repository, held from {@link #acquire} to {@link #close} and refreshed meanwhile, as restic does it
 * (restic repository format, locks). Writers ask {@link #ensureHeld} before each write, so that a machine that slept
 * past the life of its lock writes nothing until it is sure that nobody removed it. The launch script makes the process
 * deaf to SIGHUP, by which restic finds out whether the holder of a lock lives.
 */
public final class RepositoryLock implements AutoCloseable {
    private static final Logger LOG = System.getLogger(RepositoryLock.class.getName());
    private static final Duration REFRESH_EVERY = Duration.ofMinutes(5);
    /** Before others may call the lock stale, by a margin of some refreshes. */
    private static final Duration TRUSTED_FOR = Duration.ofMinutes(22).plusSeconds(30);
    private static final long SETTLE_MS = 200;

    private final RepositoryFiles files;
    private final SealedFiles sealed;
    private final boolean exclusive;
    private final Identity me = Identity.current();
    private final Thread refresher;
    private Id current;
    private Instant refreshed;
    private boolean closed;

    private RepositoryLock(RepositoryFiles files, SealedFiles sealed, boolean exclusive) throws IOException {
        this.files = files;
        this.sealed = sealed;
        this.exclusive = exclusive;
        this.refreshed = Instant.now();
        try {
            refuseConflicts(null);
            this.current = write();
            settle();
            refuseConflicts(current);
        } catch (IOException | RuntimeException e) {
            if (current != null) {
                files.delete(FileKind.LOCK, current);
            }
            throw e;
        }
        this.refresher = Thread.ofVirtual().name("lock refresh").start(this::refreshPeriodically);
    }

    /**
     * Takes a lock.
     *
     * @throws RepositoryException {@code LOCKED} when somebody's lock and this one exclude each other
     */
    public static RepositoryLock acquire(RepositoryFiles files, SealedFiles sealed, boolean exclusive)
            throws IOException {
        return new RepositoryLock(files, sealed, exclusive);
    }

    /**
     * Returns normally while the lock is sure to be there.
     *
     * @throws RepositoryException {@code LOCKED} when it was lost, so that nothing may be written any more
     */
    public synchronized void ensureHeld() throws IOException {
        if (Duration.between(refreshed, Instant.now()).compareTo(TRUSTED_FOR) > 0) {
            refreshAfterSleep();
        }
    }

    private Id write() throws IOException {
        Instant now = Instant.now();
        Id id = sealed.save(FileKind.LOCK, new LockFile(now, exclusive, me).toJson());
        refreshed = now;
        return id;
    }

    private void refuseConflicts(Id own) throws IOException {
        for (Held other : held(files, sealed)) {
            boolean excludes = exclusive || other.lock().exclusive();
            if (!other.id().equals(own) && excludes) {
                throw new RepositoryException(Kind.LOCKED, "the repository is locked "
                        + other.lock().describe(Instant.now(), me)
                        + ". Wait for it to end; if it is surely dead, run 'unlock'");
            }
        }
    }

    private void refreshPeriodically() {
        try {
            while (true) {
                Thread.sleep(REFRESH_EVERY);
                try {
                    refresh();
                } catch (IOException e) {
                    LOG.log(Logger.Level.WARNING, "the lock of the repository could not be refreshed: "
                            + e.getMessage());
                }
            }
        } catch (InterruptedException released) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void refresh() throws IOException {
        if (!closed) {
            Id old = current;
            current = write();
            files.delete(FileKind.LOCK, old);
        }
    }

    private void refreshAfterSleep() throws IOException {
        Id old = current;
        refuseLost(old);
        Id fresh = write();
        settle();
        try {
            refuseLost(old);
        } catch (RepositoryException e) {
            files.delete(FileKind.LOCK, fresh);
            throw e;
        }
        current = fresh;
        files.delete(FileKind.LOCK, old);
    }

    private void refuseLost(Id lock) throws IOException {
        if (!files.exists(FileKind.LOCK, lock)) {
            throw new RepositoryException(Kind.LOCKED, "this computer slept or was cut off so long that its lock on the"
                    + " repository was removed by another; nothing more was written. Run the same command again");
        }
    }

    private static void settle() throws IOException {
        try {
            Thread.sleep(SETTLE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while taking the lock of the repository", e);
        }
    }

    /** A lock file that could be read. */
    private record Held(Id id, LockFile lock) { }

    private static List<Held> held(RepositoryFiles files, SealedFiles sealed) throws IOException {
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
                throw new RepositoryException(Kind.LOCKED, "a lock of the repository cannot be read, so it is not known"
                        + " whom it excludes: " + e.getMessage() + ". If nobody uses the repository, run"
                        + " 'unlock --remove-all'", e);
            }
        }
        return held;
    }

    /** Removes stale locks, or all; returns how many. */
    public static int remove(RepositoryFiles files, SealedFiles sealed, boolean all) throws IOException {
        int removed = 0;
        if (all) {
            for (StoredFile file : files.list(FileKind.LOCK)) {
                files.delete(FileKind.LOCK, file.id());
                removed++;
            }
            return removed;
        }
        Identity me = Identity.current();
        for (Held held : held(files, sealed)) {
            if (held.lock().stale(Instant.now(), me)) {
                files.delete(FileKind.LOCK, held.id());
                removed++;
            }
        }
        return removed;
    }

    @Override
    public void close() throws IOException {
        refresher.interrupt();
        synchronized (this) {
            closed = true;
            files.delete(FileKind.LOCK, current);
        }
    }
}
