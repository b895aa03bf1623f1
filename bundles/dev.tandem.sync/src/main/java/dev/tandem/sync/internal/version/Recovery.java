package dev.tandem.sync.internal.version;

import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.RawPath;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.replica.Lost;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.replica.Traits;
import dev.tandem.sync.internal.version.RunLog.Event;
import dev.tandem.sync.internal.version.RunLog.Made;
import dev.tandem.sync.internal.version.RunLog.Moved;
import dev.tandem.sync.internal.version.RunLog.Placed;
import dev.tandem.sync.internal.version.RunLog.Removed;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Puts right what an interrupted run left, so that the next one does not take it for what somebody did: what was put
 * aside to make room for something that never came is brought back. Where that cannot be done the base forgets the path,
 * which makes the next run bring the other side's version rather than delete it there.
 */
public final class Recovery {
    private final Sides sides;
    private final Bases bases;

    /** Recovery of two sides. */
    public Recovery(Sides sides, Bases bases) {
        this.sides = sides;
        this.bases = bases;
    }

    /** Puts right all runs of the logs that have no end, and ends their logs. No run may be under way. */
    public void run(RunLogs logs, JobMonitor monitor) throws IOException {
        for (String run : logs.open().reversed()) {
            RunRecord record = logs.read(run);
            rebase(record.events().stream().filter(Moved.class::isInstance).map(Moved.class::cast).toList());
            if (record.undoes().isEmpty()) {
                unmake(record.events());
            }
            bringBack(record.events(), path -> FileRunLog.keep(run, path), monitor);
            if (record.undoes().isPresent()) {
                forget(record.events());
            }
            sides.left().flush();
            sides.right().flush();
            bases.commit();
            logs.interrupted(run);
        }
    }

    // They were done in order. That one was done shows at the place it led to, unless the next one led away from there.
    private void rebase(List<Moved> moves) throws IOException {
        int done = moves.size();
        while (done > 0 && !isAt(moves.get(done - 1).path(), moves.get(done - 1))) {
            done--;
        }
        for (Moved moved : moves.subList(0, done)) {
            Optional<Base> base = bases.of(moved.from());
            if (moved.rebases() && base.isPresent() && bases.of(moved.path()).isEmpty()
                    && !isAt(moved.from(), moved)) {
                bases.move(moved.from(), moved.path());
                bases.put(moved.path(), base.get().renamed(moved.path().name()));
            }
        }
    }

    private boolean isAt(RawPath path, Moved moved) throws IOException {
        Traits traits = sides.of(moved.on()).traits();
        if (!(sides.of(moved.on()).look(path) instanceof Item.Present now) || now.type() != moved.moved().type()) {
            return false;
        }
        if (traits.fileIds()) {
            return now.attributes().fileId() == moved.moved().attributes().fileId();
        }
        return !(now instanceof Item.FileItem file && moved.moved() instanceof Item.FileItem before)
                || Likeness.sameFile(before, file, traits);
    }

    // What an undo had done already must not look as if somebody had done it.
    private void forget(List<Event> events) throws IOException {
        for (Event event : events) {
            bases.forget(event.path());
            if (event instanceof Moved moved) {
                bases.forget(moved.from());
            }
        }
    }

    // A directory that was being made may not have its permissions yet, which must not look as if somebody had set them.
    private void unmake(List<Event> events) throws IOException {
        for (Event event : events.reversed()) {
            Replica side = sides.of(event.on());
            if (event instanceof Made(_, var path) && !isKnownDirectory(path)
                    && side.look(path) instanceof Item.DirectoryItem && side.list(path).isEmpty()) {
                side.removeDirectory(path);
            }
        }
    }

    private boolean isKnownDirectory(RawPath path) throws IOException {
        return bases.of(path).filter(base -> base.left() instanceof Item.DirectoryItem).isPresent();
    }

    /**
     * Brings back what was put aside by events the base does not know of, where nothing is now.
     *
     * @param keep where a path was put aside
     */
    public void bringBack(List<Event> events, UnaryOperator<RawPath> keep, JobMonitor monitor) throws IOException {
        for (Event event : events.reversed()) {
            switch (event) {
                case Placed(_, _, Item.Present before, _, var base) -> bringBack(event, before, base, keep, monitor);
                case Removed(_, _, var before, var base, boolean room) when room ->
                    bringBack(event, before, base, keep, monitor);
                default -> { }
            }
        }
    }

    private void bringBack(Event event, Item.Present before, Optional<Base> base, UnaryOperator<RawPath> keep,
            JobMonitor monitor) throws IOException {
        RawPath path = event.path();
        if (!bases.of(path).equals(base)) {
            return;
        }
        try {
            if (bringBack(sides.of(event.on()), path, before, keep.apply(path))) {
                monitor.problem(Problem.warning(path, "a change of it was interrupted; what was there is back"));
            }
        } catch (IOException e) {
            Lost.end(e);
            bases.forget(path);
            monitor.problem(Problem.warning(path, "a change of it was interrupted, and what was there could not be "
                    + "brought back: " + e.getMessage() + ". It is among the versions"));
        }
    }

    /** Where directories are not by themselves, one may have vanished with what was put aside. */
    private static boolean isThere(Replica side, RawPath directory) throws IOException {
        Item now = side.look(directory);
        return now instanceof Item.DirectoryItem || now == Item.ABSENT && !side.traits().means().directories();
    }

    private static boolean bringBack(Replica side, RawPath path, Item.Present before, RawPath keep)
            throws IOException {
        Item now = side.look(path);
        if (now instanceof Item.Unknown(String reason)) {
            throw new IOException(reason);
        }
        boolean gone = now == Item.ABSENT && (path.parent().isEmpty() || isThere(side, path.parent().get()));
        if (!gone) {
            return false;
        }
        if (before instanceof Item.DirectoryItem) {
            side.makeDirectory(path, before.attributes());
            return true;
        }
        if (!side.look(keep).isPresent()) {
            return false;
        }
        side.bringBack(keep, path);
        return true;
    }
}
