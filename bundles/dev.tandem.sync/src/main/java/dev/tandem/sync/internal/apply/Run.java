package dev.tandem.sync.internal.apply;

import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.storage.StorageException;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.internal.model.Agreement;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import dev.tandem.sync.internal.model.Item.LinkItem;
import dev.tandem.sync.internal.model.Item.Present;
import dev.tandem.sync.internal.plan.Step;
import dev.tandem.sync.internal.replica.ChangedException;
import dev.tandem.sync.internal.replica.Lost;
import dev.tandem.sync.internal.replica.Traits;
import dev.tandem.sync.internal.version.Bases;
import dev.tandem.sync.internal.version.RunLog;
import dev.tandem.sync.internal.version.Sides;
import dev.tandem.sync.internal.version.Tally;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What all parts of one execution share. Thread-safe. */
final class Run {
    private final Sides sides;
    private final Bases bases;
    private final RunLog log;
    private final Agreement agreement;
    private final Tally tally;
    private final JobMonitor monitor;
    private final Obstacles obstacles = new Obstacles();
    private final Fresh fresh = new Fresh();
    private final Set<Side> full = EnumSet.noneOf(Side.class);
    private volatile SyncException lost;

    Run(Sides sides, Bases bases, RunLog log, Agreement agreement, Tally tally, JobMonitor monitor) {
        this.sides = sides;
        this.bases = bases;
        this.log = log;
        this.agreement = agreement;
        this.tally = tally;
        this.monitor = monitor;
    }

    Sides sides() {
        return sides;
    }

    Bases bases() {
        return bases;
    }

    RunLog log() {
        return log;
    }

    JobMonitor monitor() {
        return monitor;
    }

    Obstacles obstacles() {
        return obstacles;
    }

    Fresh fresh() {
        return fresh;
    }

    /**
     * Tells whether one side has what the other one was given. Where each side is given something by the other, that
     * holds once both have it: until then the base must not take them for equal, or an interruption would make it last.
     */
    boolean agree(Attributes given, Present other) {
        return other instanceof LinkItem || agreement.same(given, other.attributes(), other instanceof DirectoryItem);
    }

    /** Tells whether nothing more is to be begun. */
    boolean isEnding() {
        return lost != null || monitor.cancelled();
    }

    /** Tells whether what is ready for a side is given up: to a folder of this machine it is brought at once. */
    boolean abandons(Side side) {
        return isEnding() && sides.of(side).traits().means().access() != Traits.Access.NEAR;
    }

    /**
     * Returns normally while the run may go on.
     *
     * @throws SyncException where a side is not reached any more
     */
    void checkEnd() throws SyncException {
        if (lost != null) {
            throw lost;
        }
        monitor.checkCancelled();
    }

    /** Tells whether a step can be tried; one that cannot is told as left out. */
    boolean admits(Step.Change step) {
        monitor.current(step.path());
        Optional<String> obstacle = obstacles.before(step).or(() -> noSpace(step));
        obstacle.ifPresent(reason -> skip(step, reason));
        return obstacle.isEmpty();
    }

    private synchronized Optional<String> noSpace(Step.Change step) {
        boolean needs = step instanceof Step.Copy || step instanceof Step.MakeDirectory;
        return needs && full.contains(step.on()) ? Optional.of("there is no space left for it") : Optional.empty();
    }

    /** A step was done, and is safe. */
    void done(Step.Change step) {
        tally.done(Rows.of(step));
    }

    /** A step is left out. */
    void skip(Step.Change step, String reason) {
        obstacles.add(step);
        tally.skipped(Rows.of(step), reason);
        monitor.advance(1, 0);
    }

    /** A step could not be done. */
    void fail(Step.Change step, IOException e) {
        switch (e) {
            case ChangedException _, FileAlreadyExistsException _ ->
                skip(step, "changed meanwhile; the next run takes it");
            case DirectoryNotEmptyException _ -> skip(step, "it holds something that does not take part, or is new");
            case StorageException refused when refused.kind() == StorageException.Kind.INVALID ->
                skip(step, reason(refused));
            case IOException _ when Space.isShort(e) -> failFull(step, e);
            case IOException _ when Lost.isLost(e) -> {
                lost = Lost.of(e);
                failWith(step, reason(e));
            }
            default -> failWith(step, reason(e));
        }
    }

    private void failFull(Step.Change step, IOException e) {
        synchronized (this) {
            full.add(step.on());
        }
        failWith(step, "no space is left on " + sides.of(step.on()).describe(RawPath.of(".")) + " ("
                + e.getMessage() + "). Nothing more is copied to that side; make room there, then run again");
    }

    private void failWith(Step.Change step, String reason) {
        obstacles.add(step);
        tally.failed(Rows.of(step), reason);
        monitor.advance(1, 0);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
