package dev.tandem.sync.internal.replica.remote;

import dev.tandem.storage.Capability;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import java.io.IOException;

/**
 * Gives a directory another path: in one step where the storage can, else one file after the other. Who dies in between
 * leaves two directories, each with a part: the next run sees files that were moved, and goes on.
 */
record DirectoryMove(ObjectStore store, ObjectView view, Exchange exchange) {
    /** @param spelling whether both names mean the same to the storage */
    void move(RemotePath from, RemotePath to, boolean spelling) throws IOException {
        if (spelling) {
            RemotePath between = ObjectStore.temporary();
            move(from, between);
            move(between, to);
        } else {
            move(from, to);
        }
    }

    private void move(RemotePath from, RemotePath to) throws IOException {
        if (store.can(Capability.RENAME_DIRECTORIES)) {
            store.rename(from, to);
        } else {
            moveEach(from, to);
        }
    }

    private void moveEach(RemotePath from, RemotePath to) throws IOException {
        boolean directories = store.can(Capability.DIRECTORIES);
        if (directories) {
            store.session().makeDirectory(to);
        }
        for (ObjectInfo info : view.list(from)) {
            RemotePath target = to.child(info.path().name());
            if (info.directory()) {
                moveEach(info.path(), target);
            } else {
                exchange.move(info, store.items().file(info), target);
            }
        }
        if (directories) {
            store.delete(from);
        }
    }
}
