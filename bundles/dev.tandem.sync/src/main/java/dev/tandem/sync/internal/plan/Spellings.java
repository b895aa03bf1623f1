package dev.tandem.sync.internal.plan;

import dev.tandem.model.RawName;
import dev.tandem.sync.ChangeKind;
import dev.tandem.sync.Direction;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncMatrix;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item.Present;

/**
 * Carries a new spelling of a name to the other side, where both mean the same path. A spelling is an update of its
 * item; where both sides have a new one, or none, each keeps its own.
 */
record Spellings(SyncMatrix matrix, Steps steps) {
    /** Notes the rename of an item, and renames it in the tree. */
    void settle(Node node, Place directory) {
        if (!(node.of(Side.LEFT) instanceof Present left && node.of(Side.RIGHT) instanceof Present right)
                || left.name().equals(right.name()) || left.type() != right.type() || Subtree.isObstacle(left)
                || node.base().isEmpty()) {
            return;
        }
        Base base = node.base().get();
        boolean leftIsNew = !left.name().equals(base.left().name());
        boolean rightIsNew = !right.name().equals(base.right().name());
        if (leftIsNew == rightIsNew) {
            return;
        }
        Side changed = leftIsNew ? Side.LEFT : Side.RIGHT;
        Direction direction = matrix.of(changed, ChangeKind.UPDATE);
        if (direction.changes(changed.other())) {
            rename(node, directory, changed.other(), (leftIsNew ? left : right).name(),
                    "spelled in another way on the " + Transfer.name(changed));
        } else if (direction.changes(changed)) {
            rename(node, directory, changed, base.of(changed).name(),
                    "taken back: spelled in another way on the " + Transfer.name(changed));
        }
    }

    private void rename(Node node, Place directory, Side side, RawName name, String reason) {
        Present item = (Present) node.of(side);
        steps.move(new Step.Move(side, directory.on(side).child(item.name()), directory.on(side).child(name), item,
                false, reason));
        node.set(side, item.renamed(name));
    }
}
