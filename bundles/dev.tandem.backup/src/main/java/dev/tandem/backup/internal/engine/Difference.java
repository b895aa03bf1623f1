package dev.tandem.backup.internal.engine;

import dev.tandem.backup.DiffEntry;
import dev.tandem.backup.DiffReport;
import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.internal.format.TreeReader;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.EntrySet;
import dev.tandem.backup.internal.store.RepositoryFiles;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Compares two trees, without looking into subtrees that are the same. */
public final class Difference {
    /** What one side has, counted and by blob. */
    private static final class Side {
        long files;
        long dirs;
        long others;
        final Set<Id> data = new HashSet<>();
        final Set<Id> trees = new HashSet<>();

        void count(Node node) {
            switch (node.type()) {
                case FILE -> files++;
                case DIRECTORY -> dirs++;
                default -> others++;
            }
        }
    }

    private final RepositoryFiles files;
    private final BlobReader reader;
    private final BlobIndex index;
    private final boolean metadata;
    private final Consumer<? super DiffEntry> sink;
    private final Side removed = new Side();
    private final Side added = new Side();
    private final Set<Id> unchanged = new HashSet<>();
    private long changed;

    /**
     * @param metadata whether entries that differ in metadata alone are told
     */
    public Difference(RepositoryFiles files, BlobReader reader, BlobIndex index, boolean metadata,
            Consumer<? super DiffEntry> sink) {
        this.files = files;
        this.reader = reader;
        this.index = index;
        this.metadata = metadata;
        this.sink = sink;
    }

    /** Compares the trees at {@code path} of two snapshots. */
    public DiffReport between(Id first, Id second, RawPath path) throws IOException {
        compare(first, second, path);
        forgetShared(removed.data, added.data);
        forgetShared(removed.trees, added.trees);
        if (anythingLeft()) {
            forgetWhatIsUnchanged();
        }
        return new DiffReport(changed, report(added), report(removed));
    }

    private static void forgetShared(Set<Id> one, Set<Id> other) {
        Set<Id> shared = new HashSet<>(one);
        shared.retainAll(other);
        one.removeAll(shared);
        other.removeAll(shared);
    }

    private boolean anythingLeft() {
        return Stream.of(removed, added).anyMatch(side -> !side.data.isEmpty() || !side.trees.isEmpty());
    }

    /** What stands in directories that are the same in both is neither added nor removed, wherever else it is. */
    private void forgetWhatIsUnchanged() throws IOException {
        unchanged.forEach(tree -> forget(tree, removed.trees, added.trees));
        new TreeWalk(files, reader, index, new EntrySet(index.size()), JobMonitor.SILENT).below(unchanged,
                new TreeWalk.Visitor() {
                    @Override
                    public void node(int tree, Node node) {
                        node.content().forEach(blob -> forget(blob, removed.data, added.data));
                        node.subtree().ifPresent(subtree -> forget(subtree, removed.trees, added.trees));
                    }

                    @Override
                    public void unreadable(Id tree, IOException reason) {
                        // What changed is known all the same; a few blobs too many may be counted.
                    }
                });
    }

    private synchronized void forget(Id id, Set<Id> one, Set<Id> other) {
        one.remove(id);
        other.remove(id);
    }

    private DiffReport.Side report(Side side) {
        long[] sizes = new long[2];
        side.data.forEach(id -> addSizes(BlobType.DATA, id, sizes));
        side.trees.forEach(id -> addSizes(BlobType.TREE, id, sizes));
        return new DiffReport.Side(side.files, side.dirs, side.others, side.data.size(), side.trees.size(), sizes[0],
                sizes[1]);
    }

    private void addSizes(BlobType type, Id id, long[] sizes) {
        index.locate(type, id).ifPresent(place -> {
            sizes[0] += index.plainSize(type, id);
            sizes[1] += place.blob().length();
        });
    }

    private void compare(Id first, Id second, RawPath directory) throws IOException {
        if (first.equals(second)) {
            unchanged.add(first);
            return;
        }
        Depth.refuseEndless(directory);
        removed.trees.add(first);
        added.trees.add(second);
        try (TreeReader before = reader.openTree(first); TreeReader after = reader.openTree(second)) {
            Node left = before.next();
            Node right = after.next();
            while (left != null || right != null) {
                int order = left == null ? 1 : right == null ? -1 : left.name().compareTo(right.name());
                if (order < 0) {
                    oneSided(left, directory, DiffEntry.Kind.REMOVED, removed);
                } else if (order > 0) {
                    oneSided(right, directory, DiffEntry.Kind.ADDED, added);
                } else {
                    both(left, right, directory.child(left.name()));
                }
                left = order <= 0 ? before.next() : left;
                right = order >= 0 ? after.next() : right;
            }
        }
    }

    private void oneSided(Node node, RawPath directory, DiffEntry.Kind kind, Side side) throws IOException {
        RawPath path = directory.child(node.name());
        sink.accept(new DiffEntry(kind, path, node.type() == FileType.DIRECTORY));
        side.count(node);
        side.data.addAll(node.content());
        if (node.subtree().isPresent()) {
            onlyBelow(node.subtree().get(), path, kind, side);
        }
    }

    private void both(Node left, Node right, RawPath path) throws IOException {
        removed.data.addAll(left.content());
        added.data.addAll(right.content());
        boolean directory = right.type() == FileType.DIRECTORY;
        if (left.type() != right.type()) {
            sink.accept(new DiffEntry(DiffEntry.Kind.TYPE, path, directory));
        } else if (!left.content().equals(right.content())) {
            sink.accept(new DiffEntry(left.stat().equals(right.stat()) ? DiffEntry.Kind.DECAYED
                    : DiffEntry.Kind.MODIFIED, path, false));
            changed++;
        } else if (metadata && !sameMetadata(left, right)) {
            sink.accept(new DiffEntry(DiffEntry.Kind.METADATA, path, directory));
        }
        Optional<Id> before = left.subtree();
        Optional<Id> after = right.subtree();
        if (before.isPresent() && after.isPresent()) {
            compare(before.get(), after.get(), path);
        } else if (before.isPresent()) {
            onlyBelow(before.get(), path, DiffEntry.Kind.REMOVED, removed);
        } else if (after.isPresent()) {
            onlyBelow(after.get(), path, DiffEntry.Kind.ADDED, added);
        }
    }

    private void onlyBelow(Id tree, RawPath directory, DiffEntry.Kind kind, Side side) throws IOException {
        Depth.refuseEndless(directory);
        side.trees.add(tree);
        try (TreeReader nodes = reader.openTree(tree)) {
            for (Node child; (child = nodes.next()) != null;) {
                oneSided(child, directory, kind, side);
            }
        }
    }

    private static boolean sameMetadata(Node left, Node right) {
        FileStat a = left.stat();
        FileStat b = right.stat();
        return a.permissions() == b.permissions() && a.uid() == b.uid() && a.gid() == b.gid()
                && a.modified().equals(b.modified()) && a.rawDevice() == b.rawDevice()
                && Arrays.equals(left.linkTarget(), right.linkTarget())
                && left.attributes().equals(right.attributes());
    }
}
