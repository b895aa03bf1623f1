package dev.tandem.backup.internal.engine.stats;

import dev.tandem.backup.Node;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;

/** Counts what lies in one tree, then in the next. For one thread. */
final class TreeTally {
    long entries;
    long files;
    /** Size of what has one name; of what may have several, see {@link #links}. */
    long bytes;
    /** Entries of the index that are the trees of directories. */
    final LongList children = new LongList();
    /** Files that may have several names, three longs each: inode, device, size. */
    final LongList links = new LongList();

    void count(Node node, BlobIndex index) {
        entries++;
        FileStat stat = node.stat();
        if (node.type() == FileType.FILE) {
            files++;
        }
        if (stat.links() == 1 || node.type() == FileType.DIRECTORY || stat.inode() == 0) {
            bytes += stat.size();
        } else if (stat.size() != 0) {
            links.add(stat.inode());
            links.add(stat.device());
            links.add(stat.size());
        }
        node.subtree().map(tree -> index.entry(BlobType.TREE, tree)).filter(entry -> entry != BlobIndex.NONE)
                .ifPresent(children::add);
    }

    void clear() {
        entries = 0;
        files = 0;
        bytes = 0;
        children.clear();
        links.clear();
    }
}
