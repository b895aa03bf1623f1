package dev.tandem.sync.internal.gate;

import dev.tandem.model.RawPath;
import java.util.List;

/**
 * What was observed of a side as a whole.
 *
 * @param origin        how people call it
 * @param root          the state of its root
 * @param files         files that take part
 * @param mountsGone    paths where another file system was at the last run and is no more
 * @param fileSystem    what is equal where the file system is
 * @param freeBytes     bytes free on it; -1 where that is not known
 * @param capacity      bytes of it in all
 * @param accessFiles   how many access check files were found
 * @param accessMissing where access check files were at the last run and are no more
 */
public record SideTotals(String origin, Root root, long files, List<RawPath> mountsGone, String fileSystem,
        long freeBytes, long capacity, long accessFiles, List<RawPath> accessMissing) {
    /** What became of the root of a side. */
    public enum Root {
        /** It is the one of the last run, or there was no last run. */
        SAME,
        /** There is no directory. */
        MISSING,
        /** It is another one than at the last run. */
        REPLACED,
        /** It is the one of the last run as it was some runs before. */
        ROLLED_BACK
    }

    public SideTotals {
        mountsGone = List.copyOf(mountsGone);
        accessMissing = List.copyOf(accessMissing);
    }
}
