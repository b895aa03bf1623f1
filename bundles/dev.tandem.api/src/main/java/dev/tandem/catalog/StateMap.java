package dev.tandem.catalog;

import java.io.IOException;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Values by keys, ordered by the unsigned bytes of the keys. Arrays belong to the map once given, and may not be
 * changed when received. Thread-safe. Where the store is damaged, methods throw {@link StateDamagedException}; other
 * failures are of the disk, or the store is closed.
 *
 * @see StateStore#commit
 */
@ProviderType
public interface StateMap {
    /** What a walk is told of each entry. */
    @FunctionalInterface
    interface Visitor {
        /** Returns whether the walk goes on. */
        boolean visit(byte[] key, byte[] value) throws IOException;
    }

    /** Returns the value of a key. */
    Optional<byte[]> get(byte[] key) throws IOException;

    /** Sets the value of a key. */
    void put(byte[] key, byte[] value) throws IOException;

    /** Removes a key, if it is there. */
    void remove(byte[] key) throws IOException;

    /** Returns the last key that is not above {@code key}. */
    Optional<byte[]> floor(byte[] key) throws IOException;

    /**
     * Visits entries in the order of their keys, from the first key that is not below {@code from}. The map may change
     * meanwhile; what is visited is what it held when the walk began.
     */
    void forEach(byte[] from, Visitor visitor) throws IOException;

    /** Removes all. */
    void clear() throws IOException;
}
