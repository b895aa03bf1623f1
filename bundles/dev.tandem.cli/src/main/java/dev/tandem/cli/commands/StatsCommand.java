package dev.tandem.cli.commands;

import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.StatsReport;
import dev.tandem.cli.Units;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.job.JobMonitor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    /** Which size a program gets as {@code total_size}. */
    enum Mode {
        RESTORE_SIZE, RAW_DATA;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Parameters(paramLabel = "SNAPSHOT", arity = "0..*", description = "only these (default: all)")
    List<String> names = new ArrayList<>();

    @Option(names = "--mode", paramLabel = "MODE", description = "which size JSON has as total_size: ${COMPLETION-CANDIDATES}")
    Mode mode = Mode.RESTORE_SIZE;

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
            report = open.stats(snapshots, monitor);
        }
        double ratio = report.storedSize() == 0 ? 1 : (double) report.uncompressedSize() / report.storedSize();
        context.print("         Snapshots:  " + report.snapshots());
        context.print("             Files:  " + report.files());
        context.print("  Size if restored:  " + Units.size(report.restoreSize()));
        context.print("             Blobs:  " + report.blobs());
        context.print(" Size of the blobs:  " + Units.size(report.uncompressedSize()));
        context.print("    Size as stored:  " + Units.size(report.storedSize()));
        context.print(String.format(Locale.ROOT, " Compression ratio:  %.2fx", ratio));
        context.emit("summary", message(report, ratio));
        return ExitCode.DONE;
    }

    private Map<String, Object> message(StatsReport report, double ratio) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("total_size", mode == Mode.RESTORE_SIZE ? report.restoreSize() : report.storedSize());
        fields.put("total_file_count", report.files());
        fields.put("total_blob_count", report.blobs());
        fields.put("snapshots_count", report.snapshots());
        fields.put("restore_size", report.restoreSize());
        fields.put("total_uncompressed_size", report.uncompressedSize());
        fields.put("stored_size", report.storedSize());
        fields.put("compression_ratio", ratio);
        fields.put("compression_space_saving", (1 - 1 / ratio) * 100);
        return fields;
    }
}
