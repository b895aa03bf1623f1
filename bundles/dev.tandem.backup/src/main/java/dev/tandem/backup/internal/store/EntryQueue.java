package dev.tandem.backup.internal.store;

import java.util.Arrays;

/** Entries of a {@link BlobIndex} that wait for something, four bytes each. Thread-safe. */
public final class EntryQueue {
    private int[] entries = new int[64];
    private int size;

    /** Adds an entry. */
    public synchronized void add(int entry) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, Math.toIntExact(size * 2L));
        }
        entries[size++] = entry;
    }

    /** Takes all entries, in the order of their numbers. */
    public synchronized int[] takeSorted() {
        int[] taken = Arrays.copyOf(entries, size);
        Arrays.sort(taken);
        size = 0;
        return taken;
    }
}
