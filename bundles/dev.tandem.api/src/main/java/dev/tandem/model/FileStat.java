package dev.tandem.model;

import java.time.Instant;

/**
 * The metadata the file system holds for one entry, links not followed.
 *
 * @param type        what the entry is
 * @param permissions POSIX bits {@code 07777}: set-id, sticky, and rwx for owner, group, others
 * @param size        bytes of a file's content, 0 for anything else
 * @param allocated   bytes the content occupies on disk; less than {@code size} for a sparse file
 * @param modified    last change of content, to the nanosecond where the system has it
 * @param accessed    last read
 * @param changed     last change of metadata (ctime); equal to {@code modified} where the system has none
 * @param uid         owner as an unsigned 32-bit number; 0 where there are none
 * @param gid         group as an unsigned 32-bit number; 0 where there are none
 * @param device      number of the file system the entry is on, unsigned; 0 where unknown
 * @param inode       number of the entry within its file system, unsigned; 0 where unknown
 * @param links       number of names the entry has; 0 where unknown
 * @param rawDevice   what a device node stands for (Linux encoding), 0 for anything else
 */
public record FileStat(FileType type, int permissions, long size, long allocated, Instant modified, Instant accessed,
        Instant changed, int uid, int gid, long device, long inode, long links, long rawDevice) {

    /** Tells whether this is a directory. */
    public boolean isDirectory() {
        return type == FileType.DIRECTORY;
    }

    /** Tells whether this is a regular file. */
    public boolean isFile() {
        return type == FileType.FILE;
    }
}
