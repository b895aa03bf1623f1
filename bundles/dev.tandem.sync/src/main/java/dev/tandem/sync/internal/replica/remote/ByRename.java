package dev.tandem.sync.internal.replica.remote;

import dev.tandem.storage.Capability;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.replica.ChangedException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/**
 * The new object waits under a temporary name; the old one is renamed to where it shall be kept and looked at there, then
 * the new one is renamed. Whatever somebody wrote meanwhile was renamed, not written over. For a moment nothing is in the
 * place: a run that dies then leaves a log by which the next one brings the old object back.
 */
record ByRename(ObjectStore store) implements Exchange {
    @Override
    public ObjectInfo put(Spooled next, RemotePath path) throws IOException {
        if (store.can(Capability.ATOMIC_WRITE)) {
            try {
                return store.writeNew(path, next);
            } catch (FileAlreadyExistsException taken) {
                throw Exchange.appeared(path);
            }
        }
        RemotePath waiting = upload(next);
        try {
            store.rename(waiting, path);
        } catch (FileAlreadyExistsException taken) {
            discard(waiting, taken);
            throw Exchange.appeared(path);
        }
        return store.stat(path).orElseThrow(() -> Exchange.changed(path));
    }

    private RemotePath upload(Spooled next) throws IOException {
        RemotePath waiting = ObjectStore.temporary();
        store.writeNew(waiting, next);
        return waiting;
    }

    @Override
    public ObjectInfo replace(Spooled next, ObjectInfo there, FileItem expected, RemotePath keep) throws IOException {
        RemotePath waiting = upload(next);
        try {
            move(there, expected, keep);
            place(waiting, there.path(), keep);
        } catch (IOException failed) {
            discard(waiting, failed);
            throw failed;
        }
        return store.stat(there.path()).orElseThrow(() -> Exchange.changed(there.path()));
    }

    private void place(RemotePath waiting, RemotePath path, RemotePath keep) throws IOException {
        try {
            store.rename(waiting, path);
        } catch (FileAlreadyExistsException taken) {
            throw new ChangedException(path + " was replaced meanwhile; what was there before is " + keep);
        } catch (IOException failed) {
            giveBack(keep, path, failed);
            throw failed;
        }
    }

    private void giveBack(RemotePath keep, RemotePath path, IOException because) {
        try {
            store.rename(keep, path);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    /** What cannot be removed now is when the next run begins. */
    private void discard(RemotePath waiting, IOException because) {
        try {
            store.delete(waiting);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    @Override
    public void move(ObjectInfo there, FileItem expected, RemotePath to) throws IOException {
        RemotePath path = there.path();
        try {
            store.rename(path, to);
        } catch (NoSuchFileException gone) {
            throw Exchange.changed(path);
        }
        if (!isExpected(to, expected)) {
            try {
                store.rename(to, path);
            } catch (FileAlreadyExistsException taken) {
                throw new ChangedException(path + " was changed twice meanwhile; the version before is " + to);
            }
            throw Exchange.changed(path);
        }
    }

    /** Some storages give what is renamed another time or tag; then its content tells, as far as it is known. */
    private boolean isExpected(RemotePath path, FileItem expected) throws IOException {
        ObjectInfo info = store.stat(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
        FileItem now = store.items().file(info);
        if (now.size() != expected.size()) {
            return false;
        }
        boolean same = store.can(Capability.TAGS) ? now.attributes().changed() == expected.attributes().changed()
                : now.attributes().modified() == expected.attributes().modified();
        return same || !expected.isRead() || store.digest(path).equals(expected.content());
    }
}
