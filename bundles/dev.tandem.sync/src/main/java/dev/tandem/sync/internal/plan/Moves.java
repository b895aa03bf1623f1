package dev.tandem.sync.internal.plan;

import dev.tandem.model.RawPath;
import dev.tandem.sync.ChangeKind;
import dev.tandem.sync.Direction;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncMatrix;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import dev.tandem.sync.internal.model.Item.Present;
import dev.tandem.sync.internal.plan.MoveSearch.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes moves out of a tree before it is planned. What one side moved from A to B is moved in the base and in the
 * other side's tree too, so that what is left is what happened besides; and the step that does so is noted. Only what
 * can be done in the tree as it is by then is noted. A move that was found wrongly costs nothing but time: what both
 * sides have in the end is decided by the rest of the plan.
 */
final class Moves {
    private final SyncMatrix matrix;
    private final Steps steps;

    Moves(SyncMatrix matrix, Steps steps) {
        this.matrix = matrix;
        this.steps = steps;
    }

    /** Takes all moves out of the tree. */
    void takeOut(Node root) {
        List<Side> movers = List.of(Side.LEFT, Side.RIGHT).stream().filter(this::leadsAway).toList();
        boolean again = true;
        while (again) {
            again = false;
            for (Side side : movers) {
                // A directory that was moved may bring another move within reach, on either side.
                again |= takeOut(side, new MoveSearch(root, side).directoriesById());
                again |= takeOut(side, new MoveSearch(root, side).directoriesByContent());
            }
        }
        for (Side side : movers) {
            takeOut(side, new MoveSearch(root, side).files());
        }
    }

    private boolean leadsAway(Side side) {
        Direction away = Direction.to(side.other());
        return matrix.of(side, ChangeKind.CREATE) == away && matrix.of(side, ChangeKind.DELETE) == away;
    }

    private boolean takeOut(Side mover, List<Pair> pairs) {
        boolean any = false;
        for (Pair pair : pairs) {
            if (isShared(pair, mover)) {
                carryBase(pair.gone(), pair.made());
                any = true;
                continue;
            }
            Optional<List<Node>> missing = canFollow(pair, mover) ? missingAbove(pair.made(), mover) : Optional.empty();
            if (missing.isPresent()) {
                missing.get().forEach(directory -> make(directory, mover));
                follow(pair, mover);
                any = true;
            }
        }
        return any;
    }

    /** Tells whether the other side has moved it to the same place, as a run does that was interrupted. */
    private static boolean isShared(Pair pair, Side mover) {
        Side other = mover.other();
        if (!MoveSearch.isGone(pair.gone(), mover) || !MoveSearch.isMade(pair.made(), mover)
                || pair.gone().of(other) != Item.ABSENT || !(pair.made().of(other) instanceof Present there)) {
            return false;
        }
        Present was = pair.gone().base().orElseThrow().of(other);
        return was.type() == there.type() && was.attributes().fileId() != 0
                && was.attributes().fileId() == there.attributes().fileId();
    }

    /** Only the base is left to move; where it was the plan has it forgotten, as neither side has anything there. */
    private static void carryBase(Node from, Node to) {
        // It is not in the base yet where it is now, so it must not be taken for one that need not be adopted.
        to.setBase(from.base().map(known -> new Base(known.left(), known.right(), true)));
        for (Node child : from.children()) {
            to.child(child.key()).ifPresent(there -> carryBase(child, there));
        }
    }

    /** Tells whether the other side still has what was moved, and nothing where it went. */
    private static boolean canFollow(Pair pair, Side mover) {
        Node gone = pair.gone();
        Node made = pair.made();
        Side follower = mover.other();
        if (!MoveSearch.isGone(gone, mover) || !MoveSearch.isMade(made, mover)
                || made.of(follower) != Item.ABSENT || isIn(made, gone)) {
            return false;
        }
        Present was = gone.base().orElseThrow().of(follower);
        if (!(gone.of(follower) instanceof Present there) || there.type() != was.type()
                || mountAbove(gone, follower) != mountAbove(made, follower)) {
            return false;
        }
        if (there instanceof DirectoryItem) {
            return !Subtree.isUnknown(gone, follower) && !Subtree.hasMount(gone, follower);
        }
        // An edit is carried along only where it is certain that this is what was moved.
        return pair.proven() || Change.sameContent(was, there);
    }

    /** Returns the directory above where the file system of a path begins: nothing is renamed from one to another. */
    private static Node mountAbove(Node node, Side side) {
        Node above = node;
        do {
            above = above.parent().orElseThrow();
        } while (above.parent().isPresent() && !(above.of(side) instanceof DirectoryItem here && here.mount()));
        return above;
    }

    private static boolean isIn(Node node, Node directory) {
        return node == directory || node.parent().filter(parent -> isIn(parent, directory)).isPresent();
    }

    /**
     * Returns the directories above that the mover has made and the other side has to get first, from the top; empty
     * where they cannot be made.
     */
    private static Optional<List<Node>> missingAbove(Node made, Side mover) {
        List<Node> missing = new ArrayList<>();
        Node directory = made.parent().orElseThrow();
        while (directory.of(mover.other()) == Item.ABSENT) {
            if (directory.base().isPresent() || !(directory.of(mover) instanceof DirectoryItem)
                    || directory.parent().isEmpty()) {
                return Optional.empty();
            }
            missing.addFirst(directory);
            directory = directory.parent().get();
        }
        return directory.of(mover.other()) instanceof DirectoryItem ? Optional.of(missing) : Optional.empty();
    }

    private void make(Node directory, Side mover) {
        Place place = Place.at(directory);
        DirectoryItem like = (DirectoryItem) directory.of(mover);
        Side on = mover.other();
        steps.move(new Step.MakeDirectory(on, place.on(on), place.on(mover), like, Change.CREATED.on(mover)));
        Attributes made = like.attributes();
        directory.set(on, new DirectoryItem(like.name(), false, new Attributes(made.permissions(), made.uid(),
                made.gid(), made.modified(), 0, 0, made.extended())));
        directory.setNoted();
    }

    private void follow(Pair pair, Side mover) {
        Side on = mover.other();
        Node gone = pair.gone();
        Node made = pair.made();
        Present moved = (Present) gone.of(on);
        RawPath from = Place.at(gone).on(on);
        RawPath to = Place.at(made).on(on);
        steps.move(new Step.Move(on, from, to, moved, true, "moved on the " + Transfer.name(mover)));
        carry(gone, made, on);
        made.set(on, moved.renamed(to.name()));
        gone.parent().orElseThrow().remove(gone.key());
    }

    /** Carries the base and one side over from where it was, with all below. */
    private static void carry(Node from, Node to, Side side) {
        to.setBase(from.base());
        to.set(side, from.of(side));
        to.setAtomic(to.isAtomic() || from.isAtomic());
        for (Node child : List.copyOf(from.children())) {
            from.remove(child.key());
            Optional<Node> there = to.child(child.key());
            if (there.isPresent()) {
                carry(child, there.get(), side);
            } else {
                to.add(child);
            }
        }
        from.setBase(Optional.empty());
        from.set(side, Item.ABSENT);
    }
}
