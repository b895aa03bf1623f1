package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Node;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;

/**
 * Decides whether a file need not be read (restic repository format, backup procedure, step 5).
 *
 * @param ignoreChangeTime an unequal ctime does not make a file changed
 * @param ignoreInode      an unequal inode or ctime does not make a file changed
 */
public record ChangeDetection(boolean ignoreChangeTime, boolean ignoreInode) {
    /** Tells whether a file is as the parent snapshot has it. */
    public boolean unchanged(Node previous, FileStat now) {
        FileStat then = previous.stat();
        return previous.type() == FileType.FILE && now.isFile() && then.size() == now.size()
                && then.modified().equals(now.modified())
                && (ignoreChangeTime || ignoreInode || then.changed().equals(now.changed()))
                && (ignoreInode || then.inode() == now.inode());
    }

    /** Tells whether the repository has every blob of the previous content; where not, the file is read again. */
    static boolean complete(Node previous, BlobWriter blobs) {
        return previous.content().stream().allMatch(id -> blobs.knows(BlobType.DATA, id));
    }
}
