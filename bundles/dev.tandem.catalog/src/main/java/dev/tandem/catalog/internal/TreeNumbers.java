package dev.tandem.catalog.internal;

import dev.tandem.backup.Id;
import java.util.Arrays;

/**
 * Numbers trees from 0 on in the order they are met: about 40 bytes a tree. Found by open addressing over the numbers;
 * IDs are hashes already. Thread-safe.
 */
final class TreeNumbers {
    private static final int FREE = -1;

    private long[] ids = new long[4 * 1024];
    private int[] slots = freeSlots(2048);
    private int size;

    private static int[] freeSlots(int count) {
        int[] slots = new int[count];
        Arrays.fill(slots, FREE);
        return slots;
    }

    /** Returns how many there are. */
    synchronized int size() {
        return size;
    }

    /** Returns the number of a tree, or -1 when it has none. */
    synchronized int find(Id tree) {
        return slots[slot(tree)];
    }

    /** Returns the number of a tree; {@code ~number} when it has just got it. */
    synchronized int claim(Id tree) {
        int slot = slot(tree);
        if (slots[slot] != FREE) {
            return slots[slot];
        }
        if (4 * size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * ids.length);
        }
        ids[4 * size] = tree.a();
        ids[4 * size + 1] = tree.b();
        ids[4 * size + 2] = tree.c();
        ids[4 * size + 3] = tree.d();
        slots[slot] = size++;
        if (size > slots.length / 3 * 2) {
            grow();
        }
        return ~(size - 1);
    }

    /** Returns the number of a tree, which gets one where it has none. */
    int number(Id tree) {
        int claimed = claim(tree);
        return Math.max(claimed, ~claimed);
    }

    /** Returns the tree with this number. */
    synchronized Id id(int number) {
        int i = 4 * number;
        return new Id(ids[i], ids[i + 1], ids[i + 2], ids[i + 3]);
    }

    private int slot(Id tree) {
        int slot = (int) tree.a() & (slots.length - 1);
        while (slots[slot] != FREE && !is(slots[slot], tree)) {
            slot = slot + 1 & (slots.length - 1);
        }
        return slot;
    }

    private boolean is(int number, Id tree) {
        int i = 4 * number;
        return ids[i] == tree.a() && ids[i + 1] == tree.b() && ids[i + 2] == tree.c() && ids[i + 3] == tree.d();
    }

    private void grow() {
        slots = freeSlots(2 * slots.length);
        for (int number = 0; number < size; number++) {
            slots[slot(id(number))] = number;
        }
    }
}
