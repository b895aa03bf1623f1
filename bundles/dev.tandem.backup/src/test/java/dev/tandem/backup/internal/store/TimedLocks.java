package dev.tandem.backup.internal.store;

import java.io.IOException;
import java.time.InstantSource;

/** Locks by a clock of one's own. */
public final class TimedLocks {
    private TimedLocks() { }

    /** Takes an exclusive lock of a store, whose files are reached through {@code files}. */
    public static RepositoryLock exclusive(Store store, RepositoryFiles files, InstantSource clock) throws IOException {
        return RepositoryLock.acquire(files, store.sealedFiles(), true, clock);
    }
}
