package dev.tandem.storage.rclone;

import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Puts objects in place: at once where the service shows an upload only when it is complete, else under another name
 * first.
 */
final class Uploads {
    private final Operations operations;
    private final boolean atOnce;

    Uploads(Operations operations) {
        this.operations = operations;
        this.atOnce = !operations.features().partialUploads() || !operations.features().renames();
    }

    ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        Names.refuseUnlessObject(path);
        refuseUnlessAsExpected(path, options);
        try (Spool.Spooled spooled = operations.spool().keep(content, options.modified(), operations.purpose("write", path))) {
            put(spooled.file(), path);
        }
        ObjectInfo written = operations.stat(path).orElseThrow(() -> lost(path));
        if (written.size() != content.length()) {
            throw lost(path);
        }
        return written;
    }

    private void refuseUnlessAsExpected(RemotePath path, WriteOptions options) throws StorageException {
        if (!options.ifAbsent() && options.ifTag().isEmpty()) {
            return;
        }
        Optional<ObjectInfo> there = operations.stat(path);
        if (options.ifAbsent() && there.isPresent()) {
            throw new StorageException(Kind.EXISTS, operations.purpose("write", path).cannot() + "it is there already");
        }
        if (options.ifTag().isPresent() && !there.flatMap(ObjectInfo::tag).equals(options.ifTag())) {
            throw new StorageException(Kind.CHANGED, operations.purpose("write", path).cannot() + "it is another one by now");
        }
    }

    private void put(Path file, RemotePath path) throws StorageException {
        try {
            if (atOnce) {
                operations.replace(file, path);
            } else {
                byWayOf(Names.temporary(path), file, path);
            }
        } catch (StorageException e) {
            refuseDirectory(path, e);
            throw e;
        }
    }

    private void byWayOf(RemotePath temporary, Path file, RemotePath path) throws StorageException {
        boolean done = false;
        try {
            operations.put(file, temporary);
            moveOver(temporary, path);
            done = true;
        } finally {
            if (!done) {
                discard(temporary);
            }
        }
    }

    /** Renames an object over what may be at the target. */
    void moveOver(RemotePath from, RemotePath to) throws StorageException {
        if (operations.features().has("DuplicateFiles")) {
            operations.move(from, to);
            return;
        }
        try {
            operations.moveAsItIs(from, to);
        } catch (StorageException e) {
            // This service replaces nothing: for a moment there is neither the old nor the new object.
            if (e.retryable() || Thread.currentThread().isInterrupted() || !isObject(to)) {
                throw Failures.at(to, operations.purpose("rename to", to), e);
            }
            operations.move(from, to);
        }
    }

    private boolean isObject(RemotePath path) throws StorageException {
        return operations.stat(path).filter(info -> !info.directory()).isPresent();
    }

    private void refuseDirectory(RemotePath path, StorageException cause) throws StorageException {
        if (!Thread.currentThread().isInterrupted() && !cause.retryable()
                && operations.stat(path).filter(ObjectInfo::directory).isPresent()) {
            throw new StorageException(Kind.INVALID, operations.purpose("write", path).cannot() + "it is a folder", cause);
        }
    }

    /** Removes what a failed write left, also where its thread was interrupted. */
    private void discard(RemotePath temporary) {
        boolean interrupted = Thread.interrupted();
        try {
            operations.delete(temporary);
        } catch (StorageException e) {
            // Nobody sees it, and there may be none.
            System.getLogger(Uploads.class.getName()).log(System.Logger.Level.DEBUG, "an unfinished write stays", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private StorageException lost(RemotePath path) {
        return new StorageException(Kind.FAILED, operations.purpose("write", path).cannot() + "rclone says that it is "
                + "written, but it is not there whole; does somebody else write there?");
    }
}
