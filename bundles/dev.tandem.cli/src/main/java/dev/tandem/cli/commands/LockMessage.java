package dev.tandem.cli.commands;

import dev.tandem.backup.Id;
import dev.tandem.backup.LockInfo;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** A lock as programs are told of it, with restic's names where it has them. */
record LockMessage(Id id, Optional<Instant> time, boolean exclusive, String hostname, String username, long pid,
        String state, boolean stale) {
    static LockMessage of(LockInfo lock) {
        return new LockMessage(lock.id(), lock.refreshed(), lock.exclusive(), lock.hostname(), lock.username(),
                lock.pid(), lock.state().name().toLowerCase(Locale.ROOT), lock.state().stale());
    }
}
