package dev.tandem.storage.sftp;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;

/** Gives a file another name, in one step that nobody sees the middle of where the server has such a step. */
record Mover(RemoteFiles files, HardLinks links) {
    /** Renames over whatever is there. */
    void replace(String from, String to) throws IOException {
        try {
            if (files.has(RemoteFiles.POSIX_RENAME)) {
                files.renameReplacing(from, to).settle();
            } else {
                replaceInSteps(from, to);
            }
        } catch (StatusException e) {
            if (Folders.isFolder(files, to)) {
                throw new StorageException(Kind.INVALID, "cannot write " + to + ": it is a folder", e);
            }
            throw e;
        }
    }

    /** What is there is kept under a name of its own until the new one has its place. */
    private void replaceInSteps(String from, String to) throws IOException {
        try {
            files.rename(from, to).settle();
            return;
        } catch (StatusException e) {
            if (files.statLink(to).settleIfThere().isEmpty()) {
                throw e;
            }
        }
        String aside = Names.temporary(to);
        files.rename(to, aside).settle();
        try {
            files.rename(from, to).settle();
        } catch (IOException e) {
            files.rename(aside, to);
            throw e;
        }
        files.remove(aside);
    }

    /** Renames a file onto nothing. A second name is refused by the server when it is taken: of two writers one fails. */
    void place(String from, String to) throws IOException {
        if (!links.areReal(files, from) || !link(from, to)) {
            renameOntoNothing(from, to);
            return;
        }
        try {
            files.remove(from).settle();
        } catch (StatusException e) {
            // A failed call leaves everything as it was.
            files.remove(to).settle();
            throw e;
        }
    }

    /** Tells whether the file has the new name too; some folders of a server may be on another file system. */
    private boolean link(String from, String to) throws IOException {
        try {
            files.link(from, to).settle();
            return true;
        } catch (StatusException e) {
            if (files.statLink(to).settleIfThere().isPresent()) {
                throw Failures.exists("write", to, e);
            }
            if (StatusException.isMissing(e)) {
                throw e;
            }
            return false;
        }
    }

    /** Renames onto nothing, as far as looking first can tell. */
    void renameOntoNothing(String from, String to) throws IOException {
        if (files.statLink(to).settleIfThere().isPresent()) {
            throw Failures.exists("write", to, null);
        }
        try {
            files.rename(from, to).settle();
        } catch (StatusException e) {
            if (files.statLink(to).settleIfThere().isPresent() && files.statLink(from).settleIfThere().isPresent()) {
                throw Failures.exists("write", to, e);
            }
            throw e;
        }
    }
}
