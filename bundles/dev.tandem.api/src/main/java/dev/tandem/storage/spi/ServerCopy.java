package dev.tandem.storage.spi;

import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import org.osgi.annotation.versioning.ConsumerType;

/** A facet of sessions whose storage copies objects by itself. */
@ConsumerType
public interface ServerCopy {
    /**
     * Copies an object, whole or not at all; directories above the target are made. What is at the target is replaced.
     *
     * @return the copy
     * @throws StorageException {@code NOT_FOUND} when there is no object at {@code from}
     */
    ObjectInfo copy(RemotePath from, RemotePath to) throws StorageException;
}
