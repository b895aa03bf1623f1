package dev.tandem.sync.internal.plan;

import dev.tandem.sync.ChangeKind;
import dev.tandem.sync.Direction;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import dev.tandem.sync.internal.model.Item.Present;
import dev.tandem.sync.internal.model.Item.SpecialItem;
import dev.tandem.sync.internal.model.Item.Unknown;
import dev.tandem.sync.internal.plan.Arbiter.Verdict;

/**
 * Plans: compares both sides with the base, path by path, and notes what makes them equal again. Pure. Nothing is noted
 * that overwrites or deletes what is unknown or does not take part, and what only one side changed is never a conflict.
 */
public final class Planner {
    private final PlanRules rules;
    private final Steps steps = new Steps();
    private final Spellings spellings;
    private final Arbiter arbiter;
    private final Transfer transfer;
    private final Disputes disputes;

    private Planner(PlanRules rules) {
        this.rules = rules;
        this.spellings = new Spellings(rules.matrix(), steps);
        this.arbiter = new Arbiter(rules.matrix());
        this.transfer = new Transfer(rules, steps);
        this.disputes = new Disputes(rules, steps, transfer);
    }

    /**
     * Makes the plan.
     *
     * @param root both folders themselves; the tree is used up
     */
    public static Plan plan(Node root, PlanRules rules) {
        Planner planner = new Planner(rules);
        new Moves(rules.matrix(), planner.steps).takeOut(root);
        planner.below(root, Place.ROOT, Above.KEPT);
        return planner.steps.plan();
    }

    /**
     * What is decided about the directory above.
     *
     * @param removed whether it goes, unless something in it stays
     * @param alone   whether it is left alone, and told so
     */
    private record Above(boolean removed, boolean alone) {
        static final Above KEPT = new Above(false, false);
    }

    private Remains below(Node node, Place place, Above above) {
        Remains remains = Remains.NOTHING;
        for (Node child : node.children()) {
            spellings.settle(child, place);
            remains = remains.or(decide(child, place.of(child), above));
        }
        return remains;
    }

    private Remains decide(Node node, Place place, Above above) {
        Item left = node.of(Side.LEFT);
        Item right = node.of(Side.RIGHT);
        if (left instanceof Unknown || right instanceof Unknown) {
            return unknown(node, place);
        }
        if (Subtree.isObstacle(left) || Subtree.isObstacle(right)) {
            return obstacle(node, place);
        }
        if (!left.isPresent() && !right.isPresent()) {
            transfer.forget(node, place);
            return Remains.NOTHING;
        }
        boolean directories = (left instanceof DirectoryItem || !left.isPresent())
                && (right instanceof DirectoryItem || !right.isPresent());
        return directories && !node.isAtomic() ? directory(node, place, above) : whole(node, place, above);
    }

    private Remains unknown(Node node, Place place) {
        for (Side side : Side.values()) {
            if (node.of(side) instanceof Unknown(String reason)) {
                steps.skip(place.on(side), reason, true);
                break;
            }
        }
        return Remains.now(node, true);
    }

    /** Something does not take part: nothing is done here, and the base forgets it, so that no deletion follows. */
    private Remains obstacle(Node node, Place place) {
        boolean told = false;
        for (Side side : Side.values()) {
            if (node.of(side) instanceof SpecialItem && !told) {
                steps.skip(place.on(side), "it is neither a file, a folder nor a link", false);
                told = true;
            }
        }
        for (Side side : Side.values()) {
            if (!Subtree.takesPart(node.of(side))) {
                continue;
            }
            if (node.base().isPresent()) {
                if (!told) {
                    steps.skip(place.on(side), "it does not take part on the " + Transfer.name(side.other()), false);
                }
                told = true;
            } else if (rules.matrix().of(side, ChangeKind.CREATE).changes(side.other())) {
                disputes.blocked(node, place);
                told = true;
            }
        }
        transfer.forget(node, place);
        return Remains.now(node, told);
    }

    /** A file or a link, something that is of different types, or a directory that is one value. */
    private Remains whole(Node node, Place place, Above above) {
        if (!node.children().isEmpty()) {
            for (Side side : Side.values()) {
                if (Subtree.isUnknown(node, side)) {
                    tellUnknown(node, place, side);
                    return Remains.now(node, true);
                }
            }
        }
        if (Subtree.isEqual(node)) {
            return node.of(Side.LEFT) instanceof DirectoryItem ? directory(node, place, above)
                    : transfer.settle(node, place);
        }
        Change left = Change.whole(node, Side.LEFT);
        Change right = Change.whole(node, Side.RIGHT);
        return switch (arbiter.decide(node, left, right)) {
            case Verdict.Leave(String reason) -> leave(node, place, above, reason);
            case Verdict.Follow(Side from, String reason) -> transfer.followContent(node, place, from, reason);
            case Verdict.Dispute(var kind) -> disputes.settle(node, place, kind);
        };
    }

    private Remains leave(Node node, Place place, Above above, String reason) {
        if (!above.alone()) {
            Side side = node.of(Side.LEFT).isPresent() ? Side.LEFT : Side.RIGHT;
            steps.skip(place.on(side), reason, false);
        }
        return Remains.now(node, true);
    }

    /** A directory that both sides have, or one of them; what is below is decided by itself. */
    private Remains directory(Node node, Place place, Above above) {
        if (node.of(Side.LEFT).isPresent() && node.of(Side.RIGHT).isPresent()) {
            below(node, place, Above.KEPT);
            return transfer.settle(node, place);
        }
        Side here = node.of(Side.LEFT).isPresent() ? Side.LEFT : Side.RIGHT;
        return switch (arbiter.decide(node, Change.of(node, Side.LEFT), Change.of(node, Side.RIGHT))) {
            case Verdict.Leave(String reason) -> {
                leave(node, place, above, reason);
                yield loneDirectory(node, place, here, Direction.NONE, above, reason);
            }
            case Verdict.Follow(Side from, String reason) ->
                loneDirectory(node, place, here, Direction.to(from.other()), above, reason);
            case Verdict.Dispute(var kind) -> disputes.settle(node, place, kind);
        };
    }

    /** A directory that one side has. It goes only when nothing in it stays, and is made when anything in it is. */
    private Remains loneDirectory(Node node, Place place, Side here, Direction direction, Above above, String reason) {
        boolean removed = direction.changes(here);
        if (removed && !above.removed() && Subtree.isUnknown(node, here)) {
            tellUnknown(node, place, here);
            return Remains.now(node, true);
        }
        boolean emptyGoes = removed || above.removed() && !rules.keepEmptyDirectories();
        Remains below = below(node, place, new Above(emptyGoes, direction == Direction.NONE));
        boolean made = direction.changes(here.other()) && rules.keepEmptyDirectories();
        if (made || below.on(here.other())) {
            transfer.makeDirectory(node, place, here, removed ? reason + ", but something in it stays" : reason);
            return Remains.BOTH;
        }
        if (emptyGoes && !below.on(here)) {
            steps.add(new Step.Delete(here, place.on(here), (Present) node.of(here), reason));
            return Remains.NOTHING;
        }
        if (removed && !below.told()) {
            steps.skip(place.on(here), reason + ", but not empty: it holds something that does not take part", false);
        }
        return Remains.only(here, removed || below.told());
    }

    private void tellUnknown(Node node, Place place, Side side) {
        if (node.of(side) instanceof Unknown(String reason)) {
            steps.skip(place.on(side), reason, true);
            return;
        }
        for (Node child : node.children()) {
            tellUnknown(child, place.of(child), side);
        }
    }
}
