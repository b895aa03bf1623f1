package dev.tandem.backup.internal.engine.repair;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.internal.engine.Depth;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.TreeReader;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds the trees from which everything that no snapshot reaches any more can be reached. */
final class LooseTrees {
    private final BlobIndex index;
    private final BlobReader reader;
    private final JobMonitor monitor;
    private final Set<Id> reached = new HashSet<>();
    private final Map<Id, Boolean> whole = new HashMap<>();
    private final Set<Id> children = new HashSet<>();
    private int broken;

    LooseTrees(BlobIndex index, BlobReader reader, JobMonitor monitor) {
        this.index = index;
        this.reader = reader;
        this.monitor = monitor;
    }

    /** Takes note of what a snapshot reaches. */
    void reach(Id tree) throws IOException {
        List<Id> waiting = new ArrayList<>(List.of(tree));
        while (!waiting.isEmpty()) {
            Id next = waiting.removeLast();
            if (reached.add(next)) {
                monitor.checkCancelled();
                try {
                    waiting.addAll(entries(next).subtrees());
                } catch (IOException unreadable) {
                    StorageFailure.rethrow(unreadable);
                    broken++;
                }
            }
        }
    }

    /**
     * Returns, in the order of their IDs, the roots of all trees that can be restored in full and no snapshot reaches.
     */
    Set<Id> roots() throws IOException {
        Set<Id> trees = new TreeSet<>();
        index.forEach(place -> {
            if (place.blob().type() == BlobType.TREE && !reached.contains(place.blob().id())) {
                trees.add(place.blob().id());
            }
        });
        monitor.expect(trees.size(), 0);
        for (Id tree : trees) {
            isWhole(tree, 0);
            monitor.advance(1, 0);
        }
        trees.removeIf(tree -> !whole.get(tree) || children.contains(tree));
        return trees;
    }

    /** Returns how many trees could not be read, or lack some of what they need. */
    int broken() {
        return broken;
    }

    /** What a tree needs. */
    private record Entries(List<Id> subtrees, boolean contentThere) { }

    private Entries entries(Id tree) throws IOException {
        List<Id> subtrees = new ArrayList<>();
        boolean there = true;
        try (TreeReader nodes = reader.openTree(tree)) {
            for (Node node; (node = nodes.next()) != null;) {
                node.subtree().ifPresent(subtrees::add);
                there &= node.content().stream().allMatch(id -> index.contains(BlobType.DATA, id));
            }
        }
        return new Entries(subtrees, there);
    }

    private boolean isWhole(Id tree, int depth) throws IOException {
        Boolean known = whole.get(tree);
        if (known != null) {
            return known;
        }
        monitor.checkCancelled();
        boolean all;
        try {
            Depth.refuseEndless(depth);
            Entries entries = entries(tree);
            all = entries.contentThere();
            for (Id subtree : entries.subtrees()) {
                all &= isWhole(subtree, depth + 1);
            }
            if (all) {
                children.addAll(entries.subtrees());
            }
        } catch (DamagedException unreadable) {
            StorageFailure.rethrow(unreadable);
            all = false;
        }
        whole.put(tree, all);
        broken += all ? 0 : 1;
        return all;
    }
}
