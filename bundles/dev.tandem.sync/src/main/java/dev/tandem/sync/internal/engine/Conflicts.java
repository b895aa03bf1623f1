package dev.tandem.sync.internal.engine;

import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncConflict;
import dev.tandem.sync.internal.conflict.ConflictBook;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.observe.Scope;
import dev.tandem.sync.internal.plan.Names;
import dev.tandem.sync.internal.plan.Plan;
import dev.tandem.sync.spi.Resolution;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What becomes of the conflicts a plan has found. */
final class Conflicts {
    private Conflicts() { }

    /** Tells whether a conflict waits for a person. */
    static boolean waits(Plan.Found found) {
        return switch (found.resolution()) {
            case Resolution.Skip _, Resolution.Ask _ -> true;
            case Resolution.KeepBoth _, Resolution.Prefer _, Resolution.Merge _ -> false;
            case Resolution.Undecided _ -> true;
        };
    }

    /** Returns what was found and what is done about it, for a person. */
    static String describe(Plan.Found found) {
        return switch (found.conflict().kind()) {
            case EDIT_EDIT -> "both sides changed it";
            case CREATE_CREATE -> "both sides made it";
            case TYPE -> "both sides changed what it is";
            case DELETE_EDIT -> "one side deleted what the other one changed";
            case MOVE_MOVE -> "both sides renamed it";
            case BLOCKED -> "something that does not take part is in its place";
        } + ": " + outcome(found).orElse("left as it is; decide with 'conflicts resolve'");
    }

    private static Optional<String> outcome(Plan.Found found) {
        return switch (found.resolution()) {
            case Resolution.KeepBoth(Side side) -> Optional.of("that of the " + name(side) + " keeps the name"
                    + found.copy().map(copy -> ", that of the " + name(side.other()) + " is kept as '" + copy.name() + "'")
                            .orElse(""));
            case Resolution.Prefer(Side side) -> Optional.of("that of the " + name(side) + " is taken, the other one is "
                    + found.copy().map(copy -> "kept as '" + copy.name() + "'").orElse("among the versions"));
            case Resolution.Merge _ -> Optional.of("both changes are brought together, what was there is among the "
                    + "versions");
            case Resolution.Skip _, Resolution.Ask _, Resolution.Undecided _ -> Optional.empty();
        };
    }

    private static String name(Side side) {
        return side.name().toLowerCase(Locale.ROOT) + " side";
    }

    /** Remembers what a full plan found, and forgets what is no conflict any more. */
    static void record(Plan plan, Pairing pair, Names names, Scope scope, Instant now) throws IOException {
        ConflictBook book = pair.state().conflicts();
        Set<RawPath> found = new HashSet<>();
        for (Plan.Found conflict : plan.conflicts()) {
            RawPath key = names.key(conflict.conflict().path());
            found.add(key);
            if (conflict.resolution() instanceof Resolution.Prefer
                    || conflict.resolution() instanceof Resolution.Merge) {
                book.settle(key);
            } else {
                book.put(key, conflict.conflict(), now, outcome(conflict), conflict.copy());
            }
        }
        if (scope.isAll()) {
            for (SyncConflict open : book.open()) {
                RawPath key = names.key(open.conflict().path());
                if (!found.contains(key) && !hasCopy(open, pair)) {
                    book.settle(key);
                }
            }
        }
    }

    /** A person who deletes the kept copy has settled the conflict. */
    private static boolean hasCopy(SyncConflict conflict, Pairing pair) throws IOException {
        return conflict.copy().isPresent() && pair.sides().left().look(conflict.copy().get()) != Item.ABSENT;
    }
}
