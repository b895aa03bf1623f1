package dev.tandem.backup;

import java.io.IOException;

/** Why a repository could not do what it was asked; the message says what to do. */
public class RepositoryException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What kind of failure it is. */
    public enum Kind {
        /** There is no repository at the location. */
        NO_REPOSITORY,
        /** There is one already. */
        EXISTS,
        /** The password opens no key. */
        WRONG_PASSWORD,
        /** Somebody else holds a lock that excludes this. */
        LOCKED,
        /** No such snapshot, path, blob or key. */
        NOT_FOUND,
        /** Stored bytes are not what they must be. */
        DAMAGED,
        /** Written by a version or with parameters this program does not accept. */
        UNSUPPORTED,
        /** The request makes no sense. */
        INVALID,
        /** A safety gate stopped it before any change. */
        REFUSED,
        /** The storage failed. */
        STORAGE
    }

    private final Kind kind;

    /** A failure of this repository. */
    public RepositoryException(Kind kind, String message) {
        this(kind, message, null);
    }

    /** A failure of this repository, brought about by {@code cause}. */
    public RepositoryException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Returns what kind of failure it is. */
    public Kind kind() {
        return kind;
    }
}
