package dev.tandem.sync.internal.version;

import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.RawPath;
import dev.tandem.sync.SyncItem;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.replica.ChangedException;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.replica.Traits;
import dev.tandem.sync.internal.version.RunLog.Changed;
import dev.tandem.sync.internal.version.RunLog.Dropped;
import dev.tandem.sync.internal.version.RunLog.Event;
import dev.tandem.sync.internal.version.RunLog.Made;
import dev.tandem.sync.internal.version.RunLog.Moved;
import dev.tandem.sync.internal.version.RunLog.Placed;
import dev.tandem.sync.internal.version.RunLog.Removed;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.util.Optional;

/**
 * Takes a run back, from its last step to its first, as a run with a log of its own, so that this can be taken back too.
 * A step is only taken back where what is there now is what the run left. What the run made or wrote goes to the
 * versions. What both sides then had is forgotten where the run had deleted, moved or made something, so that the next
 * run brings together what there is and deletes nothing; where it had replaced something it is what it was before.
 */
public final class Undo {
    private static final String CHANGED = "changed since, left alone";

    private final Sides sides;
    private final Bases bases;
    private final RunLog log;
    private final Tally tally;
    private final JobMonitor monitor;

    /**
     * An undo.
     *
     * @param log what it writes down
     */
    public Undo(Sides sides, Bases bases, RunLog log, JobMonitor monitor) {
        this.sides = sides;
        this.bases = bases;
        this.log = log;
        this.monitor = monitor;
        this.tally = new Tally(_ -> { }, monitor);
    }

    /**
     * Takes a run back.
     *
     * @throws java.util.concurrent.CancellationException when the monitor is cancelled; what was taken back until then
     *                                                    stays so
     */
    public Outcome run(RunRecord record) throws IOException {
        if (record.damaged() > 0) {
            monitor.problem(Problem.warning(record.run(), record.damaged()
                    + " entries of its log cannot be read; what they did stays"));
        }
        monitor.expect(record.events().size(), 0);
        for (Event event : record.events().reversed()) {
            if (monitor.cancelled()) {
                break;
            }
            monitor.current(event.path());
            attempt(event, record.run());
            monitor.advance(1, 0);
        }
        sides.left().flush();
        sides.right().flush();
        bases.commit();
        monitor.checkCancelled();
        log.finish();
        return tally.outcome();
    }

    private void attempt(Event event, String run) throws IOException {
        SyncItem item = item(event);
        Reversal reversal;
        try {
            reversal = reversal(event, FileRunLog.keep(run, event.path()));
        } catch (IOException e) {
            tally.failed(item, "cannot be looked at: " + e.getMessage());
            return;
        }
        switch (reversal) {
            case Nothing _ -> { }
            case Left(String why) -> leave(item, why);
            case Change change -> {
                log.write(change.event);
                take(item, change);
            }
        }
    }

    private void take(SyncItem item, Change change) throws IOException {
        try {
            change.action.run();
        } catch (ChangedException e) {
            drop(item, change, CHANGED);
            return;
        } catch (DirectoryNotEmptyException e) {
            drop(item, change, "not empty, left alone");
            return;
        } catch (IOException e) {
            tally.failed(item, "cannot be taken back: " + e.getMessage());
            return;
        }
        change.base.tell(bases);
        tally.done(item);
    }

    private void drop(SyncItem item, Change change, String why) throws IOException {
        log.write(new Dropped(change.event.on(), change.event.path()));
        leave(item, why);
    }

    private void leave(SyncItem item, String why) {
        tally.skipped(item, why);
        monitor.problem(Problem.warning(item.path(), why));
    }

    /** What is to be done about an event. */
    private sealed interface Reversal { }

    /** It is as it was before already. */
    private record Nothing() implements Reversal { }

    /** It is left as it is. */
    private record Left(String why) implements Reversal { }

    /** It is taken back. */
    private record Change(Event event, Action action, BaseChange base) implements Reversal { }

    private interface Action {
        void run() throws IOException;
    }

    private Reversal reversal(Event event, RawPath kept) throws IOException {
        Item now = sides.of(event.on()).look(event.path());
        if (now instanceof Item.Unknown(String reason)) {
            throw new IOException(reason);
        }
        return switch (event) {
            case Placed placed when placed.before() instanceof Item.Present before ->
                replace(placed, before, now, kept);
            case Placed placed -> remove(placed, now);
            case Removed removed when now == Item.ABSENT -> restore(removed, kept);
            case Removed removed -> sameContent(removed.before(), removed, now) ? new Nothing() : new Left(CHANGED);
            case Made made -> unmake(made, now);
            case Moved moved -> moveBack(moved, now);
            case Changed changed -> changeBack(changed, now);
            case Dropped _ -> new Nothing();
        };
    }

    private Reversal replace(Placed placed, Item.Present before, Item now, RawPath kept) throws IOException {
        if (sameContent(before, placed, now) && !sameContent(placed.after(), placed, now)) {
            return new Nothing();
        }
        if (!(now instanceof Item.Present present) || !isWhatWasLeft(placed, present)) {
            return new Left(CHANGED);
        }
        Replica side = sides.of(placed.on());
        if (!side.look(kept).isPresent()) {
            return new Left("what was there before is no longer among the versions");
        }
        RawPath path = placed.path();
        return new Change(new Placed(placed.on(), path, present, before, bases.of(path)), () -> {
            side.putAside(path, present, log.keep(path));
            side.bringBack(kept, path);
        }, base -> base.putBack(path, placed.base()));
    }

    private Reversal remove(Placed placed, Item now) throws IOException {
        if (!(now instanceof Item.Present present)) {
            return new Nothing();
        }
        if (!isWhatWasLeft(placed, present)) {
            return new Left(CHANGED);
        }
        RawPath path = placed.path();
        return new Change(new Removed(placed.on(), path, present, bases.of(path), false),
                () -> sides.of(placed.on()).putAside(path, present, log.keep(path)), base -> base.forget(path));
    }

    private Reversal restore(Removed removed, RawPath kept) throws IOException {
        Replica side = sides.of(removed.on());
        RawPath path = removed.path();
        BaseChange back = base -> base.putBack(path, removed.room() ? removed.base() : Optional.empty());
        if (removed.before() instanceof Item.DirectoryItem before) {
            return new Change(new Made(removed.on(), path), () -> side.makeDirectory(path, before.attributes()), back);
        }
        if (!side.look(kept).isPresent()) {
            return new Left("it is no longer among the versions");
        }
        return new Change(new Placed(removed.on(), path, Item.ABSENT, removed.before(), bases.of(path)),
                () -> side.bringBack(kept, path), back);
    }

    private Reversal unmake(Made made, Item now) throws IOException {
        if (!(now instanceof Item.DirectoryItem directory)) {
            return now.isPresent() ? new Left(CHANGED) : new Nothing();
        }
        RawPath path = made.path();
        return new Change(new Removed(made.on(), path, directory, bases.of(path), false),
                () -> sides.of(made.on()).removeDirectory(path), base -> base.forget(path));
    }

    private Reversal moveBack(Moved moved, Item now) throws IOException {
        Replica side = sides.of(moved.on());
        boolean free = side.look(moved.from()) == Item.ABSENT;
        if (now == Item.ABSENT && !free) {
            return new Nothing();
        }
        boolean same = switch (moved.moved()) {
            case Item.FileItem before -> now instanceof Item.FileItem file
                    && (Likeness.sameFile(before, file, side.traits()) || isRestamped(before, file, moved));
            case Item.Present before -> sameContent(before, moved, now);
        };
        if (!same || !free || !(now instanceof Item.Present present)) {
            return new Left(CHANGED);
        }
        return new Change(new Moved(moved.on(), moved.path(), moved.from(), present, false),
                () -> side.move(moved.path(), moved.from(), present), base -> base.forget(moved.path()));
    }

    /** Where times tell when something came to its place, what was moved has another one than before. */
    private boolean isRestamped(Item.FileItem before, Item.FileItem now, Moved moved) throws IOException {
        return sides.of(moved.on()).traits().means().times() == Traits.Times.OWN
                && (before.isRead() ? sameContent(before, moved, now) : before.size() == now.size());
    }

    private Reversal changeBack(Changed changed, Item now) throws IOException {
        if (!(now instanceof Item.Present present) || !sameContent(changed.before(), changed, now)
                || !isBetween(changed.before().attributes(), changed.wanted(), present.attributes())) {
            return new Left(CHANGED);
        }
        Attributes before = changed.before().attributes();
        return new Change(new Changed(changed.on(), changed.path(), present, before, bases.of(changed.path())),
                () -> sides.of(changed.on()).setAttributes(changed.path(), present, before),
                base -> base.putBack(changed.path(), changed.base()));
    }

    // The rules decided which attributes were set, so each may be as before or as wanted.
    private static boolean isBetween(Attributes before, Attributes wanted, Attributes now) {
        int strange = (now.permissions() ^ before.permissions()) & ~(wanted.permissions() ^ before.permissions());
        return strange == 0 && (now.uid() == before.uid() || now.uid() == wanted.uid())
                && (now.gid() == before.gid() || now.gid() == wanted.gid())
                && (now.extended().equals(before.extended()) || now.extended().equals(wanted.extended()));
    }

    // What the base believes of a file need not be read.
    private boolean isWhatWasLeft(Placed placed, Item.Present now) throws IOException {
        if (now instanceof Item.FileItem file && placed.after() instanceof Item.FileItem left && left.isRead()) {
            Optional<Item.Present> known = bases.of(placed.path()).filter(base -> !base.recheck())
                    .map(base -> base.of(placed.on()));
            if (known.isPresent() && known.get() instanceof Item.FileItem base && base.content().equals(left.content())
                    && Likeness.untouched(base, file, sides.of(placed.on()).traits())) {
                return true;
            }
        }
        return sameContent(placed.after(), placed, now);
    }

    private boolean sameContent(Item.Present wanted, Event event, Item now) throws IOException {
        return Likeness.sameContent(wanted, now, sides.of(event.on()), event.path());
    }

    private static SyncItem item(Event event) {
        SyncItem.Action action = switch (event) {
            case Placed placed -> placed.before().isPresent() ? SyncItem.Action.UPDATE : SyncItem.Action.DELETE;
            case Removed _ -> SyncItem.Action.CREATE;
            case Made _ -> SyncItem.Action.DELETE;
            case Moved _ -> SyncItem.Action.MOVE;
            case Changed _, Dropped _ -> SyncItem.Action.ATTRIBUTES;
        };
        return new SyncItem(SyncItem.Stage.PLANNED, action, Optional.of(event.on()), event.path(), Optional.empty(), 0,
                "taken back");
    }
}
