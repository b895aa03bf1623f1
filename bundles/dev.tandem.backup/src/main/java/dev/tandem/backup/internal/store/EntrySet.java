package dev.tandem.backup.internal.store;

import java.util.concurrent.atomic.AtomicLongArray;

/** Some entries of a {@link BlobIndex}, by their numbers: one bit each. Thread-safe. */
public final class EntrySet {
    private final AtomicLongArray words;

    /** Makes an empty set for entries below {@code size}. */
    public EntrySet(int size) {
        words = new AtomicLongArray((size >>> 6) + 1);
    }

    /** Adds an entry; tells whether it was not here before. */
    public boolean add(int entry) {
        return !contains(entry)
                && (words.getAndAccumulate(entry >>> 6, bit(entry), (old, bit) -> old | bit) & bit(entry)) == 0;
    }

    /** Tells whether an entry is here. */
    public boolean contains(int entry) {
        return (words.get(entry >>> 6) & bit(entry)) != 0;
    }

    private static long bit(int entry) {
        return 1L << entry;
    }
}
