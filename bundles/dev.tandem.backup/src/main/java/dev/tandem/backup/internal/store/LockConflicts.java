package dev.tandem.backup.internal.store;

import dev.tandem.backup.Id;
import dev.tandem.backup.LockInfo;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.store.LockFiles.Held;
import dev.tandem.backup.internal.store.LockFiles.Unreadable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Predicate;

/** The locks of others that exclude one. */
final class LockConflicts {
    private static final int[] UNREADABLE_PAUSES = {500, 1000, 2000};

    private final LockFiles locks;
    private final boolean exclusive;
    private final InstantSource clock;
    private final Identity me;

    /** Looks for those that exclude an exclusive lock, or another. */
    LockConflicts(LockFiles locks, boolean exclusive, InstantSource clock, Identity me) {
        this.locks = locks;
        this.exclusive = exclusive;
        this.clock = clock;
        this.me = me;
    }

    /**
     * Returns normally when there are none. A lock that cannot be read may be about to be written, so it is looked at
     * again.
     *
     * @param mine tells which files are of the lock itself
     */
    void refuse(Predicate<Id> mine) throws IOException {
        for (int milliseconds : UNREADABLE_PAUSES) {
            try {
                refuseOnce(mine);
                return;
            } catch (DamagedException e) {
                RepositoryLock.sleepUntil(System.nanoTime() + milliseconds * 1_000_000L);
            }
        }
        try {
            refuseOnce(mine);
        } catch (DamagedException e) {
            throw new RepositoryException(Kind.LOCKED, "a lock of the repository cannot be read, so it is not known"
                    + " whom it excludes: " + e.getMessage() + ". If nobody uses the repository, run"
                    + " 'tandem unlock --remove-all'", e);
        }
    }

    private void refuseOnce(Predicate<Id> mine) throws IOException {
        Unreadable refuse = (_, reason) -> {
            throw reason;
        };
        for (Held other : locks.held(refuse)) {
            boolean excludes = exclusive || other.lock().exclusive();
            if (excludes && !mine.test(other.id())) {
                throw refusal(other.lock().info(other.id(), clock.instant(), me));
            }
        }
    }

    private RepositoryException refusal(LockInfo held) {
        return new RepositoryException(Kind.LOCKED, "the repository is locked: " + held.describe(clock.instant()) + ". "
                + (held.state().stale() ? "'tandem unlock' removes it"
                        : "Wait for it to end, or wait with --retry-lock 10m; if it is surely dead, run 'tandem unlock"
                                + " --remove-all'"));
    }
}
