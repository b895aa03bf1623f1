package dev.tandem.sync.internal.version;

import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncItem;
import dev.tandem.sync.SyncItem.Stage;
import dev.tandem.sync.SyncReport.Counts;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** Counts what becomes of each change and tells it, one at a time. Thread-safe. */
public final class Tally {
    private final Consumer<? super SyncItem> items;
    private final JobMonitor monitor;
    private final Map<Side, Counts> done = new EnumMap<>(Side.class);
    private long skipped;
    private long failed;

    /** Tells {@code items} all, and {@code monitor} what failed. */
    public Tally(Consumer<? super SyncItem> items, JobMonitor monitor) {
        this.items = items;
        this.monitor = monitor;
    }

    /** It was done. */
    public synchronized void done(SyncItem item) {
        item.side().ifPresent(side -> done.merge(side, Counts.of(item), Counts::plus));
        items.accept(at(item, Stage.DONE, item.reason()));
    }

    /** It was left out. */
    public synchronized void skipped(SyncItem item, String reason) {
        skipped++;
        items.accept(at(item, Stage.SKIPPED, reason));
    }

    /** It could not be done. */
    public synchronized void failed(SyncItem item, String reason) {
        failed++;
        items.accept(at(item, Stage.FAILED, reason));
        monitor.problem(Problem.error(item.path(), reason));
    }

    /** Returns what came of it all. */
    public synchronized Outcome outcome() {
        return new Outcome(done.getOrDefault(Side.LEFT, Counts.NONE), done.getOrDefault(Side.RIGHT, Counts.NONE),
                skipped, failed);
    }

    private static SyncItem at(SyncItem item, Stage stage, String reason) {
        return new SyncItem(stage, item.action(), item.side(), item.path(), item.from(), item.bytes(), reason);
    }
}
