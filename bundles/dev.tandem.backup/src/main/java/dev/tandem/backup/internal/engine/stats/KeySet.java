package dev.tandem.backup.internal.engine.stats;

import java.util.Arrays;

/** A set of keys of two longs, at most 32 bytes each. Thread-safe. */
final class KeySet {
    private long[] keys = new long[2 * 64];
    private int size;
    /** The key of zeros stands for a free place. */
    private boolean hasZero;

    /** Adds a key; tells whether it was not here before. */
    synchronized boolean add(long a, long b) {
        if (a == 0 && b == 0) {
            boolean fresh = !hasZero;
            hasZero = true;
            return fresh;
        }
        int slot = slot(a, b);
        if (keys[slot] == a && keys[slot + 1] == b) {
            return false;
        }
        keys[slot] = a;
        keys[slot + 1] = b;
        if (3 * ++size > keys.length) {
            grow();
        }
        return true;
    }

    private int slot(long a, long b) {
        // Not all keys are hashes: inodes count up.
        int slot = (int) ((a * 0x9e3779b97f4a7c15L + b) * 0xbf58476d1ce4e5b9L >>> 32) << 1 & keys.length - 1;
        while ((keys[slot] != 0 || keys[slot + 1] != 0) && (keys[slot] != a || keys[slot + 1] != b)) {
            slot = slot + 2 & keys.length - 1;
        }
        return slot;
    }

    private void grow() {
        long[] old = keys;
        keys = new long[Math.multiplyExact(2, old.length)];
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != 0 || old[i + 1] != 0) {
                int slot = slot(old[i], old[i + 1]);
                keys[slot] = old[i];
                keys[slot + 1] = old[i + 1];
            }
        }
    }

    synchronized void clear() {
        Arrays.fill(keys, 0);
        size = 0;
        hasZero = false;
    }
}
