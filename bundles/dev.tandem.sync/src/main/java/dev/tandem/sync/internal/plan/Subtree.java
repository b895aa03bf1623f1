package dev.tandem.sync.internal.plan;

import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import dev.tandem.sync.internal.model.Item.Present;
import dev.tandem.sync.internal.model.Item.SpecialItem;
import dev.tandem.sync.internal.model.Item.Unknown;
import java.util.function.Predicate;

/** Questions about a node with all below. */
final class Subtree {
    private Subtree() { }

    /** Tells whether something of one side is as {@code wanted}. */
    static boolean any(Node node, Side side, Predicate<Item> wanted) {
        return wanted.test(node.of(side))
                || node.children().stream().anyMatch(child -> any(child, side, wanted));
    }

    /** Tells whether it cannot be told what all of one side is. */
    static boolean isUnknown(Node node, Side side) {
        return any(node, side, Unknown.class::isInstance);
    }

    /** Tells whether all of one side can be removed: everything takes part. */
    static boolean isClearable(Node node, Side side) {
        return !any(node, side, item -> item instanceof Unknown || isObstacle(item));
    }

    /** Tells whether something is neither changed nor overwritten. */
    static boolean isObstacle(Item item) {
        return item == Item.IGNORED || item instanceof SpecialItem;
    }

    /** Tells whether something takes part and can be kept in step. */
    static boolean takesPart(Item item) {
        return item.isPresent() && !isObstacle(item);
    }

    /** Tells whether another file system is in it. */
    static boolean hasMount(Node node, Side side) {
        return any(node, side, item -> item instanceof DirectoryItem directory && directory.mount());
    }

    /** Tells whether both sides have the same content; what does not take part makes no difference. */
    static boolean isEqual(Node node) {
        Item left = node.of(Side.LEFT);
        Item right = node.of(Side.RIGHT);
        boolean same = left instanceof Present l && right instanceof Present r && !isObstacle(l) && !isObstacle(r)
                ? Change.sameContent(l, r) : !takesPart(left) && !takesPart(right);
        return same && node.children().stream().allMatch(Subtree::isEqual);
    }
}
