package dev.tandem.backup.internal.store;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.LockPatience;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.storage.StorageException;
import java.io.IOException;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A lock on a repository, held from {@link #acquire} to {@link #close} and refreshed meanwhile, as restic does it
 * (restic repository format, locks). Writers ask {@link #ensureHeld} before each write, so that a machine that slept
 * past the life of its lock writes nothing until it is sure that nobody removed it. The command line makes the process
 * deaf to SIGHUP, by which restic finds out whether the holder of a lock lives.
 */
public final class RepositoryLock implements AutoCloseable {
    /** How long a lock waits for others that came at the same time, as restic does. */
    public static final Duration SETTLES = Duration.ofMillis(200);

    private static final Logger LOG = System.getLogger(RepositoryLock.class.getName());
    private static final Duration REFRESH_EVERY = Duration.ofMinutes(5);
    /** Before others may call the lock stale, by a margin of some refreshes. */
    private static final Duration TRUSTED_FOR = Duration.ofMinutes(22).plusSeconds(30);

    private final RepositoryFiles files;
    private final SealedFiles sealed;
    private final LockConflicts conflicts;
    private final boolean exclusive;
    private final InstantSource clock;
    private final Identity me = Identity.current();
    private final Instant since;
    private boolean removedDead;
    /** Files of this lock beside the current one: what a refresh replaced, or did not finish, and could not remove. */
    private final Set<Id> rest = new HashSet<>();
    private Id current;
    private Instant refreshed;
    /** Why others may have removed it; once that was possible, nothing here is as it was. */
    private RepositoryException lost;
    private boolean closed;

    /** Reading that need not wait until a lock has settled. */
    @FunctionalInterface
    public interface Meanwhile {
        void run() throws IOException;
    }

    private RepositoryLock(RepositoryFiles files, SealedFiles sealed, boolean exclusive, InstantSource clock,
            Duration settles, Meanwhile meanwhile) throws IOException {
        this.files = files;
        this.sealed = sealed;
        this.exclusive = exclusive;
        this.clock = clock;
        this.since = clock.instant();
        LockFiles locks = new LockFiles(files, sealed);
        this.conflicts = new LockConflicts(locks, exclusive, clock, me);
        try {
            this.removedDead = locks.removeDead(me);
            refuseConflicts();
            this.refreshed = clock.instant();
            this.current = write(refreshed);
            long settled = System.nanoTime() + settles.toNanos();
            meanwhile.run();
            sleepUntil(settled);
            refuseConflicts();
            rest.remove(current);
        } catch (IOException | RuntimeException e) {
            removeRestQuietly(e);
            throw e;
        }
        Thread.ofVirtual().name("lock refresh").start(this::refreshPeriodically);
    }

    /**
     * Takes a lock.
     *
     * @param patience  how long to wait for locks of others
     * @param settles   {@link #SETTLES}, or less where nobody else can come
     * @param meanwhile run on the calling thread while the lock settles
     * @throws RepositoryException {@code LOCKED} when somebody's lock and this one exclude each other
     */
    public static RepositoryLock acquire(RepositoryFiles files, SealedFiles sealed, boolean exclusive,
            LockPatience patience, Duration settles, Meanwhile meanwhile) throws IOException {
        LockWaiting waiting = new LockWaiting(patience);
        while (true) {
            try {
                return new RepositoryLock(files, sealed, exclusive, InstantSource.system(), settles, meanwhile);
            } catch (RepositoryException e) {
                if (e.kind() != Kind.LOCKED || !waiting.again(e.getMessage())) {
                    throw e;
                }
            }
        }
    }

    static RepositoryLock acquire(RepositoryFiles files, SealedFiles sealed, boolean exclusive, InstantSource clock)
            throws IOException {
        return new RepositoryLock(files, sealed, exclusive, clock, SETTLES, () -> { });
    }

    /**
     * Returns normally while the lock is sure to be there.
     *
     * @throws RepositoryException {@code LOCKED} when it was lost, so that nothing may be written any more, ever
     */
    public synchronized void ensureHeld() throws IOException {
        refuseLost();
        if (doubtful()) {
            renew();
        }
    }

    private void refuseLost() throws RepositoryException {
        if (lost != null) {
            throw new RepositoryException(lost.kind(), lost.getMessage(), lost);
        }
    }

    /** Tells whether others may have called it stale and removed it. */
    private boolean doubtful() {
        return Duration.between(refreshed, clock.instant()).compareTo(TRUSTED_FOR) > 0;
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

    /** Stores a file of this lock, which is among the {@link #rest} from before it can be there. */
    private Id write(Instant now) throws IOException {
        byte[] lock = sealed.seal(new LockFile(now, exclusive, me).toJson());
        rest.add(Hashing.sha256(lock));
        return files.write(FileKind.LOCK, lock);
    }

    private void removeRest() throws IOException {
        for (Id file : List.copyOf(rest)) {
            remove(file);
            rest.remove(file);
        }
    }

    private void removeRestQuietly(Exception reason) {
        try {
            removeRest();
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

    private void refuseConflicts() throws IOException {
        conflicts.refuse(file -> file.equals(current) || rest.contains(file));
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

    /** Renews the lock unless it is closed or lost; what fails is tried again the next time. */
    synchronized void refresh() {
        if (closed || lost != null) {
            return;
        }
        try {
            renew();
        } catch (IOException e) {
            LOG.log(Logger.Level.WARNING, "the lock of the repository could not be refreshed: " + e.getMessage());
        }
    }

    /**
     * Replaces the lock file by a new one, unless the old one may be gone and the new one would only hide that: the
     * computer may sleep at any time, even while the new one is being written.
     */
    private void renew() throws IOException {
        if (doubtful()) {
            proveHeld();
        }
        Instant now = clock.instant();
        try {
            Id fresh = write(now);
            if (doubtful()) {
                sleepUntil(System.nanoTime() + SETTLES.toNanos());
                proveHeld();
            }
            rest.add(current);
            rest.remove(fresh);
            current = fresh;
            refreshed = now;
        } catch (IOException e) {
            removeRestQuietly(e);
            throw e;
        }
        removeRest();
    }

    /** Fails, now and ever after, when others may have used the repository as if this lock were not there. */
    private void proveHeld() throws IOException {
        try {
            refuseRemoved();
            refuseConflicts();
        } catch (RepositoryException e) {
            lost = e;
            throw e;
        }
    }

    private void refuseRemoved() throws IOException {
        if (!files.exists(FileKind.LOCK, current)) {
            throw new RepositoryException(Kind.LOCKED, "this computer slept or was cut off so long that its lock on the"
                    + " repository was removed by another; nothing more was written. Run the same command again");
        }
    }

    static void sleepUntil(long nanoTime) throws IOException {
        try {
            Thread.sleep(Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while taking the lock of the repository", e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        notifyAll();
        try {
            remove(current);
            removeRest();
        } catch (StorageException e) {
            throw new StorageException(e.kind(), "the lock of the repository could not be given back; 'tandem unlock'"
                    + " removes it: " + e.getMessage(), e);
        }
    }
}
