package dev.tandem.catalog.internal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A tree at some path.
 *
 * @param tree      its number
 * @param snapshots which snapshots have it there; never changed
 */
record Placed(int tree, BitSet snapshots) {
    /** Trees at one path, each once. */
    static final class Group {
        private final Map<Integer, BitSet> byTree = new HashMap<>(2);

        /** Adds a tree for some more snapshots. */
        void add(int tree, BitSet snapshots) {
            byTree.merge(tree, snapshots, Placed::union);
        }

        boolean isEmpty() {
            return byTree.isEmpty();
        }

        List<Placed> all() {
            List<Placed> all = new ArrayList<>(byTree.size());
            byTree.forEach((tree, snapshots) -> all.add(new Placed(tree, snapshots)));
            return all;
        }
    }

    static BitSet union(BitSet one, BitSet other) {
        BitSet union = (BitSet) one.clone();
        union.or(other);
        return union;
    }
}
