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
            item.side().ifPresent(side -> bySide.merge(side, counts(item), PlannedChanges::sum));
        }
    }

    /** Returns a report with these changes as if they were done. */
    SyncReport in(SyncReport report) {
        return new SyncReport(report.run(), report.filesLeft(), report.filesRight(), bySide.get(Side.LEFT),
                bySide.get(Side.RIGHT), report.conflicts(), report.unresolved(), report.skipped(), report.failed());
    }

    private static Counts counts(SyncItem item) {
        return switch (item.action()) {
            case CREATE, MAKE_DIRECTORY -> new Counts(1, 0, 0, 0, 0, item.bytes());
            case UPDATE -> new Counts(0, 1, 0, 0, 0, item.bytes());
            case DELETE -> new Counts(0, 0, 1, 0, 0, 0);
            case MOVE -> new Counts(0, 0, 0, 1, 0, 0);
            case ATTRIBUTES -> new Counts(0, 0, 0, 0, 1, 0);
            case CONFLICT, SKIP -> Counts.NONE;
        };
    }

    private static Counts sum(Counts a, Counts b) {
        return new Counts(a.created() + b.created(), a.updated() + b.updated(), a.deleted() + b.deleted(),
                a.moved() + b.moved(), a.attributes() + b.attributes(), a.bytes() + b.bytes());
    }
}
