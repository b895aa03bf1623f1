package dev.tandem.storage;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The storages a person has given names, kept in {@code destinations.json} of the configuration, which people may edit;
 * secrets are in the {@link dev.tandem.secret.SecretStore}. Thread-safe. {@link IOException}s say which file cannot be
 * read or written, and where in it the mistake is.
 */
@ProviderType
public interface Destinations {
    /** Returns all, by name. */
    List<Destination> all() throws IOException;

    /** Returns the names of all, those included whose entries cannot be understood. */
    SortedSet<String> names() throws IOException;

    /** Returns the one with this name. */
    Optional<Destination> find(String name) throws IOException;

    /** Keeps a destination, in place of an older one of its name; what the file says beside it stays. */
    void put(Destination destination) throws IOException;

    /** Forgets a destination and its secrets; nothing happens if there is none. */
    void remove(String name) throws IOException;

    /** Keeps a secret of a destination, {@code password}. */
    void putSecret(String destination, String secret, char[] value) throws IOException;

    /** Returns a secret of a destination, which the caller wipes. */
    Optional<char[]> secret(String destination, String secret) throws IOException;

    /** Forgets a secret of a destination; nothing happens if it is not kept. */
    void removeSecret(String destination, String secret) throws IOException;

    /** Returns the names of the secrets that are kept of a destination. */
    SortedSet<String> secrets(String destination) throws IOException;
}
