package dev.tandem.sync.internal.plan;

import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Item;

/**
 * What there will be at a path.
 *
 * @param left  whether the left side has something there then
 * @param right whether the right side has
 * @param told  whether a person is told already why something stays
 */
record Remains(boolean left, boolean right, boolean told) {
    static final Remains NOTHING = new Remains(false, false, false);
    static final Remains BOTH = new Remains(true, true, false);

    /** Something stays on one side only. */
    static Remains only(Side side, boolean told) {
        return new Remains(side == Side.LEFT, side == Side.RIGHT, told);
    }

    /** What is there now stays. */
    static Remains now(Node node, boolean told) {
        return new Remains(node.of(Side.LEFT) != Item.ABSENT, node.of(Side.RIGHT) != Item.ABSENT, told);
    }

    boolean on(Side side) {
        return side == Side.LEFT ? left : right;
    }

    /** Returns what there will be at one of both. */
    Remains or(Remains other) {
        return new Remains(left || other.left, right || other.right, told || other.told);
    }
}
