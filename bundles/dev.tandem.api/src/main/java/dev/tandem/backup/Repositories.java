package dev.tandem.backup;

import dev.tandem.storage.Location;
import org.osgi.annotation.versioning.ProviderType;

/** Makes and opens repositories. Thread-safe. */
@ProviderType
public interface Repositories {
    /** How a repository may be used. */
    enum Access {
        /** Locks are taken, as every use that can meet another program needs. */
        LOCKING,
        /** Reading only, without locks: for a storage that cannot be written. */
        READ_ONLY
    }

    /** What a password is, which decides how much work guessing it is made. */
    enum Strength {
        /** Chosen by a person: guessing is made slow. */
        HUMAN,
        /** 256 random bits: it cannot be guessed, so opening is made fast. */
        GENERATED
    }

    /** Tells whether there is a repository at {@code where}; false also when the location itself is not there. */
    boolean exists(Location where) throws RepositoryException;

    /**
     * Makes a repository of format 2.
     *
     * @param password left as it is; the caller wipes it
     * @throws RepositoryException {@code EXISTS} when there is one, or the remains of one
     */
    RepositoryInfo init(Location where, char[] password, Strength strength) throws RepositoryException;

    /** Opens a repository, failing at once where somebody else's lock stands in the way of its use. */
    default Repository open(Location where, char[] password, Access access) throws RepositoryException {
        return open(where, password, access, LockPatience.NONE);
    }

    /**
     * Makes a repository of format 2 that cuts files where another one does, so that both know what they have in
     * common.
     *
     * @param password left as it is; the caller wipes it
     * @param like     the other one
     * @throws RepositoryException {@code EXISTS} when there is one, or the remains of one
     */
    RepositoryInfo initLike(RepositoryInfo like, Location where, char[] password, Strength strength)
            throws RepositoryException;

    /**
     * Opens a repository.
     *
     * @param password left as it is; the caller wipes it
     * @param patience how long each use waits for locks of others
     * @return a repository the caller closes
     * @throws RepositoryException {@code NO_REPOSITORY}, {@code WRONG_PASSWORD}, {@code UNSUPPORTED}, {@code DAMAGED}
     */
    Repository open(Location where, char[] password, Access access, LockPatience patience) throws RepositoryException;
}
