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
 * @param windowsNames    whether only names that Windows allows are
 */
public record Traits(String origin, String rootId, long timeGranularity, boolean caseSensitive, boolean keepsUnicode,
        boolean changeTimes, boolean fileIds, int permissionMask, boolean owners, boolean extended, boolean links,
        boolean writable, boolean windowsNames) { }
