package dev.tandem.cli.commands;

import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.StatsReport;
import dev.tandem.backup.StatsReport.Blobs;
import dev.tandem.backup.StatsReport.DistinctFiles;
import dev.tandem.backup.StatsReport.OfSnapshot;
import dev.tandem.backup.StatsRequest;
import dev.tandem.backup.StatsRequest.Distinct;
import dev.tandem.cli.Table;
import dev.tandem.cli.Units;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.job.JobMonitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sums up the size of snapshots. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "stats", summary = "Show how much the snapshots hold and take", order = 90)
public final class StatsCommand implements Command {
    /** What is counted, as restic calls it. */
    enum Mode {
        RESTORE_SIZE, FILES_BY_CONTENTS, BLOBS_PER_FILE, RAW_DATA;

        Distinct distinct() {
            return switch (this) {
                case RESTORE_SIZE, RAW_DATA -> Distinct.NOT_COUNTED;
                case FILES_BY_CONTENTS -> Distinct.FILES_BY_CONTENTS;
                case BLOBS_PER_FILE -> Distinct.BLOBS_PER_FILE;
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Parameters(paramLabel = "SNAPSHOT", arity = "0..*", description = "only these (default: all)")
    List<String> names = new ArrayList<>();

    @Option(names = "--mode", paramLabel = "MODE", description = "what is counted: ${COMPLETION-CANDIDATES}; the first "
            + "and the last are always shown to a person, JSON has the one asked for")
    Mode mode = Mode.RESTORE_SIZE;

    @Option(names = "--by-snapshot", description = "show each snapshot by itself too: its size, and what it added to "
            + "those before it")
    boolean bySnapshot;

    @Mixin
    SnapshotOptions selection = new SnapshotOptions();

    @Mixin
    ReadOptions repository = new ReadOptions();

    private final RepositoryAccess access;

    @Activate
    public StatsCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        StatsReport report;
        try (Repository open = access.open(repository, context)) {
            JobMonitor monitor = context.monitor("stats");
            List<Snapshot> snapshots = SnapshotsCommand.select(open, names, selection.filter(context), monitor);
            report = open.stats(new StatsRequest(snapshots, mode.distinct(), bySnapshot), monitor);
        }
        printEach(report.bySnapshot(), context);
        print(report, context);
        report.bySnapshot().forEach(each -> context.emit("snapshot", StatsMessage.ofSnapshot(each)));
        context.emit("summary", message(report));
        return ExitCode.DONE;
    }

    private Map<String, Object> message(StatsReport report) {
        return switch (mode) {
            case RESTORE_SIZE -> StatsMessage.restoreSize(report);
            case RAW_DATA -> StatsMessage.rawData(report);
            case FILES_BY_CONTENTS, BLOBS_PER_FILE -> StatsMessage.distinct(report, report.distinct().orElseThrow());
        };
    }

    private static void printEach(List<OfSnapshot> all, CommandContext context) {
        if (all.isEmpty()) {
            return;
        }
        Table table = new Table("ID", "Time", "Host", "Files", "Size", "Added", "Stored", "Ratio");
        for (OfSnapshot each : all) {
            Snapshot snapshot = each.snapshot();
            table.add(List.of(List.of(snapshot.id().brief()), List.of(SnapshotMessage.localTime(snapshot.time())),
                    List.of(snapshot.hostname()), List.of(Long.toString(each.files())),
                    List.of(Units.size(each.restoreSize())), List.of(Units.size(each.added().plain())),
                    List.of(Units.size(each.added().stored())), List.of(ratio(each.added()))));
        }
        table.print(context::print);
        context.print("");
    }

    private void print(StatsReport report, CommandContext context) {
        context.print("         Snapshots:  " + report.snapshots());
        context.print("             Files:  " + report.files());
        context.print("  Size if restored:  " + Units.size(report.restoreSize()));
        report.distinct().ifPresent(distinct -> print(distinct, context));
        context.print("             Blobs:  " + report.blobs().count());
        context.print(" Size of the blobs:  " + Units.size(report.blobs().plain()));
        context.print("    Size as stored:  " + Units.size(report.blobs().stored()));
        context.print(" Compression ratio:  " + ratio(report.blobs()));
    }

    private void print(DistinctFiles distinct, CommandContext context) {
        context.print("   Different files:  " + distinct.files());
        if (mode == Mode.BLOBS_PER_FILE) {
            context.print("    Blobs of these:  " + distinct.blobs());
        }
        context.print("     Size of these:  " + Units.size(distinct.bytes()));
    }

    private static String ratio(Blobs blobs) {
        return String.format(Locale.ROOT, "%.2fx", blobs.ratio());
    }
}
