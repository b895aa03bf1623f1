package dev.tandem.sync.internal.plan;

import dev.tandem.model.RawPath;
import dev.tandem.sync.internal.plan.Plan.Found;
import dev.tandem.sync.internal.plan.Plan.Skip;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A plan while it is made. */
final class Steps {
    private final List<Step.Change> moves = new ArrayList<>();
    private final List<Step.Delete> clearances = new ArrayList<>();
    private final List<Step.MakeDirectory> directories = new ArrayList<>();
    private final List<Step.Copy> copies = new ArrayList<>();
    private final List<Step.SetAttributes> attributes = new ArrayList<>();
    private final List<Step.Delete> deletions = new ArrayList<>();
    private final List<Step> records = new ArrayList<>();
    private final List<Skip> skips = new ArrayList<>();
    private final List<Found> conflicts = new ArrayList<>();

    /** Adds a step that finds what all moves before have left. */
    void move(Step.Change step) {
        moves.add(step);
    }

    /** Adds a deletion that makes room. */
    void clear(Step.Delete step) {
        clearances.add(step);
    }

    void add(Step step) {
        switch (step) {
            case Step.Move move -> moves.add(move);
            case Step.MakeDirectory made -> directories.add(made);
            case Step.Copy copy -> copies.add(copy);
            case Step.SetAttributes set -> attributes.add(set);
            case Step.Delete delete -> deletions.add(delete);
            case Step.Adopt adopt -> records.add(adopt);
            case Step.Forget forget -> records.add(forget);
        }
    }

    void skip(RawPath path, String reason, boolean wanted) {
        skips.add(new Skip(path, reason, wanted));
    }

    void found(Found conflict) {
        conflicts.add(conflict);
    }

    /** Returns the plan. The bytes of a path come before those of what is below. */
    Plan plan() {
        Comparator<Step> byPath = Comparator.comparing(Step::path);
        directories.sort(byPath);
        clearances.sort(byPath.reversed());
        deletions.sort(byPath.reversed());
        return new Plan(moves, clearances, directories, copies, attributes, deletions, records, skips, conflicts);
    }
}
