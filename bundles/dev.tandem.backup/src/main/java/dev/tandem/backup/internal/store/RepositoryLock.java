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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A lock on a repository, held from {@link #acquire} to {@link #close} and refreshed meanwhile, as restic does it
 * (restic repository format, locks). Writers ask {@link #ensureHeld} before each write, so that a machine that slept
 * past the life of its lock writes nothing until it is sure that nobody removed it. The command line makes the process
 * deaf to SIGHUP, by which restic finds out whether the holder of a lock lives.
 */
public final class RepositoryLock implements AutoCloseable {
    private static final Logger LOG = System.getLogger(RepositoryLock.class.getName());
    private static final Duration REFRESH_EVERY = Duration.ofMinutes(5);
    /** Before others may call the lock stale, by a margin of some refreshes. */
    private static final Duration TRUSTED_FOR = Duration.ofMinutes(22).plusSeconds(30);
    private static final long SETTLE_NS = 200_000_000;

    private final RepositoryFiles files;
    private final SealedFiles sealed;
    private final boolean exclusive;
    private final InstantSource clock;
    private final Identity me = Identity.current();
    private final Instant since;
    private boolean removedDead;
    /** Files of this lock that a refresh has replaced but could not remove. */
    private final List<Id> replaced = new ArrayList<>();
    private Id current;
    private Instant refreshed;
    private boolean closed;

    /** Reading that need not wait until a lock has settled. */
    @FunctionalInterface
    public interface Meanwhile {
        void run() throws IOException;
    }

    private RepositoryLock(RepositoryFiles files, SealedFiles sealed, boolean exclusive, InstantSource clock,
            Meanwhile meanwhile) throws IOException {
        this.files = files;
        this.sealed = sealed;
        this.exclusive = exclusive;
        this.clock = clock;
        this.since = clock.instant();
        this.refreshed = since;
        try {
            this.removedDead = removeDead();
            refuseConflicts(null);
            this.current = write();
            long settled = System.nanoTime() + SETTLE_NS;
            meanwhile.run();
            sleepUntil(settled);
            refuseConflicts(current);
        } catch (IOException | RuntimeException e) {
            if (current != null) {
                removeQuietly(current, e);
            }
            throw e;
        }
        Thread.ofVirtual().name("lock refresh").start(this::refreshPeriodically);
    }

    /**
     * Takes a lock.
     *
     * @param meanwhile run on the calling thread while the lock settles, which takes a fifth of a second
     * @throws RepositoryException {@code LOCKED} when somebody's lock and this one exclude each other
     */
    public static RepositoryLock acquire(RepositoryFiles files, SealedFiles sealed, boolean exclusive,
            Meanwhile meanwhile) throws IOException {
        return new RepositoryLock(files, sealed, exclusive, InstantSource.system(), meanwhile);
    }

    static RepositoryLock acquire(RepositoryFiles files, SealedFiles sealed, boolean exclusive, InstantSource clock)
            throws IOException {
        return new RepositoryLock(files, sealed, exclusive, clock, () -> { });
    }

    /**
     * Returns normally while the lock is sure to be there.
     *
     * @throws RepositoryException {@code LOCKED} when it was lost, so that nothing may be written any more
     */
    public synchronized void ensureHeld() throws IOException {
        if (Duration.between(refreshed, clock.instant()).compareTo(TRUSTED_FOR) > 0) {
            refreshAfterSleep();
        }
    }

    /** Tells whether {@link #ensureHeld} fails because others may have removed the lock. */
    public boolean lost() throws IOException {
        try {
            ensureHeld();
            return false;
        } catch (RepositoryException e) {
            return true;
        }
    }

    /** Returns when this lock was taken: who heeds locks has stored nothing since. */
    public Instant since() {
        return since;
    }

    /**
     * Tells whether a lock of a killed process was found, and removed, when this one was taken: what it stored may not
     * be in an index yet.
     */
    public boolean followsKilledRun() {
        return removedDead;
    }

    private boolean removeDead() throws IOException {
        boolean any = false;
        for (Held held : held(files, sealed, _ -> { })) {
            if (held.lock().dead(me)) {
                LOG.log(Logger.Level.INFO, "removing the lock of a process that was killed: "
                        + held.lock().describe(Instant.now(), me));
                files.delete(FileKind.LOCK, held.id());
                any = true;
            }
        }
        return any;
    }

    private Id write() throws IOException {
        Instant now = clock.instant();
        byte[] lock = sealed.seal(new LockFile(now, exclusive, me).toJson());
        Id id = Hashing.sha256(lock);
        try {
            files.write(FileKind.LOCK, lock);
        } catch (StorageException e) {
            // It may be there although the storage says otherwise, and nobody would ever take it away.
            removeQuietly(id, e);
            throw e;
        }
        refreshed = now;
        return id;
    }

    private void removeReplaced() throws IOException {
        while (!replaced.isEmpty()) {
            remove(replaced.getLast());
            replaced.removeLast();
        }
    }

    private void removeQuietly(Id lock, Exception reason) {
        try {
            remove(lock);
        } catch (IOException e) {
            // A storage may throw the same object twice.
            if (e != reason) {
                reason.addSuppressed(e);
            }
        }
    }

    /** Removes a lock file also when this thread is interrupted, as that of a cancelled job is. */
    private void remove(Id lock) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            files.delete(FileKind.LOCK, lock);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void refuseConflicts(Id own) throws IOException {
        for (Held other : held(files, sealed, RepositoryLock::refuse)) {
            boolean excludes = exclusive || other.lock().exclusive();
            if (!other.id().equals(own) && excludes) {
                throw new RepositoryException(Kind.LOCKED, "the repository is locked "
                        + other.lock().describe(clock.instant(), me)
                        + ". Wait for it to end; if it is surely dead, run 'unlock'");
            }
        }
    }

    /** Woken by {@link #close}, not interrupted: that could end a refresh between its two steps. */
    private synchronized void refreshPeriodically() {
        try {
            while (!closed) {
                wait(REFRESH_EVERY.toMillis());
                refresh();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Replaces the lock file by a new one, unless this is closed; what fails is tried again the next time. */
    synchronized void refresh() {
        if (closed) {
            return;
        }
        try {
            Id fresh = write();
            replaced.add(current);
            current = fresh;
            removeReplaced();
        } catch (IOException e) {
            LOG.log(Logger.Level.WARNING, "the lock of the repository could not be refreshed: " + e.getMessage());
        }
    }

    private void refreshAfterSleep() throws IOException {
        Id old = current;
        refuseLost(old);
        Id fresh = write();
        sleepUntil(System.nanoTime() + SETTLE_NS);
        try {
            refuseLost(old);
        } catch (IOException e) {
            removeQuietly(fresh, e);
            throw e;
        }
        replaced.add(old);
        current = fresh;
        removeReplaced();
    }

    private void refuseLost(Id lock) throws IOException {
        if (!files.exists(FileKind.LOCK, lock)) {
            throw new RepositoryException(Kind.LOCKED, "this computer slept or was cut off so long that its lock on the"
                    + " repository was removed by another; nothing more was written. Run the same command again");
        }
    }

    private static void sleepUntil(long nanoTime) throws IOException {
        try {
            Thread.sleep(Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while taking the lock of the repository", e);
        }
    }

    /** A lock file that could be read. */
    private record Held(Id id, LockFile lock) { }

    /** What becomes of a lock that cannot be read. */
    private interface Unreadable {
        void met(DamagedException reason) throws RepositoryException;
    }

    private static void refuse(DamagedException reason) throws RepositoryException {
        throw new RepositoryException(Kind.LOCKED, "a lock of the repository cannot be read, so it is not known"
                + " whom it excludes: " + reason.getMessage() + ". If nobody uses the repository, run"
                + " 'unlock --remove-all'", reason);
    }

    private static List<Held> held(RepositoryFiles files, SealedFiles sealed, Unreadable unreadable)
            throws IOException {
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
                unreadable.met(e);
            }
        }
        return held;
    }

    /** Removes stale locks, or all, also those that cannot be read; returns how many. */
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
        for (Held held : held(files, sealed, _ -> { })) {
            if (held.lock().stale(Instant.now(), me)) {
                files.delete(FileKind.LOCK, held.id());
                removed++;
            }
        }
        return removed;
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        notifyAll();
        remove(current);
        removeReplaced();
    }
}
