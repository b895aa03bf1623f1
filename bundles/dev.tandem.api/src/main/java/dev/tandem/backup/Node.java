package dev.tandem.backup;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import java.util.List;
import java.util.Optional;

/**
 * One entry of a directory as a snapshot holds it (restic repository format, trees).
 *
 * @param name       its name
 * @param stat       its metadata; {@code allocated} is not kept and 0
 * @param user       name of the owner when it was backed up, possibly empty
 * @param group      name of the group when it was backed up, possibly empty
 * @param linkTarget where a symbolic link points, byte for byte; empty for anything else
 * @param attributes extended attributes in recorded order
 * @param content    the data blobs of a regular file, in order; empty for anything else
 * @param subtree    the tree blob of a directory
 */
public record Node(RawName name, FileStat stat, String user, String group, byte[] linkTarget,
        List<ExtendedAttribute> attributes, List<Id> content, Optional<Id> subtree) {

    /** Returns what the entry is. */
    public FileType type() {
        return stat.type();
    }
}
