package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.TreeReader;
import dev.tandem.backup.internal.store.Background;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobLocation;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.EntryQueue;
import dev.tandem.backup.internal.store.EntrySet;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.RepositoryFiles;
import dev.tandem.backup.internal.store.Runs;
import dev.tandem.backup.internal.store.Workers;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads every tree below some roots, each once however often it is referred to: level by level and on all processors,
 * neighbours in a pack at once. Takes a few bytes a tree and some runs of packs, whatever the size of the repository.
 */
public final class TreeWalk {
    /** What the trees are read for. Called on several threads at once. */
    public interface Visitor {
        /**
         * Takes a node.
         *
         * @param tree the first entry of the tree it is in
         */
        void node(int tree, Node node);

        /** Tells whether to walk the tree of a directory too, of which {@link #node} was just told. */
        default boolean wants(int tree, Node directory) {
            return true;
        }

        /** Hears that every node of a tree was told, all on this thread and none of another tree between them. */
        default void end(int tree) { }

        /**
         * Takes a tree that cannot be read, or not to its end.
         *
         * @throws IOException to end the walk
         */
        void unreadable(Id tree, IOException reason) throws IOException;
    }

    /** The most bytes read at once. */
    private static final int MAX_RUN = 4 << 20;

    /** A tree to read. */
    private record Place(int entry, PackedBlob blob) { }

    private final RepositoryFiles files;
    private final BlobReader reader;
    private final BlobIndex index;
    private final EntrySet met;
    private final JobMonitor monitor;
    private final int threads = Workers.count();
    private final EntryQueue next = new EntryQueue();

    /**
     * Prepares a walk.
     *
     * @param reader reads what {@code index} knows, which does not change meanwhile
     * @param met    the first entries of trees that were walked already, to which all others are added
     */
    public TreeWalk(RepositoryFiles files, BlobReader reader, BlobIndex index, EntrySet met, JobMonitor monitor) {
        this.files = files;
        this.reader = reader;
        this.index = index;
        this.met = met;
        this.monitor = monitor;
    }

    /** Tells {@code visitor} of every node of these trees and of all below them that were not walked yet. */
    public void below(Collection<Id> roots, Visitor visitor) throws IOException {
        for (Id root : roots) {
            meet(root, visitor);
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(threads,
                Thread.ofPlatform().name("tree reader ", 0).factory())) {
            for (int[] level; (level = next.takeSorted()).length > 0;) {
                readLevel(level, visitor, pool);
            }
        }
    }

    private void meet(Id tree, Visitor visitor) throws IOException {
        int entry = index.entry(BlobType.TREE, tree);
        if (entry == BlobIndex.NONE) {
            visitor.unreadable(tree, new DamagedException("the tree blob " + tree + " is in no index; run 'check'"));
        } else if (met.add(entry)) {
            next.add(entry);
        }
    }

    private void readLevel(int[] level, Visitor visitor, ExecutorService pool) throws IOException {
        Deque<Future<?>> underWay = new ArrayDeque<>();
        int start = 0;
        for (int i = 1; i <= level.length; i++) {
            // Entries of one pack follow one another.
            if (i == level.length || index.packNumber(level[i]) != index.packNumber(level[start])) {
                readPack(level, start, i, visitor, pool, underWay);
                start = i;
            }
        }
        for (Future<?> run : underWay) {
            Background.await(run);
        }
    }

    private void readPack(int[] level, int from, int to, Visitor visitor, ExecutorService pool,
            Deque<Future<?>> underWay) throws IOException {
        List<Place> places = new ArrayList<>(to - from);
        BlobLocation place = null;
        for (int i = from; i < to; i++) {
            place = index.location(level[i]);
            places.add(new Place(level[i], place.blob()));
        }
        Id pack = place.pack();
        for (List<Place> run : Runs.of(places, Place::blob, MAX_RUN)) {
            monitor.checkCancelled();
            if (underWay.size() >= 2 * threads) {
                Background.await(underWay.removeFirst());
            }
            underWay.add(pool.submit(() -> {
                readRun(pack, run, visitor);
                return null;
            }));
        }
    }

    private void readRun(Id pack, List<Place> run, Visitor visitor) throws IOException {
        if (run.getFirst().blob.length() > MAX_RUN) {
            readTree(run.getFirst(), null, 0, visitor);
        } else {
            Runs.read(files, pack, run, Place::blob, (place, sealed, offset) -> {
                monitor.checkCancelled();
                readTree(place, sealed, offset, visitor);
            });
        }
        monitor.advance(run.size(), 0);
    }

    private void readTree(Place place, byte[] sealed, int offset, Visitor visitor) throws IOException {
        List<Id> subtrees = new ArrayList<>();
        try (TreeReader nodes = open(place.blob, sealed, offset)) {
            for (Node node; (node = nodes.next()) != null;) {
                visitor.node(place.entry, node);
                if (node.subtree().isPresent() && visitor.wants(place.entry, node)) {
                    subtrees.add(node.subtree().get());
                }
            }
            visitor.end(place.entry);
        } catch (IOException e) {
            visitor.unreadable(place.blob.id(), e);
        }
        for (Id subtree : subtrees) {
            meet(subtree, visitor);
        }
    }

    private TreeReader open(PackedBlob blob, byte[] sealed, int offset) throws IOException {
        // Larger trees are not held in memory plain.
        if (sealed != null && blob.plainLength() <= BlobReader.MAX_WHOLE_TREE) {
            try {
                byte[] plain = reader.decode(sealed, offset, blob);
                return TreeReader.of(plain, 0, plain.length);
            } catch (DamagedException e) {
                return reader.openTree(blob.id());
            }
        }
        return reader.openTree(blob.id());
    }
}
