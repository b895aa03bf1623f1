package dev.tandem.backup.internal.store;

/** How many threads the work of this process is spread over. */
public final class Workers {
    /** What a thread of a backup, a restore or a check holds at the most: a few of the largest chunks. */
    private static final long MEMORY_OF_ONE = 80L << 20;

    private Workers() { }

    /** Returns the number of processors, bounded by what the heap has room for, and at least two. */
    public static int count() {
        long room = Runtime.getRuntime().maxMemory() / MEMORY_OF_ONE;
        return (int) Math.max(2, Math.min(Runtime.getRuntime().availableProcessors(), room));
    }
}
