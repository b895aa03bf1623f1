package dev.tandem.sync.internal.replica.remote;

import dev.tandem.storage.Capability;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.spi.ServerCopy;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.replica.ChangedException;
import java.io.IOException;

/**
 * How one object takes the place of another, so that the other one is never lost. Nobody can look and change in one step
 * everywhere; what is made sure of is told by each.
 */
sealed interface Exchange permits ByCopy, ByRename {
    /** Returns the safest way a storage has. */
    static Exchange of(ObjectStore store) {
        boolean guarded = store.can(Capability.ATOMIC_WRITE) && store.can(Capability.TAGS)
                && store.can(Capability.IF_UNCHANGED_WRITE)
                && store.session().facet(ServerCopy.class).isPresent();
        return guarded || !store.can(Capability.RENAME) ? new ByCopy(store) : new ByRename(store);
    }

    /**
     * Puts a file where nothing is.
     *
     * @throws ChangedException where something is
     */
    ObjectInfo put(Spooled next, RemotePath path) throws IOException;

    /**
     * Puts a file in the place of another.
     *
     * @param there    what is there
     * @param expected the same, its content known perhaps
     * @param keep     where it goes
     * @throws ChangedException where something else is there by now
     */
    ObjectInfo replace(Spooled next, ObjectInfo there, FileItem expected, RemotePath keep) throws IOException;

    /**
     * Gives a file a path where nothing is.
     *
     * @throws java.nio.file.FileAlreadyExistsException where something is
     * @throws ChangedException                         where something else than expected is there by now
     */
    void move(ObjectInfo there, FileItem expected, RemotePath to) throws IOException;

    /** Returns what a failure means that says that something is at a path. */
    static ChangedException appeared(RemotePath path) {
        return new ChangedException(path + " appeared meanwhile; it was left as it is");
    }

    /** Returns what a failure means that says that something else is at a path. */
    static ChangedException changed(RemotePath path) {
        return new ChangedException(path + " was changed meanwhile; it was left as it is");
    }
}
