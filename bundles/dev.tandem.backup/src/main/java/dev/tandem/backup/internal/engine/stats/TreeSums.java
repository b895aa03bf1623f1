package dev.tandem.backup.internal.engine.stats;

import dev.tandem.backup.internal.engine.Depth;
import dev.tandem.backup.internal.format.DamagedException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What lies in every tree, and which trees below, so that what lies below each of them can be summed up: some 50 bytes a
 * tree. Trees are known by the numbers of their entries in the index. Adding is thread-safe.
 */
final class TreeSums {
    private static final int NONE = -1;

    /**
     * What lies below a tree.
     *
     * @param entries entries of all kinds
     * @param files   regular files
     * @param bytes   their size; of those with several names, the first
     */
    record Sum(long entries, long files, long bytes) { }

    /** Which place a tree has here, by its entry. */
    private final int[] places;
    private int size;
    private long[] entries = new long[64];
    private long[] files = new long[64];
    private long[] bytes = new long[64];
    /** Where a tree's part of what follows begins; it ends where the next one's does. */
    private int[] childrenFrom = new int[65];
    private int[] linksFrom = new int[65];
    private final LongList children = new LongList();
    /** Files with several names, three longs each: inode, device, size. */
    private final LongList links = new LongList();
    private final BitSet summed = new BitSet();
    private final BitSet linksBelow = new BitSet();
    private final KeySet seen = new KeySet();

    /** @param indexSize above the numbers of all entries */
    TreeSums(int indexSize) {
        places = new int[indexSize];
        Arrays.fill(places, NONE);
    }

    /** Adds a tree. */
    synchronized void add(int tree, TreeTally tally) {
        if (size == entries.length) {
            int room = Math.multiplyExact(2, size);
            entries = Arrays.copyOf(entries, room);
            files = Arrays.copyOf(files, room);
            bytes = Arrays.copyOf(bytes, room);
            childrenFrom = Arrays.copyOf(childrenFrom, room + 1);
            linksFrom = Arrays.copyOf(linksFrom, room + 1);
        }
        places[tree] = size;
        entries[size] = tally.entries;
        files[size] = tally.files;
        bytes[size] = tally.bytes;
        children.addAll(tally.children);
        links.addAll(tally.links);
        size++;
        childrenFrom[size] = children.size();
        linksFrom[size] = links.size();
    }

    /** Sums up what lies below a tree, whose own trees are all here. */
    Sum below(int tree) throws DamagedException {
        int place = sumUp(tree, 0);
        if (!linksBelow.get(place)) {
            return new Sum(entries[place], files[place], bytes[place]);
        }
        seen.clear();
        return new Sum(entries[place], files[place], bytes[place] + linkedBytes(place, new BitSet()));
    }

    private int sumUp(int tree, int depth) throws DamagedException {
        int place = places[tree];
        if (summed.get(place)) {
            return place;
        }
        Depth.refuseEndless(depth);
        boolean anyLinks = linksFrom[place] < linksFrom[place + 1];
        for (int i = childrenFrom[place]; i < childrenFrom[place + 1]; i++) {
            int child = sumUp((int) children.get(i), depth + 1);
            entries[place] += entries[child];
            files[place] += files[child];
            bytes[place] += bytes[child];
            anyLinks |= linksBelow.get(child);
        }
        linksBelow.set(place, anyLinks);
        summed.set(place);
        return place;
    }

    private long linkedBytes(int place, BitSet walked) {
        if (!linksBelow.get(place) || walked.get(place)) {
            return 0;
        }
        walked.set(place);
        long sum = 0;
        for (int i = linksFrom[place]; i < linksFrom[place + 1]; i += 3) {
            if (seen.add(links.get(i), links.get(i + 1))) {
                sum += links.get(i + 2);
            }
        }
        for (int i = childrenFrom[place]; i < childrenFrom[place + 1]; i++) {
            sum += linkedBytes(places[(int) children.get(i)], walked);
        }
        return sum;
    }
}
