package dev.tandem.sync.internal.plan;

import dev.tandem.model.FileType;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.ChangeKind;
import dev.tandem.sync.Direction;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncMatrix;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item.Present;
import java.util.Optional;

/**
 * Merges the attributes of two items of one type, each attribute by itself: what one side changed goes to the other, as
 * the matrix says; of what both changed the newer item's counts, and the file is never doubled for it.
 */
record AttributeMerge(SyncMatrix matrix, AttributeRules rules, long granularity) {
    /**
     * What both shall have.
     *
     * @param left  what the left side shall have
     * @param right what the right side shall have
     * @param alone whether rules leave a difference alone
     */
    record Merged(Attributes left, Attributes right, boolean alone) {
        Attributes of(Side side) {
            return side == Side.LEFT ? left : right;
        }
    }

    /** Merges. */
    Merged merge(Optional<Base> base, Present left, Present right) {
        Merged merged = new Merged(left.attributes(), right.attributes(), false);
        for (Aspect aspect : Aspect.values()) {
            if (aspect.counts(rules, left.type()) && !equal(aspect, left.attributes(), right.attributes())) {
                merged = merge(aspect, base, left, right, merged);
            }
        }
        return merged;
    }

    private Merged merge(Aspect aspect, Optional<Base> base, Present left, Present right, Merged merged) {
        boolean leftChanged = isChanged(aspect, base, Side.LEFT, left);
        boolean rightChanged = isChanged(aspect, base, Side.RIGHT, right);
        if (!leftChanged && !rightChanged) {
            // One of the sides cannot hold what the other one has.
            return merged;
        }
        ChangeKind kind = base.isPresent() ? ChangeKind.UPDATE : ChangeKind.CREATE;
        Direction ofLeft = matrix.of(Side.LEFT, kind);
        Direction ofRight = matrix.of(Side.RIGHT, kind);
        Direction direction;
        if (!rightChanged || ofLeft == ofRight) {
            direction = ofLeft;
        } else if (!leftChanged) {
            direction = ofRight;
        } else if (ofLeft == Direction.NONE || ofRight == Direction.NONE) {
            direction = Direction.NONE;
        } else {
            direction = leftIsNewer(aspect, left.attributes(), right.attributes()) ? Direction.TO_RIGHT
                    : Direction.TO_LEFT;
        }
        return switch (direction) {
            case TO_RIGHT -> new Merged(merged.left(), aspect.give(left.attributes(), merged.right(), rules),
                    merged.alone());
            case TO_LEFT -> new Merged(aspect.give(right.attributes(), merged.left(), rules), merged.right(),
                    merged.alone());
            case NONE -> new Merged(merged.left(), merged.right(), true);
        };
    }

    private boolean isChanged(Aspect aspect, Optional<Base> base, Side side, Present now) {
        return base.isEmpty() || !equal(aspect, base.get().of(side).attributes(), now.attributes());
    }

    private boolean equal(Aspect aspect, Attributes one, Attributes other) {
        return aspect.equal(one, other, rules, granularity);
    }

    private boolean leftIsNewer(Aspect aspect, Attributes left, Attributes right) {
        int order = Aspect.TIME.equal(left, right, rules, granularity) ? 0 : Aspect.TIME.order(left, right);
        return (order != 0 ? order : aspect.order(left, right)) > 0;
    }

    /** Tells whether two are equal as far as the rules count. */
    boolean equal(FileType type, Attributes one, Attributes other) {
        for (Aspect aspect : Aspect.values()) {
            if (aspect.counts(rules, type) && !equal(aspect, one, other)) {
                return false;
            }
        }
        return true;
    }
}
