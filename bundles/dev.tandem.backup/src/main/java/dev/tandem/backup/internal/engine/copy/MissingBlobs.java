package dev.tandem.backup.internal.engine.copy;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.internal.format.TreeReader;
import dev.tandem.backup.internal.store.Background;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Finds the blobs below trees of a source that a target does not know yet, as numbers of the source's index. Each tree
 * is visited once, however many snapshots have it, by several threads.
 */
final class MissingBlobs {
    private final BlobReader reader;
    private final BlobIndex index;
    private final BlobWriter target;
    private final Loss loss;
    private final JobMonitor monitor;
    private final BitSet visited = new BitSet();
    private BitSet missing = new BitSet();
    private long count;
    private long bytes;

    /**
     * @param index  of the source
     * @param target knows what need not be found
     * @param loss   told of what the source does not have or cannot give
     */
    MissingBlobs(BlobReader reader, BlobIndex index, BlobWriter target, Loss loss, JobMonitor monitor) {
        this.reader = reader;
        this.index = index;
        this.target = target;
        this.loss = loss;
        this.monitor = monitor;
    }

    /**
     * Finds what is missing below a tree.
     *
     * @param complete a tree of which the target has everything; what both have is not looked at where the target
     *                 knows the tree
     */
    void find(Id root, Optional<Id> complete, ExecutorService pool, int threads) throws IOException {
        Frontier frontier = new Frontier();
        int companion = complete.map(this::known).orElse(BlobIndex.NONE);
        markVisited(companion);
        enter(root, companion, frontier);
        List<Future<?>> walkers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            walkers.add(pool.submit(() -> walk(frontier)));
        }
        for (Future<?> walker : walkers) {
            Background.await(walker);
        }
        Background.rethrow(frontier.failure());
    }

    /** Returns the number of a tree the target knows; one that got lost there must not spare a visit. */
    private int known(Id tree) {
        return target.knows(BlobType.TREE, tree) ? index.entry(BlobType.TREE, tree) : BlobIndex.NONE;
    }

    private void walk(Frontier frontier) {
        for (long taken; (taken = frontier.take()) != Frontier.END;) {
            try {
                monitor.checkCancelled();
                visit(Frontier.tree(taken), Frontier.companion(taken), frontier);
            } catch (IOException | RuntimeException | Error e) {
                frontier.fail(e);
            } finally {
                frontier.done();
            }
        }
    }

    private void visit(int tree, int companion, Frontier frontier) throws IOException {
        Map<RawName, Integer> companions = companion == BlobIndex.NONE ? Map.of() : completeBelow(companion);
        try (TreeReader nodes = reader.openTree(index.location(tree).blob().id())) {
            for (Node node; (node = nodes.next()) != null;) {
                node.content().forEach(id -> want(BlobType.DATA, id));
                if (node.subtree().isPresent()) {
                    enter(node.subtree().get(), companions.getOrDefault(node.name(), BlobIndex.NONE), frontier);
                }
            }
        } catch (IOException e) {
            loss.of(e);
        }
    }

    /** Returns the subtrees of a complete tree by name, which then are complete too. */
    private Map<RawName, Integer> completeBelow(int tree) {
        Map<RawName, Integer> below = new HashMap<>();
        try (TreeReader nodes = reader.openTree(index.location(tree).blob().id())) {
            for (Node node; (node = nodes.next()) != null;) {
                int subtree = node.subtree().map(this::known).orElse(BlobIndex.NONE);
                if (subtree != BlobIndex.NONE) {
                    below.put(node.name(), subtree);
                }
            }
        } catch (IOException unreadable) {
            // It only spares visits.
            return Map.of();
        }
        below.values().forEach(this::markVisited);
        return below;
    }

    private void enter(Id tree, int companion, Frontier frontier) {
        int number = want(BlobType.TREE, tree);
        if (number != BlobIndex.NONE && markVisited(number)) {
            frontier.add(number, companion);
        }
    }

    private synchronized boolean markVisited(int tree) {
        if (tree == BlobIndex.NONE || visited.get(tree)) {
            return false;
        }
        visited.set(tree);
        return true;
    }

    /** Takes note of a blob the target does not know; returns its number. */
    private int want(BlobType type, Id id) {
        int number = index.entry(type, id);
        if (number == BlobIndex.NONE) {
            loss.of("the " + type.json() + " blob " + id + " is in no index; run 'check' on the source");
        } else if (!target.knows(type, id)) {
            add(number);
        }
        return number;
    }

    private synchronized void add(int number) {
        if (!missing.get(number)) {
            missing.set(number);
            count++;
            bytes += index.location(number).blob().length();
        }
    }

    /** Returns how many blobs were found in all. */
    synchronized long count() {
        return count;
    }

    /** Returns how many bytes those take in the source. */
    synchronized long bytes() {
        return bytes;
    }

    /** Returns what was found since this was last called. */
    synchronized BitSet take() {
        BitSet found = missing;
        missing = new BitSet();
        return found;
    }
}
