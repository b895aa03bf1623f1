package dev.tandem.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A lock that somebody put on a repository.
 *
 * @param id        its name in the repository
 * @param refreshed when it was made or last refreshed, which its holder does every few minutes; empty when it cannot be
 *                  read, as all below then says nothing
 * @param exclusive whether it excludes everybody else
 * @param username  who holds it
 * @param hostname  on which machine
 * @param pid       by which process there
 * @param state     whether it still stands for anything
 */
public record LockInfo(Id id, Optional<Instant> refreshed, boolean exclusive, String username, String hostname,
        long pid, State state) {
    /** What is known of the holder of a lock. */
    public enum State {
        /** Its process is running on this machine. */
        RUNNING("that process is running"),
        /** Its process was on this machine and is gone. */
        GONE("that process is gone"),
        /** It is on another machine, or in another container, and refreshed its lock lately. */
        ELSEWHERE("whether that process is running can be seen only there"),
        /** It did not refresh its lock for so long that it is gone, or asleep. */
        SILENT("so it is gone or asleep"),
        /** The lock cannot be read. */
        UNREADABLE("it cannot be read, so nobody knows whose it is");

        private final String meaning;

        State(String meaning) {
            this.meaning = meaning;
        }

        /** Tells whether nobody need respect such a lock. */
        public boolean stale() {
            return this == GONE || this == SILENT;
        }
    }

    /** Returns whose it is, since when, and whether he is alive, for a person. */
    public String describe(Instant now) {
        String kind = exclusive ? "exclusive lock " : "lock ";
        return refreshed.map(time -> kind + "of process " + pid + " of " + username + " on " + hostname
                + ", refreshed " + ago(Duration.between(time, now)) + " ago; " + state.meaning)
                .orElse("lock " + id.brief() + "; " + state.meaning);
    }

    private static String ago(Duration age) {
        if (age.compareTo(Duration.ofMinutes(2)) < 0) {
            return Math.max(0, age.toSeconds()) + " seconds";
        }
        return age.compareTo(Duration.ofHours(2)) < 0 ? age.toMinutes() + " minutes"
                : age.toHours() + " hours";
    }
}
