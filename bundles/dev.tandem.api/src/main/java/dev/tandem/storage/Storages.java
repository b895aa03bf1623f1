package dev.tandem.storage;

import dev.tandem.storage.spi.StorageSession;
import org.osgi.annotation.versioning.ProviderType;

/** Opens storages by location, whichever plugin provides them. Thread-safe. */
@ProviderType
public interface Storages {
    /** Whether a location that holds nothing yet may be made. */
    enum Mode {
        /** The location must exist: {@link StorageException.Kind#NOT_FOUND} otherwise. */
        EXISTING,
        /** The location is made with all its parents where it does not exist. */
        CREATE
    }

    /**
     * Opens {@code where}. Transient failures of reads and writes are retried behind the returned session.
     *
     * @return a session the caller closes
     * @throws StorageException {@code UNSUPPORTED} when no provider serves the scheme, else as the provider says
     */
    StorageSession open(Location where, Mode mode) throws StorageException;
}
