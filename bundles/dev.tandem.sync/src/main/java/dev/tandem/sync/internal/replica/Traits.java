package dev.tandem.sync.internal.replica;

/**
 * What a side is and can do.
 *
 * @param origin          a short name for people and for conflict copies
 * @param rootId          what stays with its root wherever it is mounted; empty where there is no such thing
 * @param timeGranularity nanoseconds that times of modification are multiples of, 1 where they are exact, 2,000,000,000
 *                        on FAT
 * @param caseSensitive   whether names that differ in case only are different names
 * @param keepsUnicode    whether names come back in the form they were given
 * @param changeTimes     whether {@link dev.tandem.sync.internal.model.Attributes#changed} can be relied upon
 * @param fileIds         whether {@link dev.tandem.sync.internal.model.Attributes#fileId} stays with a file
 * @param permissionMask  the bits of permissions it can hold
 * @param owners          whether it can hold owners, and we may set them
 * @param extended        whether it can hold extended attributes
 * @param links           whether it can hold symbolic links
 * @param writable        whether anything can be changed
 * @param names           which names it takes
 * @param means           what it is made of, and what follows from that
 */
public record Traits(String origin, String rootId, long timeGranularity, boolean caseSensitive, boolean keepsUnicode,
        boolean changeTimes, boolean fileIds, int permissionMask, boolean owners, boolean extended, boolean links,
        boolean writable, Names names, Means means) {
    /** Which names there can be. */
    public enum Names {
        /** Any bytes. */
        BYTES,
        /** Any text. */
        TEXT,
        /** Those Windows takes. */
        WINDOWS
    }

    /** What becomes of times of modification. */
    public enum Times {
        /** They can be set at any time. */
        SET,
        /** They come with content, and stay what they are until other content comes. */
        WRITTEN,
        /** They tell when something came to this side, and nothing else. */
        OWN
    }

    /** How many may use a side at a time. */
    public enum Access {
        /** As many as there are processors to use it. */
        NEAR,
        /** More than there are processors, as they wait more than they work. */
        FAR,
        /** One. */
        ALONE
    }

    /**
     * What a side is made of.
     *
     * @param times       what becomes of times of modification
     * @param tags        whether {@code changed} is another one once the content is another one, however soon that is
     * @param directories whether a directory can be empty; else it is there as long as something is in it
     * @param access      how many may use it at a time
     */
    public record Means(Times times, boolean tags, boolean directories, Access access) {
        /** A folder of this machine. */
        public static final Means FOLDER = new Means(Times.SET, false, true, Access.NEAR);
    }
}
