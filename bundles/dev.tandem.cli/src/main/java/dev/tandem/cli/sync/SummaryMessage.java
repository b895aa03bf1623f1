package dev.tandem.cli.sync;

import dev.tandem.sync.SyncReport;
import java.time.Duration;
import java.util.Optional;

/** What a run did, as programs read it. */
record SummaryMessage(Optional<Boolean> dryRun, Optional<String> run, boolean inStep, long filesLeft, long filesRight,
        SyncReport.Counts left, SyncReport.Counts right, long conflicts, long unresolved, long skipped, long failed,
        Optional<Double> totalDuration) {
    static SummaryMessage of(SyncReport report, boolean dryRun, Optional<Duration> time) {
        return new SummaryMessage(dryRun ? Optional.of(true) : Optional.empty(), report.run(), report.complete(),
                report.filesLeft(), report.filesRight(), report.left(), report.right(), report.conflicts(),
                report.unresolved(), report.skipped(), report.failed(), time.map(each -> each.toNanos() / 1e9));
    }
}
