package dev.tandem.cli.sync;

import dev.tandem.sync.Side;
import dev.tandem.sync.SyncItem;
import dev.tandem.sync.SyncReport;
import dev.tandem.sync.SyncReport.Counts;
import java.util.EnumMap;
import java.util.Map;

/** What the rows of a dry run would change, which itself reports no change. */
final class PlannedChanges {
    private final Map<Side, Counts> bySide = new EnumMap<>(Map.of(Side.LEFT, Counts.NONE, Side.RIGHT, Counts.NONE));

    void add(SyncItem item) {
        if (item.stage() == SyncItem.Stage.PLANNED) {
            item.side().ifPresent(side -> bySide.merge(side, Counts.of(item), Counts::plus));
        }
    }

    /** Returns a report with these changes as if they were done. */
    SyncReport in(SyncReport report) {
        return new SyncReport(report.run(), report.filesLeft(), report.filesRight(), bySide.get(Side.LEFT),
                bySide.get(Side.RIGHT), report.conflicts(), report.unresolved(), report.skipped(), report.failed());
    }
}
