package dev.tandem.cli.commands;

import dev.tandem.backup.DiffEntry;
import dev.tandem.backup.DiffReport;
import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.cli.CommandException;
import dev.tandem.cli.Units;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what changed from one snapshot to another. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "diff", summary = "Show what changed between two snapshots", order = 46)
public final class DiffCommand implements Command {
    @Parameters(index = "0", paramLabel = "FIRST[:PATH]", description = "the earlier snapshot")
    String first;

    @Parameters(index = "1", paramLabel = "SECOND[:PATH]", description = "the later snapshot")
    String second;

    @Option(names = "--metadata", description = "also where only times, owners or permissions differ (U)")
    boolean metadata;

    @Mixin
    SnapshotOptions selection = new SnapshotOptions();

    @Mixin
    ReadOptions repository = new ReadOptions();

    private final RepositoryAccess access;

    @Activate
    public DiffCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    /** One difference, with restic's names. */
    record Change(String path, String modifier) { }

    /** The sum of them, with restic's names. */
    record Statistics(String sourceSnapshot, String targetSnapshot, long changedFiles, DiffReport.Side added,
            DiffReport.Side removed) { }

    @Override
    public int run(CommandContext context) throws Exception {
        SnapshotPath from = SnapshotPath.parse(first);
        SnapshotPath to = SnapshotPath.parse(second);
        if (!from.path().equals(to.path())) {
            throw CommandException.usage("name the same path in both snapshots: " + from.path() + " and " + to.path()
                    + " differ");
        }
        try (Repository open = access.open(repository, context)) {
            Snapshot source = open.snapshot(from.snapshot(), selection.filter(context));
            Snapshot target = open.snapshot(to.snapshot(), selection.filter(context));
            if (!context.json()) {
                context.say("comparing snapshot " + source.id().brief() + " with " + target.id().brief() + ":");
            }
            DiffReport report = open.diff(source, target, from.path(), metadata, entry -> print(entry, context));
            print(report, context);
            context.emit("statistics", new Statistics(source.id().brief(), target.id().brief(), report.changedFiles(),
                    report.added(), report.removed()));
        }
        return ExitCode.DONE;
    }

    private static void print(DiffEntry entry, CommandContext context) {
        String path = entry.path() + (entry.directory() ? "/" : "");
        String modifier = switch (entry.kind()) {
            case ADDED -> "+";
            case REMOVED -> "-";
            case MODIFIED -> "M";
            case DECAYED -> "M?";
            case METADATA -> "U";
            case TYPE -> "T";
        };
        context.print(String.format(Locale.ROOT, "%-5s%s", modifier, path));
        context.emit("change", new Change(path, modifier));
    }

    private static void print(DiffReport report, CommandContext context) {
        DiffReport.Side added = report.added();
        DiffReport.Side removed = report.removed();
        context.print("");
        context.print(line("Files:", added.files(), removed.files()) + String.format(Locale.ROOT, ", %5d changed",
                report.changedFiles()));
        context.print(line("Dirs:", added.dirs(), removed.dirs()));
        context.print(line("Others:", added.others(), removed.others()));
        context.print(line("Data Blobs:", added.dataBlobs(), removed.dataBlobs()));
        context.print(line("Tree Blobs:", added.treeBlobs(), removed.treeBlobs()));
        context.print("  Added:   " + sizes(added));
        context.print("  Removed: " + sizes(removed));
    }

    private static String sizes(DiffReport.Side side) {
        return Units.size(side.bytes()) + " (" + Units.size(side.storedBytes()) + " stored)";
    }

    private static String line(String title, long added, long removed) {
        return String.format(Locale.ROOT, "%-12s %5d new, %5d removed", title, added, removed);
    }
}
