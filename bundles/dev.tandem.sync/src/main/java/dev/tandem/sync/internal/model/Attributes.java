package dev.tandem.sync.internal.model;

import dev.tandem.backup.Id;
import dev.tandem.model.FileStat;
import java.time.Instant;

/**
 * What an item has beside its content.
 *
 * @param permissions POSIX bits {@code 07777}
 * @param uid         owner
 * @param gid         group
 * @param modified    last change of content, nanoseconds since 1970; as near as that goes for times before 1678 and
 *                    after 2262
 * @param changed     last change of anything, likewise; of meaning on its own side only
 * @param fileId      what stays with an item that is renamed, on its own side; 0 where there is no such thing
 * @param extended    digest of the extended attributes, {@link #NO_EXTENDED} where there are none or they do not count
 */
public record Attributes(int permissions, int uid, int gid, long modified, long changed, long fileId, Id extended) {
    /** The digest of no extended attributes. */
    public static final Id NO_EXTENDED = new Id(0, 0, 0, 0);

    /** Of something that has a name and nothing else. */
    public static final Attributes NONE = new Attributes(0, 0, 0, 0, 0, 0, NO_EXTENDED);

    private static final long SECOND = 1_000_000_000L;

    /** Returns what the system tells, without extended attributes. */
    public static Attributes of(FileStat stat) {
        return new Attributes(stat.permissions(), stat.uid(), stat.gid(), nanoseconds(stat.modified()),
                nanoseconds(stat.changed()), stat.inode(), NO_EXTENDED);
    }

    /** Returns a time as a number; the nearest there is for times out of its range. */
    public static long nanoseconds(Instant time) {
        long seconds = time.getEpochSecond();
        if (seconds > Long.MAX_VALUE / SECOND - 1) {
            return Long.MAX_VALUE;
        }
        if (seconds < Long.MIN_VALUE / SECOND + 1) {
            return Long.MIN_VALUE;
        }
        return seconds * SECOND + time.getNano();
    }

    /** Returns {@link #modified} as a time. */
    public Instant modifiedTime() {
        return Instant.ofEpochSecond(Math.floorDiv(modified, SECOND), Math.floorMod(modified, SECOND));
    }

    /** Returns these with another time of modification. */
    public Attributes withModified(long time) {
        return new Attributes(permissions, uid, gid, time, changed, fileId, extended);
    }

    /** Returns these with other permissions. */
    public Attributes withPermissions(int bits) {
        return new Attributes(bits, uid, gid, modified, changed, fileId, extended);
    }

    /** Returns these with another file ID. */
    public Attributes withFileId(long id) {
        return new Attributes(permissions, uid, gid, modified, changed, id, extended);
    }

    /** Returns these with another digest of the extended attributes. */
    public Attributes withExtended(Id digest) {
        return new Attributes(permissions, uid, gid, modified, changed, fileId, digest);
    }
}
