package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotEntry;
import dev.tandem.backup.internal.format.TreeReader;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;

/** Finds its way in the trees of snapshots. Thread-safe. */
public final class SnapshotTrees {
    private final BlobReader reader;

    public SnapshotTrees(BlobReader reader) {
        this.reader = reader;
    }

    /** Returns the tree of a directory of a snapshot. */
    public Id tree(Snapshot snapshot, RawPath directory) throws IOException {
        if (directory.names().isEmpty()) {
            return snapshot.tree();
        }
        SnapshotEntry entry = entry(snapshot, directory);
        return entry.node().subtree().orElseThrow(() -> new RepositoryException(Kind.NOT_FOUND,
                directory + " of snapshot " + snapshot.id().brief() + " is not a directory"));
    }

    /** Returns what a snapshot has at a path, which is not the root. */
    public SnapshotEntry entry(Snapshot snapshot, RawPath path) throws IOException {
        RawPath absolute = SourceTree.absolute(path, RawPath.ROOT);
        List<RawName> names = absolute.names();
        Id tree = snapshot.tree();
        for (int i = 0; i < names.size(); i++) {
            Node node = find(tree, names.get(i));
            boolean last = i == names.size() - 1;
            if (node != null && last) {
                return new SnapshotEntry(absolute, node);
            }
            if (node == null || node.subtree().isEmpty()) {
                break;
            }
            tree = node.subtree().get();
        }
        throw new RepositoryException(Kind.NOT_FOUND, "snapshot " + snapshot.id().brief() + " has no " + absolute
                + "; 'ls " + snapshot.id().brief() + "' shows what it has");
    }

    private Node find(Id tree, RawName name) throws IOException {
        try (TreeReader nodes = reader.openTree(tree)) {
            for (Node node; (node = nodes.next()) != null;) {
                if (node.name().equals(name)) {
                    return node;
                }
            }
        }
        return null;
    }

    /** Tells {@code sink} of a path and, if it is a directory, of its entries, with {@code recursive} all below. */
    public void list(Snapshot snapshot, RawPath path, boolean recursive, Consumer<? super SnapshotEntry> sink)
            throws IOException {
        if (path.names().isEmpty()) {
            list(snapshot.tree(), RawPath.ROOT, recursive, sink);
            return;
        }
        SnapshotEntry entry = entry(snapshot, path);
        sink.accept(entry);
        if (entry.node().subtree().isPresent()) {
            list(entry.node().subtree().get(), entry.path(), recursive, sink);
        }
    }

    private void list(Id tree, RawPath directory, boolean recursive, Consumer<? super SnapshotEntry> sink)
            throws IOException {
        Depth.refuseEndless(directory);
        try (TreeReader nodes = reader.openTree(tree)) {
            for (Node node; (node = nodes.next()) != null;) {
                RawPath path = directory.child(node.name());
                sink.accept(new SnapshotEntry(path, node));
                if (recursive && node.subtree().isPresent()) {
                    list(node.subtree().get(), path, true, sink);
                }
            }
        }
    }

    /** Writes the content of a regular file, each blob proved right before it is written. */
    public void content(Node file, OutputStream output) throws IOException {
        if (file.type() != FileType.FILE) {
            throw new RepositoryException(Kind.INVALID, file.name() + " is not a regular file");
        }
        for (Id id : file.content()) {
            output.write(reader.read(BlobType.DATA, id));
        }
    }
}
