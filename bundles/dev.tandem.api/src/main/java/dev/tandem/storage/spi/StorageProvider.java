package dev.tandem.storage.spi;

import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.Storages;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A kind of storage. A plugin registers one as a service with the property {@value #SCHEME}; everything else asks
 * {@link Storages}.
 */
@ConsumerType
public interface StorageProvider {
    /** Service property of type String or String[]: the schemes this provider serves, {@code "sftp"}. */
    String SCHEME = "storage.scheme";

    /**
     * Opens a session. Called from any thread, several at once; may take as long as a connection takes.
     *
     * @throws StorageException {@code NOT_FOUND} when the location is not there and the mode does not make it;
     *                          {@link dev.tandem.storage.UntrustedHostException} when a person must confirm a key first
     */
    StorageSession open(Location where, SessionContext context) throws StorageException;

    /** Returns what a destination of this kind can be told, in the order a person is asked. */
    default List<ProviderSetting> settings() {
        return List.of();
    }
}
