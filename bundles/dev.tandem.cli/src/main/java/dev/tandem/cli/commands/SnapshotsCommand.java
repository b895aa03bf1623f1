package dev.tandem.cli.commands;

import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.cli.CommandException;
import dev.tandem.cli.Table;
import dev.tandem.cli.Units;
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

    @Option(names = "--latest", paramLabel = "N", description = "only the last N of each machine and set of paths")
    int latest;

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
        List<Snapshot> snapshots;
        try (Repository open = access.open(repository, context)) {
            snapshots = lastOfEachGroup(
                    select(open, names, selection.filter(context), context.monitor("snapshots")));
        }
        print(snapshots, context);
        snapshots.forEach(snapshot -> context.emit("snapshot", SnapshotMessage.of(snapshot)));
        return ExitCode.DONE;
    }

    /** Returns the snapshots named; where none is, those that pass {@code filter}. */
    static List<Snapshot> select(Repository open, List<String> names, SnapshotFilter filter, JobMonitor monitor)
            throws IOException {
        if (names.isEmpty()) {
            return open.snapshots(filter, monitor);
        }
        List<Snapshot> snapshots = new ArrayList<>();
        for (String name : names) {
            snapshots.add(open.snapshot(name, filter));
        }
        return snapshots;
    }

    /** Who was backed up: what restic groups by. */
    private record Group(String hostname, List<String> paths) { }

    private List<Snapshot> lastOfEachGroup(List<Snapshot> oldestFirst) {
        if (latest == 0) {
            return oldestFirst;
        }
        Map<Group, Integer> seen = new HashMap<>();
        List<Snapshot> kept = new ArrayList<>();
        for (Snapshot snapshot : oldestFirst.reversed()) {
            Group group = new Group(snapshot.hostname(), snapshot.paths().stream().sorted().toList());
            if (seen.merge(group, 1, Integer::sum) <= latest) {
                kept.add(snapshot);
            }
        }
        return kept.reversed();
    }

    private static void print(List<Snapshot> snapshots, CommandContext context) {
        Table table = new Table("ID", "Time", "Host", "Tags", "Paths", "Size");
        for (Snapshot s : snapshots) {
            String size = s.summary().map(summary -> Units.size(summary.totalBytesProcessed())).orElse("");
            table.add(List.of(List.of(s.id().brief()), List.of(SnapshotMessage.localTime(s.time())),
                    List.of(s.hostname()), s.tags(), s.paths(), List.of(size)));
        }
        if (!snapshots.isEmpty()) {
            table.print(context::print);
        }
        context.print(Units.count(snapshots.size(), "snapshot"));
    }
}
