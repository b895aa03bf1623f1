package dev.tandem.storage;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The kinds of storage there are, which come and go with their plugins. Thread-safe. */
@ProviderType
public interface StorageTypes {
    /** Returns all, by their first scheme. Asking starts every provider. */
    List<StorageType> all();

    /**
     * Returns the kind of a location, or of the destination it names.
     *
     * @throws StorageException {@code UNSUPPORTED} when no provider serves the scheme, {@code INVALID} when nothing has
     *                          the name
     */
    StorageType of(Location where) throws StorageException;
}
