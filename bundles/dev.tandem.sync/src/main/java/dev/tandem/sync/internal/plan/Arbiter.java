package dev.tandem.sync.internal.plan;

import dev.tandem.sync.Direction;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncMatrix;
import dev.tandem.sync.internal.model.Item.Present;
import dev.tandem.sync.spi.Conflict;

/** Decides by the matrix what two changes of one path lead to. */
record Arbiter(SyncMatrix matrix) {
    /** What is to be done about two changes. */
    sealed interface Verdict {
        /** Both sides stay as they are. */
        record Leave(String reason) implements Verdict { }

        /** The other side becomes what {@code from} has. */
        record Follow(Side from, String reason) implements Verdict { }

        /** The rules do not tell. */
        record Dispute(Conflict.Kind kind) implements Verdict { }
    }

    /** Decides about a node whose sides differ. */
    Verdict decide(Node node, Change left, Change right) {
        if (left == Change.NONE && right == Change.NONE) {
            // The base is wrong: both sides may be what nobody has elsewhere.
            return both(node, Change.UPDATED, Change.UPDATED);
        }
        if (left == Change.NONE) {
            return alone(Side.RIGHT, right);
        }
        return right == Change.NONE ? alone(Side.LEFT, left) : both(node, left, right);
    }

    private Verdict alone(Side changed, Change change) {
        Direction direction = matrix.of(changed, change.kind());
        if (direction == Direction.NONE) {
            return new Verdict.Leave(change.on(changed) + ", which is left alone");
        }
        boolean away = direction.changes(changed.other());
        return new Verdict.Follow(away ? changed : changed.other(), (away ? "" : "taken back: ") + change.on(changed));
    }

    private Verdict both(Node node, Change left, Change right) {
        Direction l = matrix.of(Side.LEFT, left.kind());
        Direction r = matrix.of(Side.RIGHT, right.kind());
        String reason = left.on(Side.LEFT) + ", " + right.on(Side.RIGHT);
        if (l == r) {
            return l == Direction.NONE ? new Verdict.Leave(reason + ", which is left alone")
                    : new Verdict.Follow(l.changes(Side.RIGHT) ? Side.LEFT : Side.RIGHT, reason);
        }
        if (left == Change.DELETED || right == Change.DELETED) {
            Side edited = left == Change.DELETED ? Side.RIGHT : Side.LEFT;
            return editWins(edited, l, r) ? new Verdict.Follow(edited, reason + ": the edit wins")
                    : new Verdict.Dispute(Conflict.Kind.DELETE_EDIT);
        }
        return new Verdict.Dispute(kind(node));
    }

    /**
     * The edit leads to where it was deleted, where it overwrites nothing; or it is left alone, and the deletion is
     * taken back.
     */
    private static boolean editWins(Side edited, Direction left, Direction right) {
        Direction ofEdit = edited == Side.LEFT ? left : right;
        Direction ofDeletion = edited == Side.LEFT ? right : left;
        return ofEdit.changes(edited.other()) || (ofEdit == Direction.NONE && ofDeletion.changes(edited.other()));
    }

    private static Conflict.Kind kind(Node node) {
        if (node.of(Side.LEFT) instanceof Present left
                && node.of(Side.RIGHT) instanceof Present right
                && left.type() != right.type()) {
            return Conflict.Kind.TYPE;
        }
        return node.base().isPresent() ? Conflict.Kind.EDIT_EDIT : Conflict.Kind.CREATE_CREATE;
    }
}
