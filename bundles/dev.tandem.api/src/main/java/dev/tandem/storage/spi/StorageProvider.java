package dev.tandem.storage.spi;

import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.Storages;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A kind of storage. A plugin registers one as a service with the property {@value #SCHEME}; everything else asks
 * {@link Storages}.
 */
@ConsumerType
public interface StorageProvider {
    /** Service property of type String: the scheme this provider serves, {@code "sftp"}. */
    String SCHEME = "storage.scheme";

    /**
     * Opens a session. Called from any thread; may take as long as a connection takes.
     *
     * @throws StorageException {@code NOT_FOUND} when the location is not there and {@code mode} does not make it
     */
    StorageSession open(Location where, Storages.Mode mode) throws StorageException;
}
