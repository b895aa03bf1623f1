package dev.tandem.sync.internal.apply;

import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.Present;
import dev.tandem.sync.internal.plan.Step;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.version.BaseChange;
import dev.tandem.sync.internal.version.Bases;
import dev.tandem.sync.internal.version.Likeness;
import dev.tandem.sync.internal.version.RunLog.Changed;
import dev.tandem.sync.internal.version.RunLog.Event;
import dev.tandem.sync.internal.version.RunLog.Made;
import dev.tandem.sync.internal.version.RunLog.Moved;
import dev.tandem.sync.internal.version.RunLog.Removed;
import java.io.IOException;
import java.util.Optional;

/** Does the steps that move no content, one at a time. */
final class Changes {
    private final Run run;

    Changes(Run run) {
        this.run = run;
    }

    /**
     * Returns what is to be written down before a step is done.
     *
     * @param room whether a deletion makes room
     */
    Event event(Step.Change step, boolean room) throws IOException {
        return switch (step) {
            case Step.Move move -> new Moved(move.on(), move.from(), move.path(),
                    run.fresh().expected(move.on(), move.from(), move.moved()), move.rebases());
            case Step.MakeDirectory made -> new Made(made.on(), made.path());
            case Step.SetAttributes set -> new Changed(set.on(), set.path(),
                    run.fresh().expected(set.on(), set.path(), set.expected()), set.wanted(),
                    run.bases().of(set.path()));
            case Step.Delete delete -> new Removed(delete.on(), delete.path(), delete.expected(),
                    run.bases().of(delete.path()), room);
            case Step.Copy _ -> throw new IllegalArgumentException("copies are made in batches");
        };
    }

    /** Does a step; returns what the base learns by it. */
    BaseChange apply(Step.Change step, boolean room) throws IOException {
        return switch (step) {
            case Step.Move move -> move(move);
            case Step.MakeDirectory made -> make(made);
            case Step.SetAttributes set -> set(set);
            case Step.Delete delete -> delete(delete, room);
            case Step.Copy _ -> throw new IllegalArgumentException("copies are made in batches");
        };
    }

    private BaseChange move(Step.Move move) throws IOException {
        Present before = run.fresh().expected(move.on(), move.from(), move.moved());
        Present now = side(move.on()).move(move.from(), move.path(), before);
        run.fresh().moved(move.on(), move.from(), move.path(), withContentOf(before, now));
        return bases -> {
            if (move.rebases()) {
                bases.move(move.from(), move.path());
                rename(bases, move, before, now);
            }
        };
    }

    // The other side's stamps stay those of before its own rename: the next run looks at that file once more.
    private static void rename(Bases bases, Step.Move move, Present before, Present now) throws IOException {
        Optional<Base> moved = bases.of(move.path());
        if (moved.isPresent()) {
            Present here = moved.get().of(move.on());
            boolean known = here.attributes().equals(before.attributes());
            Present there = moved.get().of(move.on().other()).renamed(move.path().name());
            bases.put(move.path(), move.on(), known ? withContentOf(here, now) : here.renamed(now.name()), there,
                    moved.get().recheck());
        }
    }

    private static Present withContentOf(Present known, Present now) {
        return known instanceof Item.FileItem content && now instanceof Item.FileItem file
                ? file.with(content.content()) : now;
    }

    private BaseChange make(Step.MakeDirectory made) throws IOException {
        Present now = side(made.on()).makeDirectory(made.path(), made.like().attributes());
        Present there = made.like();
        return bases -> bases.put(made.path(), made.on(), now, there, false);
    }

    private BaseChange delete(Step.Delete delete, boolean room) throws IOException {
        if (delete.expected() instanceof Item.DirectoryItem) {
            side(delete.on()).removeDirectory(delete.path());
        } else {
            side(delete.on()).putAside(delete.path(),
                    run.fresh().expected(delete.on(), delete.path(), delete.expected()),
                    run.log().keep(delete.path()));
        }
        // What makes room is known to the base until what comes there is: so nothing looks deleted in between.
        return room ? bases -> { } : bases -> bases.forget(delete.path());
    }

    private BaseChange set(Step.SetAttributes set) throws IOException {
        Present before = run.fresh().expected(set.on(), set.path(), set.expected());
        Present now = side(set.on()).setAttributes(set.path(), before, set.wanted());
        Side other = set.on().other();
        if (!set.wanted().extended().equals(before.attributes().extended())) {
            now = side(set.on()).setExtended(set.path(), now, side(other).extended(set.path()));
        }
        run.fresh().left(set.on(), set.path(), now);
        Item there = side(other).look(set.path());
        Present here = now;
        return bases -> {
            if (there instanceof Present present && present.type() == here.type()
                    && run.agree(set.wanted(), present)) {
                equal(bases, set, before, here, present);
            }
        };
    }

    private void equal(Bases bases, Step.SetAttributes set, Present before, Present here, Present there)
            throws IOException {
        if (!(here instanceof Item.FileItem file && there instanceof Item.FileItem opposite)) {
            bases.put(set.path(), set.on(), here, there, false);
            return;
        }
        Optional<Base> known = bases.of(set.path());
        Item.FileItem content = before instanceof Item.FileItem seen && seen.isRead() ? seen
                : known.map(base -> base.of(set.on())).filter(Item.FileItem.class::isInstance)
                        .map(Item.FileItem.class::cast).orElse(file);
        bases.put(set.path(), set.on(), file.with(content.content()), opposite.with(content.content()),
                !isKnown(set.on().other(), set.path(), opposite, known, set));
    }

    /** Tells whether a file is the one the run knows the content of, and no other that came since. */
    private boolean isKnown(Side side, RawPath path, Item.FileItem now, Optional<Base> base, Step.SetAttributes set) {
        Optional<Present> seen = run.fresh().at(side, path)
                .or(() -> base.filter(known -> !known.recheck()).map(known -> known.of(side)));
        boolean stamped = now.attributes().changed() == set.wanted().changed()
                && now.attributes().fileId() == set.wanted().fileId()
                && now.attributes().modified() == set.wanted().modified();
        return (stamped && side(side).traits().changeTimes()) || (seen.isPresent()
                && seen.get() instanceof Item.FileItem file
                && Likeness.untouched(file, now, side(side).traits()));
    }

    private Replica side(Side side) {
        return run.sides().of(side);
    }
}
