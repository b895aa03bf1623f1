package dev.tandem.backup.internal.engine.stats;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.StatsReport;
import dev.tandem.backup.StatsReport.Blobs;
import dev.tandem.backup.StatsReport.DistinctFiles;
import dev.tandem.backup.StatsReport.OfSnapshot;
import dev.tandem.backup.StatsRequest;
import dev.tandem.backup.StatsRequest.Distinct;
import dev.tandem.backup.internal.engine.TreeWalk;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.EntrySet;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sums up snapshots. Each tree is read once, however many snapshots and directories have it; what lies below it is summed
 * up from what was noted of it.
 */
public final class Statistics {
    private final Store store;
    private final StatsRequest request;
    private final JobMonitor monitor;
    private final BlobIndex index;
    private final EntrySet met;
    private final TreeSums sums;
    private final BlobSum blobs = new BlobSum();
    private final ContentKeys contents = new ContentKeys();

    public Statistics(Store store, StatsRequest request, JobMonitor monitor) throws IOException {
        this.store = store;
        this.request = request;
        this.monitor = monitor;
        this.index = store.index();
        this.met = new EntrySet(index.size());
        this.sums = new TreeSums(index.size());
    }

    static DamagedException missing(Id blob) {
        return new DamagedException("the data blob " + blob + " is in no index; run 'check'");
    }

    /** Sums them up. */
    public StatsReport run() throws IOException {
        List<Snapshot> snapshots = request.snapshots().stream()
                .sorted(Comparator.comparing((Snapshot s) -> s.time().toInstant()).thenComparing(Snapshot::id)).toList();
        List<Blobs> added = new ArrayList<>();
        if (request.bySnapshot()) {
            added.addAll(walkEach(snapshots));
        } else {
            walk(snapshots);
        }
        List<OfSnapshot> each = new ArrayList<>();
        for (Snapshot snapshot : snapshots) {
            TreeSums.Sum sum = sums.below(index.entry(BlobType.TREE, snapshot.tree()));
            each.add(new OfSnapshot(snapshot, sum.entries(), sum.files(), sum.bytes(),
                    added.isEmpty() ? Blobs.NONE : added.get(each.size())));
        }
        return new StatsReport(snapshots.size(), each.stream().mapToLong(OfSnapshot::entries).sum(),
                each.stream().mapToLong(OfSnapshot::files).sum(), each.stream().mapToLong(OfSnapshot::restoreSize).sum(),
                blobs.sum(), distinct(snapshots), request.bySnapshot() ? each : List.of());
    }

    /** Returns what each adds, oldest first, so that each blob is counted for the first snapshot that needs it. */
    private List<Blobs> walkEach(List<Snapshot> snapshots) throws IOException {
        List<Blobs> added = new ArrayList<>();
        Blobs before = Blobs.NONE;
        for (Snapshot snapshot : snapshots) {
            walk(List.of(snapshot));
            Blobs now = blobs.sum();
            added.add(now.minus(before));
            before = now;
        }
        return added;
    }

    private void walk(List<Snapshot> snapshots) throws IOException {
        Visitor visitor = new Visitor();
        new TreeWalk(store.files(), store.reader(), index, met, monitor)
                .below(snapshots.stream().map(Snapshot::tree).toList(), visitor);
        if (visitor.missing.get() != null) {
            throw missing(visitor.missing.get());
        }
    }

    private Optional<DistinctFiles> distinct(List<Snapshot> snapshots) throws IOException {
        return switch (request.distinct()) {
            case NOT_COUNTED -> Optional.empty();
            case FILES_BY_CONTENTS -> Optional.of(contents.sum());
            case BLOBS_PER_FILE -> Optional.of(new BlobsPerFile(store.reader(), index, monitor).of(snapshots));
        };
    }

    /** Notes what lies in each tree, and counts blobs that were not met before. */
    private final class Visitor implements TreeWalk.Visitor {
        private final ThreadLocal<TreeTally> tallies = ThreadLocal.withInitial(TreeTally::new);
        private final AtomicReference<Id> missing = new AtomicReference<>();

        @Override
        public void node(int tree, Node node) {
            tallies.get().count(node, index);
            if (request.distinct() == Distinct.FILES_BY_CONTENTS) {
                contents.isNew(node);
            }
            for (Id id : node.content()) {
                int entry = index.entry(BlobType.DATA, id);
                if (entry == BlobIndex.NONE) {
                    missing.compareAndSet(null, id);
                } else if (met.add(entry)) {
                    blobs.add(index.location(entry).blob());
                }
            }
        }

        @Override
        public void end(int tree) {
            TreeTally tally = tallies.get();
            sums.add(tree, tally);
            tally.clear();
            blobs.add(index.location(tree).blob());
        }

        @Override
        public void unreadable(Id tree, IOException reason) throws IOException {
            throw reason;
        }
    }
}
