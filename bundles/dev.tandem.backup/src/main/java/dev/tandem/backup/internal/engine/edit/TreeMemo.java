package dev.tandem.backup.internal.engine.edit;

import dev.tandem.backup.Id;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What became of trees: about 60 bytes for each that stayed the same. Bounded: when it is full it forgets everything, and
 * what comes again is worked out again. For one thread.
 */
final class TreeMemo {
    /**
     * What became of a tree.
     *
     * @param tree  the tree that takes its place, often itself
     * @param files regular files in it and below
     * @param bytes their size
     */
    record Outcome(Id tree, long files, long bytes) { }

    private static final int FREE = -2;
    private static final int SAME = -1;
    private static final int MOST = 1 << 20;

    /** Four longs a slot: half of the key, files, bytes. Half of a SHA-256 is as unlikely to be met twice. */
    private long[] slots;
    /** {@link #FREE}, {@link #SAME}, or where in {@link #changed} the new tree is. */
    private int[] states;
    private final List<Id> changed = new ArrayList<>();
    private int size;

    TreeMemo() {
        allocate(1 << 10);
    }

    private void allocate(int count) {
        slots = new long[4 * count];
        states = new int[count];
        Arrays.fill(states, FREE);
        size = 0;
    }

    /**
     * Returns what became of a tree.
     *
     * @param key  what the tree was remembered by
     * @param tree the tree
     */
    Optional<Outcome> find(Id key, Id tree) {
        int slot = slot(key.a(), key.b());
        if (states[slot] == FREE) {
            return Optional.empty();
        }
        Id now = states[slot] == SAME ? tree : changed.get(states[slot]);
        return Optional.of(new Outcome(now, slots[4 * slot + 2], slots[4 * slot + 3]));
    }

    private int slot(long a, long b) {
        int slot = (int) (a ^ b >>> 32) & (states.length - 1);
        while (states[slot] != FREE && (slots[4 * slot] != a || slots[4 * slot + 1] != b)) {
            slot = slot + 1 & (states.length - 1);
        }
        return slot;
    }

    /** Remembers what became of a tree. */
    void put(Id key, Id tree, Outcome outcome) {
        if (3 * size > 2 * states.length) {
            grow();
        }
        int state = SAME;
        if (!outcome.tree().equals(tree)) {
            state = changed.size();
            changed.add(outcome.tree());
        }
        put(key.a(), key.b(), outcome.files(), outcome.bytes(), state);
    }

    private void put(long a, long b, long files, long bytes, int state) {
        int slot = slot(a, b);
        slots[4 * slot] = a;
        slots[4 * slot + 1] = b;
        slots[4 * slot + 2] = files;
        slots[4 * slot + 3] = bytes;
        states[slot] = state;
        size++;
    }

    private void grow() {
        if (states.length >= MOST) {
            changed.clear();
            allocate(states.length);
            return;
        }
        long[] oldSlots = slots;
        int[] oldStates = states;
        allocate(2 * oldStates.length);
        for (int i = 0; i < oldStates.length; i++) {
            if (oldStates[i] != FREE) {
                put(oldSlots[4 * i], oldSlots[4 * i + 1], oldSlots[4 * i + 2], oldSlots[4 * i + 3], oldStates[i]);
            }
        }
    }
}
