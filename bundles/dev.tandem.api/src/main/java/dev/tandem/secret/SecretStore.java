package dev.tandem.secret;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedSet;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps passwords and keys where only the user of this data folder can read them. Names are short identifiers
 * ({@code [a-z0-9.-]+}). Thread-safe, also against other processes on the same data folder.
 */
@ProviderType
public interface SecretStore {
    /**
     * Returns the secret kept under {@code name}, which the caller should wipe after use.
     *
     * @throws IOException when the store cannot be read or was tampered with
     */
    Optional<char[]> get(String name) throws IOException;

    /**
     * Keeps {@code secret} under {@code name}, replacing an older one; it is on disk when this returns.
     *
     * @throws IOException when the store cannot be written; the older secret is then still there
     */
    void put(String name, char[] secret) throws IOException;

    /**
     * Forgets {@code name}; nothing happens if it is not kept.
     *
     * @throws IOException when the store cannot be written
     */
    void remove(String name) throws IOException;

    /**
     * Returns the names of all secrets that are kept.
     *
     * @throws IOException when the store cannot be read
     */
    SortedSet<String> names() throws IOException;

    /** Returns where secrets are kept, in words a person can act on. */
    String whereabouts();
}
