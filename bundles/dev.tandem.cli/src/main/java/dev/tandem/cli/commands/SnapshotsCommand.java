package dev.tandem.cli.commands;

import dev.tandem.backup.Id;
import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.SnapshotGroup;
import dev.tandem.backup.SnapshotGrouping;
import dev.tandem.cli.CommandException;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists snapshots. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "snapshots", summary = "List the snapshots", order = 30)
public final class SnapshotsCommand implements Command {
    @Parameters(paramLabel = "SNAPSHOT", arity = "0..*", description = "only these: IDs, beginnings of IDs, 'latest'")
    List<String> names = new ArrayList<>();

    @Option(names = "--latest", paramLabel = "N", description = "only the last N of each group")
    int latest;

    @Option(names = {"-g", "--group-by"}, paramLabel = "WHAT",
            description = "show them in groups by host, paths, tags (--latest alone looks at those by host,paths)")
    String groupBy;

    @Mixin
    SnapshotOptions selection = new SnapshotOptions();

    @Mixin
    ReadOptions repository = new ReadOptions();

    private final RepositoryAccess access;

    @Activate
    public SnapshotsCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        if (latest < 0) {
            throw CommandException.usage("--latest needs a number above zero");
        }
        SnapshotGrouping grouping = groupBy == null ? SnapshotGrouping.DEFAULT : Grouping.parse(groupBy);
        List<Snapshot> snapshots;
        Set<Id> pinned;
        try (Repository open = access.open(repository, context)) {
            snapshots = lastOfEachGroup(grouping,
                    select(open, names, selection.filter(context), context.monitor("snapshots")));
            pinned = open.retention().pinned();
        }
        if (groupBy == null) {
            print(snapshots, pinned, context);
            snapshots.forEach(snapshot -> context.emit("snapshot", message(snapshot, pinned)));
        } else {
            grouping.group(snapshots).forEach((key, group) -> {
                context.print("snapshots of " + key);
                print(group, pinned, context);
                context.print("");
                context.emit("group", new GroupMessage(new KeyMessage(key.host(), key.paths(), key.tags()),
                        group.stream().map(snapshot -> message(snapshot, pinned)).toList()));
            });
        }
        return ExitCode.DONE;
    }

    /** What the snapshots of a group have in common, with restic's names. */
    record KeyMessage(Optional<String> hostname, Optional<List<String>> paths, Optional<List<String>> tags) { }

    /** A group, with restic's names. */
    record GroupMessage(KeyMessage groupKey, List<SnapshotMessage> snapshots) { }

    private static SnapshotMessage message(Snapshot snapshot, Set<Id> pinned) {
        return SnapshotMessage.of(snapshot, Optional.of(pinned.contains(snapshot.id())));
    }

    /** Returns the snapshots named; where none is, those that pass {@code filter}. */
    static List<Snapshot> select(Repository open, List<String> names, SnapshotFilter filter, JobMonitor monitor)
            throws IOException {
        if (names.isEmpty()) {
            return open.snapshots(filter, monitor);
        }
        // To look up each by itself would read them all again and again.
        List<Snapshot> known = names.size() > 1 ? open.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT) : List.of();
        List<Snapshot> snapshots = new ArrayList<>();
        for (String name : names) {
            List<Snapshot> matching = known.stream().filter(s -> s.id().toString().startsWith(name)).toList();
            snapshots.add(matching.size() == 1 && !name.isEmpty() ? matching.getFirst() : open.snapshot(name, filter));
        }
        return snapshots;
    }

    private List<Snapshot> lastOfEachGroup(SnapshotGrouping grouping, List<Snapshot> oldestFirst) {
        if (latest == 0) {
            return oldestFirst;
        }
        Map<SnapshotGroup, Integer> seen = new HashMap<>();
        List<Snapshot> kept = new ArrayList<>();
        for (Snapshot snapshot : oldestFirst.reversed()) {
            if (seen.merge(grouping.of(snapshot), 1, Integer::sum) <= latest) {
                kept.add(snapshot);
            }
        }
        return kept.reversed();
    }

    private static void print(List<Snapshot> snapshots, Set<Id> pinned, CommandContext context) {
        Optional<SnapshotTable.Column> pins = snapshots.stream().noneMatch(s -> pinned.contains(s.id()))
                ? Optional.empty()
                : Optional.of(new SnapshotTable.Column("Pin",
                        s -> pinned.contains(s.id()) ? List.of("pinned") : List.of()));
        SnapshotTable.print(snapshots, pins, context);
    }
}
