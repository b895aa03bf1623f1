package dev.tandem.backup.internal.store;

import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;

/**
 * Writes files and asks how much of them is there: a full disk or a broken server may say that all went well, and what
 * is done next, such as to delete what a file replaces, must not rest on that.
 */
final class WholeFile {
    private WholeFile() { }

    /** Writes a file; one that was not there before and is not kept whole is removed. */
    static void write(StorageSession session, RemotePath path, Content content, WriteOptions options)
            throws StorageException {
        session.write(path, content, options);
        long kept = session.stat(path).map(ObjectInfo::size).orElse(0L);
        if (kept != content.length()) {
            StorageException failure = notKept(path, kept + " of " + content.length() + " bytes are there");
            if (options.ifAbsent()) {
                remove(session, path, failure);
            }
            throw failure;
        }
    }

    static StorageException notKept(RemotePath path, String found) {
        return new StorageException(Kind.FAILED, "the storage did not keep " + path + " as it was written: " + found
                + ". Check the disk or server and the space it has left, then try again");
    }

    /** Removes what would only be in the way. */
    static void remove(StorageSession session, RemotePath path, StorageException reason) {
        try {
            session.delete(path);
        } catch (StorageException e) {
            if (e != reason) {
                reason.addSuppressed(e);
            }
        }
    }
}
