package dev.tandem.sync.internal.apply;

import dev.tandem.job.JobMonitor;
import dev.tandem.sync.SyncItem;
import dev.tandem.sync.internal.model.Agreement;
import dev.tandem.sync.internal.plan.Plan;
import dev.tandem.sync.internal.plan.Step;
import dev.tandem.sync.internal.replica.ChangedException;
import dev.tandem.sync.internal.version.BaseChange;
import dev.tandem.sync.internal.version.Bases;
import dev.tandem.sync.internal.version.Outcome;
import dev.tandem.sync.internal.version.Recovery;
import dev.tandem.sync.internal.version.RunLog;
import dev.tandem.sync.internal.version.RunLog.Dropped;
import dev.tandem.sync.internal.version.RunLog.Event;
import dev.tandem.sync.internal.version.Sides;
import dev.tandem.sync.internal.version.Tally;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Does what a plan says, in its order. A step that fails is isolated: it is told, what depends on it is left out, the rest
 * is done. What somebody changed after it was observed is left as it is. The base learns of a step once both sides would
 * keep it through a power failure. Used once.
 */
public final class Executor {
    /** How many files are copied at a time. */
    public static final int USUAL_WORKERS = 4;

    private final Sides sides;
    private final Bases bases;
    private final RunLog log;
    private final Agreement agreement;
    private final int workers;

    /**
     * An execution that writes down in {@code log} what it does.
     *
     * @param agreement tells what is equal, so that the base may learn it
     * @param workers   how many files are copied at a time
     */
    public Executor(Sides sides, Bases bases, RunLog log, Agreement agreement, int workers) {
        this.sides = sides;
        this.bases = bases;
        this.log = log;
        this.agreement = agreement;
        this.workers = workers;
    }

    /**
     * Does what a plan says.
     *
     * @param items is told what becomes of each step, one at a time
     * @throws IOException when the log or the base fail; both sides are whole then, and the next run goes on from there
     * @throws java.util.concurrent.CancellationException when the monitor is cancelled; what was done until then stays
     */
    public Outcome run(Plan plan, Consumer<? super SyncItem> items, JobMonitor monitor) throws IOException {
        Tally tally = new Tally(items, monitor);
        try (Workers threads = new Workers(workers)) {
            new Execution(new Run(sides, bases, log, agreement, tally, monitor), threads).all(plan);
        }
        return tally.outcome();
    }

    /** What is done in order, one step at a time. */
    private enum Phase {
        // What one side had moved would look moved by both, and so new on both, if the log did not tell.
        MOVE("moving", true),
        // What makes room would look deleted if power failed and the log did not tell.
        CLEAR("making room", true),
        // One that has not got its permissions yet would look as if somebody had taken them.
        MAKE("making folders", true),
        SET("setting attributes", false),
        DELETE("deleting", false);

        private final String words;
        /** Whether all steps are safely in the log before the first is done. */
        private final boolean announced;

        Phase(String words, boolean announced) {
            this.words = words;
            this.announced = announced;
        }

        boolean makesRoom() {
            return this == CLEAR;
        }
    }

    /** One run. */
    private static final class Execution {
        private final Run run;
        private final Settlement settlement;
        private final Changes changes;
        private final Copies copies;
        private final List<Event> doubtful = new ArrayList<>();

        Execution(Run run, Workers threads) {
            this.run = run;
            this.settlement = new Settlement(run);
            this.changes = new Changes(run);
            this.copies = new Copies(run, settlement, threads);
        }

        void all(Plan plan) throws IOException {
            expect(plan);
            inOrder(Phase.MOVE, plan.moves());
            inOrder(Phase.CLEAR, plan.clearances());
            inOrder(Phase.MAKE, plan.directories());
            run.monitor().phase("copying");
            copies.make(plan.copies());
            run.checkEnd();
            inOrder(Phase.SET, plan.attributes());
            inOrder(Phase.DELETE, plan.deletions());
            record(plan.records());
            putRight();
            // What the base does not know of, the next run puts right as if this one had been interrupted.
            if (settlement.isSure()) {
                run.log().finish();
            }
        }

        private void expect(Plan plan) {
            long steps = Stream.of(plan.moves(), plan.clearances(), plan.directories(), plan.copies(),
                    plan.attributes(), plan.deletions()).mapToLong(List::size).sum();
            run.monitor().expect(steps, plan.copies().stream().mapToLong(Rows::bytes).sum());
        }

        private void inOrder(Phase phase, List<? extends Step.Change> steps) throws IOException {
            if (!steps.isEmpty()) {
                run.monitor().phase(phase.words);
                announce(phase, steps);
            }
            for (Step.Change step : steps) {
                if (run.isEnding()) {
                    break;
                }
                if (run.admits(step)) {
                    attempt(phase, step);
                    settlement.settleWhenDue();
                } else if (phase.announced) {
                    drop(step);
                }
            }
            settlement.settle();
            run.checkEnd();
        }

        private void announce(Phase phase, List<? extends Step.Change> steps) throws IOException {
            if (phase.announced) {
                for (Step.Change step : steps) {
                    run.log().write(changes.event(step, phase.makesRoom()));
                }
                run.log().flush();
            }
        }

        private void drop(Step.Change step) throws IOException {
            run.log().write(new Dropped(step.on(), step.path()));
        }

        private void attempt(Phase phase, Step.Change step) throws IOException {
            Event event = changes.event(step, phase.makesRoom());
            if (!phase.announced) {
                run.log().write(event);
            }
            BaseChange base;
            try {
                base = changes.apply(step, phase.makesRoom());
            } catch (ChangedException | FileAlreadyExistsException | DirectoryNotEmptyException e) {
                drop(step);
                run.fail(step, e);
                return;
            } catch (IOException e) {
                run.fail(step, e);
                return;
            }
            if (phase.makesRoom()) {
                doubtful.add(event);
            }
            run.monitor().advance(1, 0);
            settlement.add(new Done(step, base));
        }

        private void record(List<Step> records) throws IOException {
            for (Step step : records) {
                if (!run.obstacles().isDoubtful(step.path())) {
                    switch (step) {
                        case Step.Adopt(var path, var base) -> run.bases().put(path, base);
                        case Step.Forget(var path) -> run.bases().forget(path);
                        case Step.Change change -> throw new IllegalArgumentException(change + " is no record");
                    }
                }
            }
            run.bases().commit();
        }

        // Where what was to come did not, what made room for it comes back.
        private void putRight() throws IOException {
            if (run.obstacles().any()) {
                doubtful.addAll(copies.doubtful());
                new Recovery(run.sides(), run.bases()).bringBack(doubtful, run.log()::keep, run.monitor());
                run.bases().commit();
            }
        }
    }
}
