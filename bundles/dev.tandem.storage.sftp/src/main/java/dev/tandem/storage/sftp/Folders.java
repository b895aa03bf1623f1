package dev.tandem.storage.sftp;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;

/** Makes folders on a server. */
final class Folders {
    private static final int PRIVATE = 0700;

    private Folders() { }

    /**
     * Makes {@code folder} and those above it that are not there, but never {@code root}: where that is missing, its
     * volume is, and what comes after would be buried below the mount point.
     */
    static void make(RemoteFiles files, String folder, String root) throws IOException {
        if (folder.equals(root)) {
            if (!isFolder(files, root)) {
                throw vanished(root);
            }
            return;
        }
        if (!makeOne(files, folder)) {
            make(files, Names.folderOf(folder), root);
            if (!makeOne(files, folder)) {
                throw new StorageException(Kind.FAILED, "cannot make the folder " + folder
                        + ": the one above it vanished meanwhile; check what else works there");
            }
        }
    }

    /** Tells whether the folder is there now, or the one above it is missing. */
    private static boolean makeOne(RemoteFiles files, String folder) throws IOException {
        try {
            files.makeDirectory(folder, PRIVATE).await();
            return true;
        } catch (StatusException e) {
            if (StatusException.isMissing(e)) {
                return false;
            }
            // Another writer may have been faster, and folders above the root need not be ours.
            var there = files.stat(folder).awaitIfThere();
            if (there.isEmpty()) {
                throw e;
            }
            if (!there.get().isDirectory()) {
                throw new StorageException(Kind.INVALID, folder + " is a file, so nothing can be written below it", e);
            }
            return true;
        }
    }

    static boolean isFolder(RemoteFiles files, String path) throws IOException {
        return files.stat(path).awaitIfThere().filter(Attributes::isDirectory).isPresent();
    }

    static StorageException vanished(String root) {
        return new StorageException(Kind.UNREACHABLE,
                "the storage folder " + root + " has vanished from the server; check that its volume is mounted there");
    }
}
