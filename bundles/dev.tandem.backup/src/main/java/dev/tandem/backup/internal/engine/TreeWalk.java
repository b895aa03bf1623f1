package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.TreeVisitor;
import dev.tandem.backup.internal.format.TreeReader;
import dev.tandem.backup.internal.store.Background;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.Workers;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads trees in parallel, those found last first: so that few wait at any time, and neighbours are read together. One
 * walk an object.
 */
public final class TreeWalk {
    /** A reader waits for the storage about as long as it computes. */
    private static final int READERS_A_WORKER = 2;

    private final BlobReader reader;
    private final TreeVisitor visitor;
    private final JobMonitor monitor;
    private final Deque<Id> waiting = new ArrayDeque<>();
    private int reading;
    private boolean failed;

    public TreeWalk(BlobReader reader, TreeVisitor visitor, JobMonitor monitor) {
        this.reader = reader;
        this.visitor = visitor;
        this.monitor = monitor;
    }

    /** Walks from {@code roots}. */
    public void from(Collection<Id> roots) throws IOException {
        waiting.addAll(roots);
        int readers = READERS_A_WORKER * Workers.count();
        try (ExecutorService threads = Executors.newFixedThreadPool(readers)) {
            List<Future<Void>> ends = new ArrayList<>();
            for (int i = 0; i < readers; i++) {
                ends.add(threads.submit(() -> {
                    readAll();
                    return null;
                }));
            }
            for (Future<Void> end : ends) {
                await(end);
            }
        }
    }

    private void await(Future<Void> end) throws IOException {
        try {
            Background.await(end);
        } catch (IOException | RuntimeException | Error e) {
            stop();
            throw e;
        }
    }

    private void readAll() throws IOException {
        boolean done = false;
        try {
            for (Id tree; (tree = take()) != null;) {
                monitor.checkCancelled();
                give(read(tree));
            }
            done = true;
        } finally {
            if (!done) {
                stop();
            }
        }
    }

    /** Returns the next tree; null when there is and will be none. */
    private synchronized Id take() {
        while (waiting.isEmpty() && reading > 0 && !failed) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
        }
        if (failed || waiting.isEmpty()) {
            return null;
        }
        reading++;
        return waiting.pop();
    }

    private synchronized void give(List<Id> subtrees) {
        reading--;
        for (Id subtree : subtrees.reversed()) {
            waiting.push(subtree);
        }
        notifyAll();
    }

    private synchronized void stop() {
        failed = true;
        notifyAll();
    }

    /** Returns the subtrees that are wanted too. */
    private List<Id> read(Id tree) {
        List<Id> wanted = new ArrayList<>();
        TreeVisitor.Nodes nodes = visitor.tree(tree);
        try (TreeReader in = reader.openTree(tree)) {
            for (Node node; (node = in.next()) != null;) {
                if (nodes.node(node) && node.subtree().isPresent()) {
                    wanted.add(node.subtree().get());
                }
            }
        } catch (IOException e) {
            visitor.unreadable(tree, e.getMessage());
            return wanted;
        }
        nodes.end();
        monitor.advance(1, 0);
        return wanted;
    }
}
