package dev.tandem.catalog.internal;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.StoredBlob;
import dev.tandem.backup.TreeVisitor;
import dev.tandem.catalog.FoundObject;
import dev.tandem.catalog.ObjectQuery;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Finds where blobs and trees are used. Every tree of the snapshots is read once, to learn which lead to what is
 * wanted; those once more, to learn how.
 */
final class ObjectSearch {
    /**
     * An entry that leads to what is wanted.
     *
     * @param subtree number of its tree, or -1
     * @param blobs   the wanted blobs it needs
     */
    private record Lead(RawName name, int subtree, List<Id> blobs) { }

    private final Repository repository;
    private final ObjectQuery query;
    private final JobMonitor monitor;
    private final Consumer<? super FoundObject> sink;
    private final IdPrefixes blobs;
    private final IdPrefixes trees;
    private final TreeNumbers numbers = new TreeNumbers();
    private final BitSet leading = new BitSet();
    private int[] edges = new int[1024];
    private int edgesEnd;
    private final AtomicLong unreadable = new AtomicLong();
    private final Map<Integer, List<Lead>> leads = new ConcurrentHashMap<>();

    ObjectSearch(Repository repository, ObjectQuery query, JobMonitor monitor, Consumer<? super FoundObject> sink) {
        this.repository = repository;
        this.query = query;
        this.monitor = monitor;
        this.sink = sink;
        this.blobs = new IdPrefixes(query.blobs());
        this.trees = new IdPrefixes(query.trees());
    }

    /** Returns how many trees could not be read. */
    long run() throws IOException {
        Set<Id> roots = new HashSet<>();
        query.snapshots().forEach(snapshot -> roots.add(snapshot.tree()));
        roots.forEach(numbers::number);
        repository.trees().walk(List.copyOf(roots), new Surveyor(), monitor);
        markAbove();
        repository.trees().walk(leading.stream().mapToObj(numbers::id).toList(), new Guide(), monitor);
        for (Snapshot snapshot : query.snapshots()) {
            int root = numbers.find(snapshot.tree());
            if (trees.contains(snapshot.tree())) {
                sink.accept(new FoundObject(StoredBlob.Kind.TREE, snapshot.tree(), RawPath.ROOT, snapshot.tree(),
                        snapshot));
            }
            if (leading.get(root)) {
                tell(snapshot, root);
            }
        }
        return unreadable.get();
    }

    private List<Id> wanted(Node node) {
        return blobs.isEmpty() ? List.of() : node.content().stream().filter(blobs::contains).distinct().toList();
    }

    /** Learns which trees hold what is wanted, and which trees are in which. */
    private final class Surveyor implements TreeVisitor {
        @Override
        public Nodes tree(Id tree) {
            int number = numbers.find(tree);
            return new Nodes() {
                @Override
                public boolean node(Node node) {
                    boolean fresh = false;
                    boolean hit = !wanted(node).isEmpty();
                    if (node.subtree().isPresent()) {
                        int claimed = numbers.claim(node.subtree().get());
                        fresh = claimed < 0;
                        hit = trees.contains(node.subtree().get());
                        addEdge(number, fresh ? ~claimed : claimed);
                    }
                    if (hit) {
                        mark(number);
                    }
                    return fresh;
                }

                @Override
                public void end() { }
            };
        }

        @Override
        public void unreadable(Id tree, String reason) {
            unreadable.incrementAndGet();
            monitor.problem(Problem.error("tree " + tree.brief(), reason));
        }
    }

    private synchronized void addEdge(int parent, int child) {
        if (edgesEnd == edges.length) {
            edges = Arrays.copyOf(edges, 2 * edges.length);
        }
        edges[edgesEnd++] = parent;
        edges[edgesEnd++] = child;
    }

    private synchronized void mark(int tree) {
        leading.set(tree);
    }

    /** A sweep marks one more level at the least, mostly several. */
    private void markAbove() {
        int before;
        do {
            before = leading.cardinality();
            for (int i = 0; i < edgesEnd; i += 2) {
                if (leading.get(edges[i + 1])) {
                    leading.set(edges[i]);
                }
            }
        } while (leading.cardinality() > before);
    }

    /** Learns which entries of a tree lead to what is wanted. */
    private final class Guide implements TreeVisitor {
        @Override
        public Nodes tree(Id tree) {
            List<Lead> found = new ArrayList<>();
            return new Nodes() {
                @Override
                public boolean node(Node node) {
                    int subtree = node.subtree().map(numbers::find).orElse(-1);
                    List<Id> wanted = wanted(node);
                    if (!wanted.isEmpty() || subtree >= 0
                            && (leading.get(subtree) || trees.contains(node.subtree().get()))) {
                        found.add(new Lead(node.name(), subtree, wanted));
                    }
                    return false;
                }

                @Override
                public void end() {
                    leads.put(numbers.find(tree), found);
                }
            };
        }

        @Override
        public void unreadable(Id tree, String reason) {
            // The survey told of it.
        }
    }

    /** A directory of the snapshot at hand, and how far it was told of. */
    private static final class Open {
        final RawPath path;
        final int tree;
        final List<Lead> leads;
        int next;

        Open(RawPath path, int tree, List<Lead> leads) {
            this.path = path;
            this.tree = tree;
            this.leads = leads;
        }
    }

    private void tell(Snapshot snapshot, int root) {
        List<Open> open = new ArrayList<>(List.of(new Open(RawPath.ROOT, root, leads.getOrDefault(root, List.of()))));
        while (!open.isEmpty()) {
            Open directory = open.getLast();
            if (directory.next == directory.leads.size()) {
                open.removeLast();
                monitor.checkCancelled();
                continue;
            }
            Lead lead = directory.leads.get(directory.next++);
            RawPath path = directory.path.child(lead.name);
            Id parent = numbers.id(directory.tree);
            for (Id blob : lead.blobs) {
                sink.accept(new FoundObject(StoredBlob.Kind.DATA, blob, path, parent, snapshot));
            }
            if (lead.subtree >= 0) {
                Id tree = numbers.id(lead.subtree);
                if (trees.contains(tree)) {
                    sink.accept(new FoundObject(StoredBlob.Kind.TREE, tree, path, parent, snapshot));
                }
                open.add(new Open(path, lead.subtree, leads.getOrDefault(lead.subtree, List.of())));
            }
        }
    }
}
