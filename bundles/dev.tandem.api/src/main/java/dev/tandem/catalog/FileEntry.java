package dev.tandem.catalog;

import dev.tandem.model.FileType;
import java.time.Instant;

/**
 * What the index holds of an entry of a directory. Two that are equal are the same but for times of access and change,
 * numbers of inodes and devices, and what is in a directory.
 *
 * @param type        what it is
 * @param permissions POSIX bits {@code 07777}
 * @param size        bytes of a file's content
 * @param modified    last change of content
 * @param owner       whose it is
 * @param content     a hash of a file's content or a link's target; 0 for anything else
 * @param extra       a hash of extended attributes and what a device node stands for; 0 where there is neither
 */
public record FileEntry(FileType type, int permissions, long size, Instant modified, Owner owner, long content,
        long extra) {
    /**
     * Whose something is.
     *
     * @param uid   number of the user, unsigned
     * @param gid   number of the group, unsigned
     * @param user  name of the user, possibly empty
     * @param group name of the group, possibly empty
     */
    public record Owner(int uid, int gid, String user, String group) { }

    /** Tells whether this and {@code other} hold the same, whatever their metadata. */
    public boolean sameContent(FileEntry other) {
        return type == other.type && size == other.size && content == other.content;
    }
}
