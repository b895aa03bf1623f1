package dev.tandem.storage.spi;

import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/** A facet of sessions whose storage tells at once, of all that is below a directory, what a walk would ask for in pieces. */
@ConsumerType
public interface TreeListing {
    /**
     * Tells {@code sink} of every object below {@code directory}, at any depth, as {@link StorageSession#list} tells of
     * entries; of no directories.
     */
    void listTree(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException;
}
