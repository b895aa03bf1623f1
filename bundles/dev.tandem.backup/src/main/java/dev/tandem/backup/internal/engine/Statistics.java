package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.StatsReport;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.Sealer;
import dev.tandem.backup.internal.format.TreeReader;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.FileType;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sums up snapshots. A tree that stands in several places is walked once and counted as often. */
public final class Statistics {
    /** What lies below a tree. */
    private record Below(long files, long bytes) { }

    private final BlobReader reader;
    private final BlobIndex index;
    private final JobMonitor monitor;
    private final Map<Id, Below> trees = new HashMap<>();
    private final Set<Id> data = new HashSet<>();
    private long plain;
    private long stored;

    public Statistics(BlobReader reader, BlobIndex index, JobMonitor monitor) {
        this.reader = reader;
        this.index = index;
        this.monitor = monitor;
    }

    /** Sums up these snapshots. */
    public StatsReport of(List<Snapshot> snapshots) throws IOException {
        long files = 0;
        long bytes = 0;
        for (Snapshot snapshot : snapshots) {
            Below below = below(snapshot.tree(), 0);
            files += below.files;
            bytes += below.bytes;
        }
        return new StatsReport(snapshots.size(), files, bytes, trees.size() + data.size(), plain, stored);
    }

    private Below below(Id tree, int depth) throws IOException {
        Below known = trees.get(tree);
        if (known != null) {
            return known;
        }
        monitor.checkCancelled();
        Depth.refuseEndless(depth);
        count(BlobType.TREE, tree);
        long files = 0;
        long bytes = 0;
        try (TreeReader nodes = reader.openTree(tree)) {
            for (Node node; (node = nodes.next()) != null;) {
                if (node.type() == FileType.FILE) {
                    files++;
                    bytes += node.stat().size();
                    for (Id id : node.content()) {
                        if (data.add(id)) {
                            count(BlobType.DATA, id);
                        }
                    }
                } else if (node.subtree().isPresent()) {
                    Below below = below(node.subtree().get(), depth + 1);
                    files += below.files;
                    bytes += below.bytes;
                }
            }
        }
        monitor.advance(files, bytes);
        Below below = new Below(files, bytes);
        trees.put(tree, below);
        return below;
    }

    private void count(BlobType type, Id id) throws IOException {
        PackedBlob blob = index.locate(type, id).orElseThrow(() -> new DamagedException("the " + type.json() + " blob "
                + id + " is in no index; run 'check'")).blob();
        plain += blob.compressed() ? blob.plainLength() : blob.length() - Sealer.OVERHEAD;
        stored += blob.length();
    }
}
