package dev.tandem.cli.commands;

import dev.tandem.backup.CheckReport;
import dev.tandem.backup.CheckReport.Finding;
import dev.tandem.backup.CheckRequest;
import dev.tandem.backup.CheckRequest.ReadData;
import dev.tandem.backup.Repository;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.cli.CommandException;
import dev.tandem.cli.Units;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks that every snapshot can be restored. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "check", summary = "Check that every snapshot can be restored", order = 60)
public final class CheckCommand implements Command {
    private static final Pattern GROUP = Pattern.compile("([0-9]{1,3})/([0-9]{1,3})");
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]+)?)%");
    private static final int MOST_GROUPS = 256;

    @Option(names = "--read-data", description = "read and verify every byte of the data")
    boolean readData;

    @Option(names = "--read-data-subset", paramLabel = "N/T|X%%|SIZE", description = "read a part of the data: "
            + "group N of T, a random share, or about as much as a size (10M, 5G)")
    String subset;

    @Mixin
    ReadOptions repository = new ReadOptions();

    private final RepositoryAccess access;

    @Activate
    public CheckCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    /** What was checked, with restic's names where it has them. */
    record Summary(long numErrors, long numHints, List<String> brokenPacks, int snapshots, int packs, int packsRead,
            long bytesRead) { }

    /** One thing found. */
    record FindingMessage(String file, String message, List<String> affected, String remedy) { }

    @Override
    public int run(CommandContext context) throws Exception {
        if (readData && subset != null) {
            throw CommandException.usage("give --read-data or --read-data-subset, not both");
        }
        CheckReport report;
        try (Repository open = access.open(repository, context)) {
            JobMonitor monitor = context.monitor("check");
            report = open.check(new CheckRequest(readData(open, monitor)), monitor);
        }
        report.findings().forEach(finding -> print(finding, context));
        print(report, context);
        return report.clean() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private ReadData readData(Repository open, JobMonitor monitor) throws CommandException, IOException {
        if (readData) {
            return new ReadData.All();
        }
        if (subset == null) {
            return new ReadData.None();
        }
        Matcher group = GROUP.matcher(subset);
        if (group.matches()) {
            return group(Integer.parseInt(group.group(1)), Integer.parseInt(group.group(2)));
        }
        Matcher percent = PERCENT.matcher(subset);
        if (percent.matches()) {
            return share(Double.parseDouble(percent.group(1)));
        }
        return shareOfSize(open, monitor);
    }

    private static ReadData group(int part, int parts) throws CommandException {
        if (part < 1 || part > parts || parts > MOST_GROUPS) {
            throw CommandException.usage("--read-data-subset N/T needs 1 ≤ N ≤ T ≤ " + MOST_GROUPS);
        }
        return new ReadData.Group(part, parts);
    }

    private static ReadData share(double percent) throws CommandException {
        if (percent <= 0 || percent > 100) {
            throw CommandException.usage("--read-data-subset X% needs a share above 0% and up to 100%");
        }
        return new ReadData.Share(percent);
    }

    private ReadData shareOfSize(Repository open, JobMonitor monitor) throws CommandException, IOException {
        long size;
        try {
            size = Units.parseSize(subset);
        } catch (IllegalArgumentException malformed) {
            throw new CommandException(ExitCode.USAGE, "'" + subset + "' is no subset of the data; write N/T, X% or a "
                    + "size like 500M", malformed);
        }
        if (size <= 0) {
            throw CommandException.usage("--read-data-subset needs a size above zero");
        }
        long stored = open.stats(open.snapshots(SnapshotFilter.ALL, monitor), JobMonitor.SILENT).blobs().stored();
        return stored <= size ? new ReadData.All() : share(100.0 * size / stored);
    }

    private static void print(Finding finding, CommandContext context) {
        context.emit(finding.error() ? "error" : "hint", new FindingMessage(finding.file(), finding.message(),
                finding.affected(), finding.remedy()));
        context.print((finding.error() ? "error: " : "hint: ") + finding.file() + ": " + finding.message());
        finding.affected().forEach(line -> context.print("    affects " + line));
        if (!finding.remedy().isEmpty()) {
            context.print("    to do: " + finding.remedy());
        }
    }

    private static void print(CheckReport report, CommandContext context) {
        long errors = report.findings().stream().filter(Finding::error).count();
        long hints = report.findings().size() - errors;
        List<String> broken = report.findings().stream().filter(Finding::error).map(Finding::file)
                .filter(file -> file.startsWith("data/")).map(file -> file.substring(file.lastIndexOf('/') + 1))
                .distinct().toList();
        context.emit("summary", new Summary(errors, hints, broken, report.snapshots(), report.packs(),
                report.packsRead(), report.bytesRead()));
        context.print("checked " + Units.count(report.snapshots(), "snapshot") + " and "
                + Units.count(report.packs(), "pack") + (report.packsRead() == 0 ? ""
                : ", " + report.packsRead() + " of them byte for byte (" + Units.size(report.bytesRead()) + ")"));
        context.print(errors == 0 ? "no errors were found" : "found " + Units.count(errors, "error"));
    }
}
