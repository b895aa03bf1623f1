package dev.tandem.sync.internal.replica.remote;

import dev.tandem.storage.Capability;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.sync.internal.model.Item.FileItem;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Optional;

/**
 * The old object is copied to where it shall be kept, then written over if it still has its tag: there is no moment at
 * which nothing is in the place, and where the storage decides by tags, nobody's change is ever written over. Without
 * that, or where an object is deleted as none can be renamed, who writes in the moment between the last look and the
 * change is not noticed.
 */
record ByCopy(ObjectStore store) implements Exchange {
    @Override
    public ObjectInfo put(Spooled next, RemotePath path) throws IOException {
        try {
            return store.writeNew(path, next);
        } catch (FileAlreadyExistsException taken) {
            throw Exchange.appeared(path);
        }
    }

    @Override
    public ObjectInfo replace(Spooled next, ObjectInfo there, FileItem expected, RemotePath keep) throws IOException {
        store.copy(there, keep);
        requireUntouched(there, keep);
        try {
            return store.writeOver(there.path(), next, there.tag());
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.CHANGED) {
                throw e;
            }
            // The answer to an earlier attempt may have been lost.
            if (store.holds(there.path(), next)) {
                return store.stat(there.path()).orElseThrow(() -> Exchange.changed(there.path()));
            }
            throw Exchange.changed(there.path());
        } catch (InterruptedIOException cancelled) {
            store.delete(keep);
            throw cancelled;
        }
    }

    private void requireUntouched(ObjectInfo before, RemotePath copy) throws IOException {
        Optional<ObjectInfo> now = store.stat(before.path());
        boolean same = now.isPresent() && now.get().size() == before.size() && now.get().tag().equals(before.tag())
                && now.get().modified().equals(before.modified());
        if (!same) {
            store.delete(copy);
            throw Exchange.changed(before.path());
        }
    }

    @Override
    public void move(ObjectInfo there, FileItem expected, RemotePath to) throws IOException {
        if (store.can(Capability.RENAME)) {
            new ByRename(store).move(there, expected, to);
            return;
        }
        store.copy(there, to);
        requireUntouched(there, to);
        store.delete(there.path());
    }
}
