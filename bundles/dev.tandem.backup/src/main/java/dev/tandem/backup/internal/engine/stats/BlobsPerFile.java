package dev.tandem.backup.internal.engine.stats;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.StatsReport.DistinctFiles;
import dev.tandem.backup.internal.engine.Depth;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.TreeReader;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.EntrySet;
import dev.tandem.backup.internal.store.Hashing;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.security.MessageDigest;

/**
 * Counts the blobs of different files, those of one path together, as restic does. Which of several paths with the same
 * content counts depends on the order they are met in, so this walks one tree after the other. For one thread.
 */
final class BlobsPerFile {
    private final BlobReader reader;
    private final BlobIndex index;
    private final JobMonitor monitor;
    private final EntrySet met;
    private final ContentKeys contents = new ContentKeys();
    private final KeySet paths = new KeySet();
    private final KeySet blobsOfPaths = new KeySet();
    private long files;
    private long blobs;
    private long bytes;

    BlobsPerFile(BlobReader reader, BlobIndex index, JobMonitor monitor) {
        this.reader = reader;
        this.index = index;
        this.monitor = monitor;
        this.met = new EntrySet(index.size());
    }

    DistinctFiles of(Iterable<Snapshot> snapshots) throws IOException {
        for (Snapshot snapshot : snapshots) {
            walk(snapshot.tree(), RawPath.ROOT);
        }
        return new DistinctFiles(files, blobs, bytes);
    }

    // What a tree holds that was met at another path is not new.
    private void walk(Id tree, RawPath path) throws IOException {
        int entry = index.entry(BlobType.TREE, tree);
        if (entry != BlobIndex.NONE && !met.add(entry)) {
            return;
        }
        monitor.checkCancelled();
        Depth.refuseEndless(path);
        try (TreeReader nodes = reader.openTree(tree)) {
            for (Node node; (node = nodes.next()) != null;) {
                RawPath child = path.child(node.name());
                if (!node.content().isEmpty() && contents.isNew(node)) {
                    count(child, node);
                }
                if (node.subtree().isPresent()) {
                    walk(node.subtree().get(), child);
                }
            }
        }
    }

    private void count(RawPath path, Node file) throws IOException {
        Id name = Hashing.sha256(path.bytes());
        if (paths.add(name.a(), name.b())) {
            files++;
        }
        for (Id blob : file.content()) {
            MessageDigest digest = Hashing.newSha256();
            digest.update(name.bytes());
            digest.update(blob.bytes());
            Id key = Id.of(digest.digest());
            if (blobsOfPaths.add(key.a(), key.b())) {
                blobs++;
                bytes += plainSize(blob);
            }
        }
    }

    private long plainSize(Id blob) throws DamagedException {
        long size = index.plainSize(BlobType.DATA, blob);
        if (size < 0) {
            throw Statistics.missing(blob);
        }
        return size;
    }
}
