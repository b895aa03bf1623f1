package dev.tandem.catalog.internal;

import dev.tandem.catalog.FileEntry;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.RawPath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Walks the trees of many snapshots at once: each path once, with what any of them has there. What does not differ
 * between snapshots is looked at once however many there are.
 */
final class UnionWalk {
    /** No system has longer paths; a tree made to exhaust memory can. */
    private static final int LONGEST_PATH = 64 * 1024;

    /** Decides where the walk goes. */
    interface Visitor {
        /** Takes a path with what is there; returns whether to walk what is below. */
        boolean path(RawPath path, List<Seen> seen);
    }

    /**
     * What some snapshots have at a path.
     *
     * @param listing   stands at the entry
     * @param snapshots those snapshots; never changed
     */
    record Seen(Listing listing, BitSet snapshots) {
        FileEntry entry() {
            return listing.entry();
        }
    }

    private final Catalog catalog;
    private final JobMonitor monitor;
    private final Deque<Merge> open = new ArrayDeque<>();
    private final BitSet told;

    /**
     * @param told numbers of unreadable trees the monitor heard of; added to
     */
    UnionWalk(Catalog catalog, JobMonitor monitor, BitSet told) {
        this.catalog = catalog;
        this.monitor = monitor;
        this.told = told;
    }

    /** Walks below root trees. */
    void from(List<Placed> roots, Visitor visitor) {
        open.push(new Merge(RawPath.ROOT, roots));
        while (!open.isEmpty()) {
            Merge directory = open.peek();
            if (!directory.next()) {
                open.pop();
                monitor.checkCancelled();
                continue;
            }
            RawPath path = directory.path.child(directory.first().listing.name());
            boolean below = visitor.path(path, directory.seen);
            if (below && !directory.subtrees.isEmpty() && path.length() <= LONGEST_PATH) {
                open.push(new Merge(path, directory.subtrees.all()));
            }
        }
    }

    /** Adds to {@code numbers} those of all trees above the path the visitor was just given. */
    void collectAbove(BitSet numbers) {
        for (Merge directory : open) {
            if (directory.collected) {
                return;
            }
            directory.trees.forEach(placed -> numbers.set(placed.tree()));
            directory.collected = true;
        }
    }

    /** The trees of one path, merged by name. */
    private final class Merge {
        private final RawPath path;
        private final List<Placed> trees;
        private final PriorityQueue<Seen> ahead =
                new PriorityQueue<>(Comparator.comparing(Seen::listing, Listing::compareName));
        private final List<Seen> current = new ArrayList<>();
        private List<Seen> seen = List.of();
        private Placed.Group subtrees = new Placed.Group();
        private boolean collected;

        Merge(RawPath path, List<Placed> trees) {
            this.path = path;
            this.trees = trees;
            for (Placed tree : trees) {
                Optional<Listing> listing = catalog.listing(tree.tree());
                if (listing.isEmpty()) {
                    tell(tree.tree(), path);
                } else {
                    advance(new Seen(listing.get(), tree.snapshots()));
                }
            }
        }

        private void advance(Seen tree) {
            if (tree.listing.next()) {
                ahead.add(tree);
            }
        }

        Seen first() {
            return current.getFirst();
        }

        /** Moves to the next name; returns false when there is none. */
        boolean next() {
            current.forEach(this::advance);
            current.clear();
            subtrees = new Placed.Group();
            if (ahead.isEmpty()) {
                return false;
            }
            do {
                Seen tree = ahead.poll();
                current.add(tree);
                if (tree.listing.subtree() >= 0) {
                    subtrees.add(tree.listing.subtree(), tree.snapshots);
                }
            } while (!ahead.isEmpty() && ahead.peek().listing.compareName(first().listing) == 0);
            seen = distinct();
            return true;
        }

        private List<Seen> distinct() {
            if (current.size() == 1) {
                return current;
            }
            List<Seen> distinct = new ArrayList<>();
            current.forEach(tree -> addDistinct(distinct, tree));
            return distinct;
        }
    }

    /** Adds what some more snapshots have at a path to what others have there. */
    static void addDistinct(List<Seen> distinct, Seen more) {
        for (int i = 0; i < distinct.size(); i++) {
            Seen known = distinct.get(i);
            if (known.listing.sameBody(more.listing)) {
                distinct.set(i, new Seen(known.listing, Placed.union(known.snapshots, more.snapshots)));
                return;
            }
        }
        distinct.add(more);
    }

    private void tell(int tree, RawPath path) {
        if (!told.get(tree)) {
            told.set(tree);
            monitor.problem(Problem.error(path, "its directory cannot be read in some snapshots, so what was in it is"
                    + " not found; 'check' shows what is hit"));
        }
    }
}
