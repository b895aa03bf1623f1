package dev.tandem.sync.internal.plan;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Item;

/**
 * Where something is.
 *
 * @param left  as the left side spells it, or would
 * @param right as the right side does
 * @param key   as the base does
 */
record Place(RawPath left, RawPath right, RawPath key) {
    /** Both folders. */
    static final Place ROOT = new Place(RawPath.of("."), RawPath.of("."), RawPath.of("."));

    /** Returns the path as one side spells it. */
    RawPath on(Side side) {
        return side == Side.LEFT ? left : right;
    }

    /** Returns where a node below is. */
    Place of(Node child) {
        return new Place(left.child(name(child, Side.LEFT)), right.child(name(child, Side.RIGHT)),
                key.child(child.key()));
    }

    /** Returns where a node of the tree is. */
    static Place at(Node node) {
        return node.parent().map(parent -> at(parent).of(node)).orElse(ROOT);
    }

    private static RawName name(Node node, Side side) {
        if (node.of(side) instanceof Item.Present here) {
            return here.name();
        }
        if (node.of(side.other()) instanceof Item.Present there) {
            return there.name();
        }
        return node.base().map(base -> base.of(side).name()).orElse(node.key());
    }
}
