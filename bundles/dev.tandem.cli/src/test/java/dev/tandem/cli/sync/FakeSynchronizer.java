package dev.tandem.cli.sync;

import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.sync.FileVersion;
import dev.tandem.sync.SyncConflict;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.SyncItem;
import dev.tandem.sync.SyncPair;
import dev.tandem.sync.SyncReport;
import dev.tandem.sync.SyncReport.Counts;
import dev.tandem.sync.SyncRequest;
import dev.tandem.sync.SyncRun;
import dev.tandem.sync.Synchronizer;
import dev.tandem.sync.spi.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Remembers what it was asked, and answers what a test tells it to. */
public final class FakeSynchronizer implements Synchronizer {
    /** Two equal sides. */
    static final SyncReport NOTHING = new SyncReport(Optional.empty(), 3, 3, Counts.NONE, Counts.NONE, 0, 0, 0, 0);

    final List<SyncItem> items = new ArrayList<>();
    final List<SyncReport> reports = new ArrayList<>(List.of(NOTHING));
    final List<SyncRun> runs = new ArrayList<>();
    final List<FileVersion> versions = new ArrayList<>();
    final List<SyncConflict> conflicts = new ArrayList<>();
    SyncException failure;
    RuntimeException interruption;
    SyncRequest request;
    public SyncPair undone;
    Optional<String> undoneRun;
    RawPath asked;
    FileVersion restored;
    Optional<RawPath> target;
    String resolved;
    Resolution resolution;

    public void answer(SyncReport report) {
        reports.set(0, report);
    }

    public void hasRuns(List<SyncRun> some) {
        runs.addAll(some);
    }

    public Optional<String> undoneRun() {
        return undoneRun;
    }

    private void begin(SyncRequest given, Consumer<? super SyncItem> rows) throws SyncException {
        request = given;
        given.afterScan().ifPresent(Runnable::run);
        items.forEach(rows);
        if (interruption != null) {
            throw interruption;
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public SyncReport sync(SyncRequest given, Consumer<? super SyncItem> rows, JobMonitor monitor)
            throws SyncException {
        begin(given, rows);
        return reports.getFirst();
    }

    @Override
    public void watch(SyncRequest given, Consumer<? super SyncItem> rows, Consumer<? super SyncReport> rounds,
            JobMonitor monitor) throws SyncException {
        begin(given, rows);
        reports.forEach(rounds);
    }

    @Override
    public List<SyncRun> runs(SyncPair pair) {
        return runs;
    }

    @Override
    public SyncReport undo(SyncPair pair, Optional<String> run, JobMonitor monitor) {
        undone = pair;
        undoneRun = run;
        return reports.getFirst();
    }

    @Override
    public List<FileVersion> versions(SyncPair pair, RawPath path) {
        asked = path;
        return versions.stream().filter(each -> path.equals(RawPath.of(".")) || each.path().startsWith(path)).toList();
    }

    @Override
    public void restore(SyncPair pair, FileVersion version, Optional<RawPath> where, JobMonitor monitor) {
        restored = version;
        target = where;
    }

    @Override
    public List<SyncConflict> conflicts(SyncPair pair) {
        return conflicts;
    }

    @Override
    public void resolve(SyncRequest given, String conflict, Resolution decision, JobMonitor monitor)
            throws SyncException {
        begin(given, _ -> { });
        resolved = conflict;
        resolution = decision;
    }

    @Override
    public List<String> policies() {
        return List.of("newer", "keep-both", "prefer-left");
    }
}
