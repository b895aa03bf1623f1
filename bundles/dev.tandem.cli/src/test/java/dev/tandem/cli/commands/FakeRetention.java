package dev.tandem.cli.commands;

import dev.tandem.backup.ForgetReport;
import dev.tandem.backup.ForgetRequest;
import dev.tandem.backup.ForgetRequest.Choice;
import dev.tandem.backup.Id;
import dev.tandem.backup.Retention;
import dev.tandem.backup.RetentionPolicy.Period;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.UndoReport;
import dev.tandem.job.JobMonitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Remembers what it was asked; of each group only the newest snapshot stays. */
final class FakeRetention implements Retention {
    final List<Snapshot> snapshots;
    final List<Snapshot> forgotten = new ArrayList<>();
    final Set<Id> pinned = new TreeSet<>();
    ForgetRequest request;
    Set<Id> undone;
    int unreadable;

    FakeRetention(List<Snapshot> snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public ForgetReport forget(ForgetRequest asked, JobMonitor monitor) {
        request = asked;
        return switch (asked.choice()) {
            case Choice.Named(List<Id> ids) -> new ForgetReport(List.of(),
                    snapshots.stream().filter(s -> ids.contains(s.id())).toList(), unreadable);
            case Choice.ByPolicy choice -> {
                List<ForgetReport.Group> groups = choice.grouping()
                        .group(snapshots.stream().filter(choice.filter()::accepts).toList()).entrySet().stream()
                        .map(each -> new ForgetReport.Group(each.getKey(),
                                List.of(new ForgetReport.Kept(each.getValue().getLast(), List.of("last snapshot"),
                                        Map.of(Period.LAST, 2))),
                                each.getValue().reversed().subList(1, each.getValue().size()))).toList();
                yield new ForgetReport(groups, groups.stream().flatMap(group -> group.removed().stream()).toList(),
                        unreadable);
            }
        };
    }

    @Override
    public List<Snapshot> forgotten(JobMonitor monitor) {
        return forgotten;
    }

    @Override
    public UndoReport undo(Set<Id> ids, JobMonitor monitor) {
        undone = ids;
        List<Snapshot> chosen = forgotten.stream().filter(s -> ids.contains(s.id())).toList();
        return new UndoReport(chosen.subList(0, 1),
                chosen.stream().skip(1).map(s -> new UndoReport.Lost(s.id(), "pruned")).toList());
    }

    @Override
    public Set<Id> pinned() {
        return pinned;
    }

    @Override
    public void pin(Set<Id> ids) {
        pinned.addAll(ids);
    }

    @Override
    public void unpin(Set<Id> ids) {
        pinned.removeAll(ids);
    }
}
