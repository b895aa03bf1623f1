package dev.tandem.storage.spi;

import dev.tandem.storage.StorageException;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ConsumerType;

/** A facet of sessions whose storage tells how much room there is. */
@ConsumerType
public interface Quota {
    /** Returns how many bytes may still be written; empty where there is no bound. */
    OptionalLong free() throws StorageException;

    /** Returns how many bytes there are in all; empty where nobody knows. */
    OptionalLong total() throws StorageException;
}
