package dev.tandem.sync.internal.apply;

import dev.tandem.sync.Side;
import dev.tandem.sync.internal.apply.Transfer.Ready;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.model.Item.Present;
import dev.tandem.sync.internal.plan.Step;
import dev.tandem.sync.internal.replica.ChangedException;
import dev.tandem.sync.internal.version.RunLog.Dropped;
import dev.tandem.sync.internal.version.RunLog.Event;
import dev.tandem.sync.internal.version.RunLog.Placed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Copies files and links in batches, several at a time. Of each batch all content is on the disk before anything is
 * written down, and all is written down before anything takes its place: so each path is old or new, whatever happens,
 * at the price of a few flushes a batch instead of a file.
 */
final class Copies {
    private static final int MOST_FILES = 2000;
    private static final long MOST_BYTES = 256L << 20;
    private static final long PATIENCE_NS = Duration.ofSeconds(5).toNanos();

    private final Run run;
    private final Settlement settlement;
    private final Workers workers;
    private final Transfer transfer;
    private final List<Event> doubtful = new ArrayList<>();

    Copies(Run run, Settlement settlement, Workers workers) {
        this.run = run;
        this.settlement = settlement;
        this.workers = workers;
        this.transfer = new Transfer(run);
    }

    /** Copies all, or what can be until the run is cancelled. */
    void make(List<Step.Copy> copies) throws IOException {
        Iterator<Step.Copy> steps = copies.iterator();
        while (steps.hasNext() && !run.isEnding()) {
            batch(new Batch(steps));
        }
    }

    /** Returns what was written down, but may have been done in part. */
    List<Event> doubtful() {
        return List.copyOf(doubtful);
    }

    /** The steps of one batch, given out one by one until it is large enough. */
    private final class Batch {
        private final Iterator<Step.Copy> steps;
        private final long began = System.nanoTime();
        private int files;
        private long bytes;

        Batch(Iterator<Step.Copy> steps) {
            this.steps = steps;
        }

        synchronized Optional<Step.Copy> next() {
            while (!isLarge() && steps.hasNext() && !run.isEnding()) {
                Step.Copy step = steps.next();
                if (run.admits(step)) {
                    files++;
                    bytes += Rows.bytes(step);
                    return Optional.of(step);
                }
            }
            return Optional.empty();
        }

        private boolean isLarge() {
            return files >= MOST_FILES || bytes >= MOST_BYTES
                    || (files > 0 && System.nanoTime() - began > PATIENCE_NS);
        }
    }

    private void batch(Batch batch) throws IOException {
        List<Ready> staged = Collections.synchronizedList(new ArrayList<>());
        try {
            workers.each(batch::next, step -> stage(step).ifPresent(staged::add));
            List<Ready> ready = new ArrayList<>(staged);
            for (Side side : Side.values()) {
                flush(side, ready);
            }
            place(ready);
        } finally {
            staged.forEach(each -> each.staged().close());
        }
    }

    private Optional<Ready> stage(Step.Copy step) {
        try {
            return Optional.of(transfer.stage(step));
        } catch (CancellationException | InterruptedIOException cancelled) {
            return Optional.empty();
        } catch (IOException e) {
            run.fail(step, e);
            return Optional.empty();
        }
    }

    private void flush(Side side, List<Ready> ready) {
        List<Ready> there = ready.stream().filter(each -> each.step().on() == side).toList();
        if (there.isEmpty()) {
            return;
        }
        try {
            run.sides().of(side).flush();
        } catch (IOException e) {
            ready.removeAll(there);
            there.forEach(each -> run.fail(each.step(), e));
        }
    }

    /** What became of something that was ready. */
    private record Placement(Ready ready, Placed event, Optional<Present> now, Optional<IOException> failure) { }

    private void place(List<Ready> ready) throws IOException {
        List<Placement> planned = new ArrayList<>();
        for (Ready each : ready) {
            Placed event = event(each);
            run.log().write(event);
            planned.add(new Placement(each, event, Optional.empty(), Optional.empty()));
        }
        run.log().flush();
        List<Placement> placed = Collections.synchronizedList(new ArrayList<>());
        Iterator<Placement> next = planned.iterator();
        workers.each(() -> next(next), each -> placed.add(place(each)));
        for (Placement each : placed) {
            settle(each);
        }
        settlement.settle();
    }

    private synchronized Optional<Placement> next(Iterator<Placement> all) {
        return all.hasNext() ? Optional.of(all.next()) : Optional.empty();
    }

    private Placed event(Ready ready) throws IOException {
        Step.Copy step = ready.step();
        Item before = run.fresh().expected(step.on(), step.path(), step.expected());
        Present after = switch (ready.source().renamed(step.path().name())) {
            case FileItem file -> new FileItem(file.name(), file.size(), file.content(), step.wanted());
            case Present link -> link;
        };
        return new Placed(step.on(), step.path(), before, after, run.bases().of(step.path()));
    }

    private Placement place(Placement planned) {
        Step.Copy step = planned.ready.step();
        try {
            if (run.abandons(step.on())) {
                throw new InterruptedIOException("the run ends");
            }
            Present now = run.sides().of(step.on()).place(planned.ready.staged(), step.path(),
                    planned.event.before(), run.log().keep(step.path()));
            return new Placement(planned.ready, planned.event, Optional.of(now), Optional.empty());
        } catch (IOException e) {
            return new Placement(planned.ready, planned.event, Optional.empty(), Optional.of(e));
        }
    }

    private void settle(Placement placed) throws IOException {
        Step.Copy step = placed.ready.step();
        if (placed.failure.isPresent() && placed.failure.get() instanceof InterruptedIOException) {
            run.log().write(new Dropped(step.on(), step.path()));
            return;
        }
        if (placed.failure.isPresent()) {
            if (placed.failure.get() instanceof ChangedException
                    || placed.failure.get() instanceof FileAlreadyExistsException) {
                run.log().write(new Dropped(step.on(), step.path()));
            } else {
                doubtful.add(placed.event);
            }
            run.fail(step, placed.failure.get());
            return;
        }
        Present source = placed.ready.source();
        Present now = withContentOf(source, placed.now.orElseThrow());
        run.fresh().left(step.on(), step.path(), now);
        boolean agreed = run.agree(step.wanted(), source);
        if (!agreed) {
            run.fresh().left(step.on().other(), step.source(), source);
        }
        run.monitor().advance(1, 0);
        settlement.add(new Done(step, bases -> {
            if (bases.isSamePath(step.path(), step.source()) && agreed) {
                bases.put(step.path(), step.on(), now, source, false);
            }
        }));
    }

    private static Present withContentOf(Present source, Present placed) {
        return source instanceof FileItem content && placed instanceof FileItem file ? file.with(content.content())
                : placed;
    }
}
