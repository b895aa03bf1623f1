package dev.tandem.sync.internal.engine;

import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWatcher;
import dev.tandem.scan.Selection;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.SyncException.Kind;
import dev.tandem.sync.SyncReport;
import dev.tandem.sync.internal.observe.Scope;
import dev.tandem.sync.internal.plan.Names;
import dev.tandem.sync.internal.replica.Replica;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Keeps a pair in step as it changes. What is told of changes are hints where to look; that everything was looked at is
 * proof, so that is done at the start, now and then, and whenever hints may have been missed.
 */
final class Vigil {
    /** How often everything is looked at where changes are told. */
    static final Duration FULL = Duration.ofMinutes(60);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration LAST_RETRY = Duration.ofMinutes(5);

    /** A run over part of a pair. */
    interface Run {
        SyncReport run(Function<Names, Scope> scope) throws SyncException;
    }

    private final List<RawPath> roots;
    private final Selection selection;
    private final Run run;
    private final InstantSource clock;
    private final Duration full;
    private final JobMonitor monitor;
    private final Hints hints;
    private Duration retry = FIRST_RETRY;

    /**
     * A watch.
     *
     * @param roots the folders that are watched, absolute; none where neither side can be
     * @param full  how often everything is looked at whatever was told
     */
    Vigil(List<RawPath> roots, Selection selection, Run run, InstantSource clock, Duration full, JobMonitor monitor) {
        this.roots = roots;
        this.selection = selection;
        this.run = run;
        this.clock = clock;
        this.full = full;
        this.monitor = monitor;
        this.hints = new Hints(roots, clock, clock.instant().plus(full), monitor);
    }

    /**
     * Does rounds until the monitor is cancelled.
     *
     * @throws SyncException where the first round fails, or folders cannot be watched
     */
    void keep(LocalWatcher watcher, Consumer<? super SyncReport> rounds) throws SyncException {
        if (roots.isEmpty()) {
            keep(rounds, "neither side can be watched");
            return;
        }
        try (LocalWatcher.Watch watch = watcher.watch(roots, this::watches, hints)) {
            keep(rounds, watch.mode());
        } catch (SyncException e) {
            throw e;
        } catch (IOException e) {
            throw new SyncException(Kind.STORAGE, e.getMessage(), e);
        }
    }

    private void keep(Consumer<? super SyncReport> rounds, String mode) throws SyncException {
        try {
            rounds.accept(run.run(_ -> Scope.ALL));
            monitor.message(roots.size() == 2 ? mode : mode + "; what can only be asked is asked every " + told(full));
            while (true) {
                round(hints.await(), rounds);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(Kind.STORAGE, "interrupted", e);
        }
    }

    private static String told(Duration time) {
        return time.toMinutes() > 0 && time.toSecondsPart() == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }

    private void round(Hints.Taken taken, Consumer<? super SyncReport> rounds) {
        Instant next = clock.instant().plus(full);
        try {
            SyncReport report = run.run(taken::scope);
            if (report.failed() + report.skipped() > 0) {
                next = later();
            } else {
                retry = FIRST_RETRY;
            }
            rounds.accept(report);
        } catch (SyncException e) {
            monitor.problem(Problem.error("sync", e.getMessage()));
            next = later();
        }
        hints.everythingAt(next);
    }

    /** Who fails again waits twice as long. */
    private Instant later() {
        Instant next = clock.instant().plus(retry);
        retry = retry.multipliedBy(2);
        if (retry.compareTo(LAST_RETRY) > 0) {
            retry = LAST_RETRY;
        }
        return next;
    }

    private boolean watches(RawPath directory) {
        for (RawPath root : roots) {
            if (directory.startsWith(root)) {
                List<RawName> names = directory.names().subList(root.names().size(), directory.names().size());
                RawPath relative = Scope.ROOT;
                for (RawName name : names) {
                    relative = relative.child(name);
                }
                boolean own = !names.isEmpty() && names.getFirst().equals(RawName.of(Replica.OWN));
                return names.isEmpty() || !own && selection.part(relative, true) != Selection.Part.OUT;
            }
        }
        return false;
    }
}
