package dev.tandem.backup.internal.store;

/** How many threads the work of this process is spread over. */
public final class Workers {
    /** What a thread of a backup, a restore or a check holds at the most: a few of the largest chunks. */
    private static final long MEMORY_OF_ONE = 80L << 20;

    /** Threads that read from afar wait more than they work. */
    private static final int FAR_READERS = 6;

    private Workers() { }

    /** Returns the number of processors, bounded by what the heap has room for, and at least two. */
    public static int count() {
        return bounded(Runtime.getRuntime().availableProcessors(), MEMORY_OF_ONE);
    }

    /**
     * Returns how many threads read packs: more than {@link #count} where they wait for a storage that is far away. One
     * that reads holds half of what one that saves does: a run of a pack and a blob of it.
     */
    static int reading(boolean near) {
        return near ? count() : Math.max(count(), bounded(FAR_READERS, MEMORY_OF_ONE / 2));
    }

    private static int bounded(int wanted, long memoryOfOne) {
        long room = Runtime.getRuntime().maxMemory() / memoryOfOne;
        return (int) Math.max(2, Math.min(wanted, room));
    }
}
