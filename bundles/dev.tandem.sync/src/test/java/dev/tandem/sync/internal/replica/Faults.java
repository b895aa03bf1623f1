package dev.tandem.sync.internal.replica;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/**
 * What goes wrong with a {@link MemoryReplica}, and when. Two sides of one process share theirs: their calls are counted
 * together, and they die together. Thread-safe.
 */
public final class Faults {
    /** Why a call fails. */
    public enum Failure {
        NO_SPACE, DENIED, LOST_CONNECTION;

        IOException of(String call) {
            return switch (this) {
                case NO_SPACE -> new FileSystemException(call, null, "No space left on device");
                case DENIED -> new AccessDeniedException(call, null, "Permission denied");
                case LOST_CONNECTION -> new FileSystemException(call, null, "Transport endpoint is not connected");
            };
        }
    }

    /** When a call dies: before it did anything, half-way (at the end where it is one step), or when all is done. */
    public enum Moment { BEFORE, MIDDLE, AFTER }

    private static final long NEVER = -1;

    private long calls;
    private long failing = NEVER;
    private boolean forGood;
    private Failure failure;
    private long acting = NEVER;
    private Runnable deed;
    private long killing = NEVER;
    private Moment moment;
    private boolean dead;
    private long deaths;

    /** The call that comes after {@code n} others fails, once. */
    public synchronized void failAt(long n, Failure with) {
        failing = calls + n;
        forGood = false;
        failure = with;
    }

    /** The call that comes after {@code n} others fails, and all after it. */
    public synchronized void failFrom(long n, Failure with) {
        failAt(n, with);
        forGood = true;
    }

    /** Somebody else does something at the beginning of the call that comes after {@code n} others. */
    public synchronized void actAt(long n, Runnable what) {
        acting = calls + n;
        deed = what;
    }

    /** Who would act at the next call acts at the one after it. */
    public synchronized void postpone() {
        if (calls == acting) {
            acting++;
        }
    }

    /** The call that comes after {@code n} others dies, and all after it. */
    public synchronized void killAt(long n, Moment when) {
        killing = calls + n;
        moment = when;
    }

    /** Returns how many calls there were. */
    public synchronized long calls() {
        return calls;
    }

    /** Tells whether all calls die. */
    public synchronized boolean isDead() {
        return dead;
    }

    /** Returns how often a call died first. */
    synchronized long deaths() {
        return deaths;
    }

    /** Nothing goes wrong from now on. */
    public synchronized void end() {
        dead = false;
        killing = NEVER;
        failing = NEVER;
        acting = NEVER;
    }

    /** To be called at the beginning of each call; returns its number. */
    public synchronized long begin(String call) throws IOException {
        if (dead) {
            throw new Killed(call);
        }
        long number = calls++;
        if (number == killing && moment == Moment.BEFORE) {
            die(call);
        }
        if (number == acting) {
            deed.run();
        }
        if (number == failing || forGood && failing != NEVER && number > failing) {
            throw failure.of(call);
        }
        return number;
    }

    /** To be called half-way. */
    public synchronized void middle(long number, String call) {
        if (number == killing && moment == Moment.MIDDLE) {
            die(call);
        }
    }

    /** To be called when all is done. */
    public synchronized void end(long number, String call) {
        if (number == killing) {
            die(call);
        }
    }

    private void die(String call) {
        dead = true;
        deaths++;
        throw new Killed(call);
    }
}
