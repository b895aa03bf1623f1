package dev.tandem.cli.commands;

import dev.tandem.backup.Editing;
import dev.tandem.backup.Id;
import dev.tandem.backup.Migration;
import dev.tandem.backup.RewriteRequest;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotChange;
import dev.tandem.backup.SnapshotChange.What;
import dev.tandem.backup.TagChange;
import dev.tandem.job.JobMonitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Remembers how snapshots were to be edited, and says that it was done. */
final class FakeEditing implements Editing {
    TagChange tags;
    RewriteRequest rewrite;
    final List<String> migrated = new ArrayList<>();
    What what = What.REPLACED;

    private List<SnapshotChange> changes(List<Snapshot> snapshots, boolean saved) {
        Optional<Id> after = saved ? Optional.of(FakeRepository.id(99)) : Optional.empty();
        return snapshots.stream().map(snapshot -> new SnapshotChange(snapshot, what, after)).toList();
    }

    @Override
    public List<SnapshotChange> tag(List<Snapshot> snapshots, TagChange change, JobMonitor monitor) {
        tags = change;
        return changes(snapshots, true);
    }

    @Override
    public List<SnapshotChange> rewrite(RewriteRequest request, JobMonitor monitor) {
        rewrite = request;
        return changes(request.snapshots(), !request.dryRun());
    }

    @Override
    public List<SnapshotChange> repair(List<Snapshot> snapshots, boolean forget, boolean dryRun, JobMonitor monitor) {
        return changes(snapshots, what == What.REPLACED || what == What.COPIED);
    }

    @Override
    public List<Migration> migrations() {
        return migrated.isEmpty() ? List.of(new Migration("upgrade_repo_v2", "newer")) : List.of();
    }

    @Override
    public void migrate(String name, JobMonitor monitor) {
        migrated.add(name);
    }
}
