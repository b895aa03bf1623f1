package dev.tandem.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Why a storage did not do what it was asked. The message names the object and says what to do; provider's own
 * exceptions appear as causes only.
 */
public class StorageException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What kind of failure it is, the same for every provider. */
    public enum Kind {
        /** The object, or the location itself, is not there. */
        NOT_FOUND,
        /** The object is there already. */
        EXISTS,
        /** The object is another one than the caller saw. */
        CHANGED,
        /** These credentials or permissions do not suffice. */
        DENIED,
        /** No space, or a quota is used up. */
        FULL,
        /** The storage cannot be reached: network, unmounted volume. */
        UNREACHABLE,
        /** The storage asks to come back later. */
        THROTTLED,
        /** The arguments make no sense to this storage: a bad name, a range beyond the end. */
        INVALID,
        /** No provider, or a provider that cannot do this. */
        UNSUPPORTED,
        /** Anything else, a device error among them. */
        FAILED
    }

    private final Kind kind;
    private final boolean retryable;
    private final Duration retryAfter;

    /** A failure that is final until somebody does something about it. */
    public StorageException(Kind kind, String message) {
        this(kind, message, null, false, null);
    }

    /** A failure that is final until somebody does something about it. */
    public StorageException(Kind kind, String message, Throwable cause) {
        this(kind, message, cause, false, null);
    }

    /**
     * @param kind       what kind of failure it is
     * @param message    what failed, on which object, and what to do
     * @param cause      the provider's own exception, or null
     * @param retryable  whether the same call may go through later
     * @param retryAfter how long the storage asked to wait, or null
     */
    public StorageException(Kind kind, String message, Throwable cause, boolean retryable, Duration retryAfter) {
        super(message, cause);
        this.kind = kind;
        this.retryable = retryable;
        this.retryAfter = retryAfter;
    }

    /** Returns what kind of failure it is. */
    public Kind kind() {
        return kind;
    }

    /** Tells whether the same call may go through later. */
    public boolean retryable() {
        return retryable;
    }

    /** Returns how long the storage asked to wait, where it did. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
