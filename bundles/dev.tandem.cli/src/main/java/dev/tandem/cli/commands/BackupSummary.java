package dev.tandem.cli.commands;

import dev.tandem.backup.BackupReport;
import dev.tandem.backup.Id;
import dev.tandem.backup.SharedBackupReport;
import dev.tandem.backup.SharedBackupReport.Arrival;
import dev.tandem.backup.SnapshotSummary;
import dev.tandem.cli.Units;
import dev.tandem.command.CommandContext;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;

/** What a backup did, as programs read it, with restic's names. */
record BackupSummary(Optional<Boolean> dryRun, long filesNew, long filesChanged, long filesUnmodified, long dirsNew,
        long dirsChanged, long dirsUnmodified, long dataBlobs, long treeBlobs, long dataAdded, long dataAddedPacked,
        long totalFilesProcessed, long totalBytesProcessed, double totalDuration, OffsetDateTime backupStart,
        OffsetDateTime backupEnd, Optional<Id> snapshotId, Optional<Long> errorCount) {

    /** What became of a backup at one more repository. */
    private record ArrivalMessage(String destination, Optional<Id> snapshotId, int snapshotsCopied, long blobsStreamed,
            long blobsCopied, long bytesCopied, Optional<String> error) {
        static ArrivalMessage of(Arrival arrival) {
            return new ArrivalMessage(arrival.destination(), arrival.snapshot(), arrival.copy().copied().size(),
                    arrival.streamed(), arrival.copy().blobs(), arrival.copy().bytes(), arrival.failure());
        }
    }

    /** Prints what a backup did, at other repositories too. */
    static void print(SharedBackupReport report, boolean dryRun, CommandContext context) {
        report.others().forEach(arrival -> context.emit("destination", ArrivalMessage.of(arrival)));
        print(report.backup(), dryRun, context);
        for (Arrival arrival : report.others()) {
            int more = arrival.copy().copied().size() - 1;
            arrival.snapshot().ifPresent(id -> context.print("snapshot " + id.brief() + " saved in "
                    + arrival.destination() + (more > 0 ? ", and " + more + " it had missed" : "")));
            arrival.failure().ifPresent(reason ->
                    context.print(arrival.destination() + " does not have all: " + reason));
        }
    }

    private static void print(BackupReport report, boolean dryRun, CommandContext context) {
        context.emit("summary", of(report, dryRun));
        SnapshotSummary s = report.summary();
        context.print("");
        context.print(line("Files:", s.filesNew(), s.filesChanged(), s.filesUnmodified()));
        context.print(line("Dirs:", s.dirsNew(), s.dirsChanged(), s.dirsUnmodified()));
        if (context.verbosity() > 0) {
            context.print(String.format(Locale.ROOT, "%-12s %5d new", "Data Blobs:", s.dataBlobs()));
            context.print(String.format(Locale.ROOT, "%-12s %5d new", "Tree Blobs:", s.treeBlobs()));
        }
        context.print((dryRun ? "Would add" : "Added") + " to the repository: " + Units.size(s.dataAdded()) + " ("
                + Units.size(s.dataAddedPacked()) + " stored)");
        context.print("");
        context.print("processed " + Units.count(s.totalFilesProcessed(), "file") + ", "
                + Units.size(s.totalBytesProcessed()) + " in "
                + Units.duration(Duration.between(s.backupStart(), s.backupEnd())));
        report.snapshot().ifPresent(id -> context.print("snapshot " + id.brief() + " saved"));
        if (report.problems() > 0) {
            context.say(Units.count(report.problems(), "item") + " could not be backed up");
        }
    }

    private static BackupSummary of(BackupReport report, boolean dryRun) {
        SnapshotSummary s = report.summary();
        double seconds = Duration.between(s.backupStart(), s.backupEnd()).toNanos() / 1e9;
        return new BackupSummary(dryRun ? Optional.of(true) : Optional.empty(), s.filesNew(), s.filesChanged(),
                s.filesUnmodified(), s.dirsNew(), s.dirsChanged(), s.dirsUnmodified(), s.dataBlobs(), s.treeBlobs(),
                s.dataAdded(), s.dataAddedPacked(), s.totalFilesProcessed(), s.totalBytesProcessed(), seconds,
                s.backupStart(), s.backupEnd(), report.snapshot(),
                report.problems() > 0 ? Optional.of(report.problems()) : Optional.empty());
    }

    private static String line(String title, long added, long changed, long unmodified) {
        return String.format(Locale.ROOT, "%-12s %5d new, %5d changed, %5d unmodified", title, added, changed,
                unmodified);
    }
}
