package dev.tandem.backup.internal.engine.edit;

import dev.tandem.backup.Id;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotChange;
import dev.tandem.backup.SnapshotChange.What;
import dev.tandem.backup.TagChange;
import dev.tandem.backup.internal.engine.edit.Succession.Stored;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes the tags of snapshots. */
public final class Tagging {
    private final Succession succession;
    private final TagChange change;
    private final JobMonitor monitor;

    /**
     * @param lock an exclusive one, held until this has ended
     */
    public Tagging(Store store, RepositoryLock lock, TagChange change, JobMonitor monitor) {
        this.succession = new Succession(store, lock);
        this.change = change;
        this.monitor = monitor;
    }

    /** Changes the tags of these snapshots; those whose tags stay the same are left alone. */
    public List<SnapshotChange> of(List<Snapshot> snapshots) throws IOException {
        List<SnapshotChange> changes = new ArrayList<>();
        for (Stored stored : succession.load(snapshots)) {
            monitor.checkCancelled();
            change(stored).ifPresent(changes::add);
        }
        return changes;
    }

    private Optional<SnapshotChange> change(Stored stored) throws IOException {
        Snapshot before = stored.snapshot();
        List<String> tags = change.of(before.tags());
        if (tags.equals(before.tags())) {
            return Optional.empty();
        }
        // The first of all forms stays the original, however often tags change.
        Snapshot after = new Edits(before).tags(tags).original(before.original().orElse(before.id())).snapshot();
        Id id = succession.replace(before.id(), stored.edited(after));
        return Optional.of(new SnapshotChange(before, What.REPLACED, Optional.of(id)));
    }
}
