package dev.tandem.sync;

import static dev.tandem.sync.Direction.NONE;
import static dev.tandem.sync.Direction.TO_LEFT;
import static dev.tandem.sync.Direction.TO_RIGHT;

import java.util.Objects;

/**
 * What each kind of change on each side leads to. A change that leads away from its side is propagated, one that leads
 * to its own side is taken back, the others are left alone. Where both sides changed and both changes lead the same way,
 * that is done; where they disagree there is a conflict.
 */
public record SyncMatrix(Direction leftCreate, Direction leftUpdate, Direction leftDelete, Direction rightCreate,
        Direction rightUpdate, Direction rightDelete) {
    /** Each side follows the other. */
    public static final SyncMatrix TWO_WAY = new SyncMatrix(TO_RIGHT, TO_RIGHT, TO_RIGHT, TO_LEFT, TO_LEFT, TO_LEFT);

    /** The right side becomes what the left one is, whatever happened there. */
    public static final SyncMatrix MIRROR =
            new SyncMatrix(TO_RIGHT, TO_RIGHT, TO_RIGHT, TO_RIGHT, TO_RIGHT, TO_RIGHT);

    /** The right side gets what is new or changed on the left; nothing is deleted, its own files and edits stay. */
    public static final SyncMatrix UPDATE = new SyncMatrix(TO_RIGHT, TO_RIGHT, NONE, NONE, NONE, TO_RIGHT);

    /** The right side gets what happens on the left, deletions too; what happens on the right stays there. */
    public static final SyncMatrix CONTRIBUTE = new SyncMatrix(TO_RIGHT, TO_RIGHT, TO_RIGHT, NONE, NONE, NONE);

    public SyncMatrix {
        Objects.requireNonNull(leftCreate);
        Objects.requireNonNull(leftUpdate);
        Objects.requireNonNull(leftDelete);
        Objects.requireNonNull(rightCreate);
        Objects.requireNonNull(rightUpdate);
        Objects.requireNonNull(rightDelete);
    }

    /** Returns what a change leads to. */
    public Direction of(Side changed, ChangeKind kind) {
        return switch (kind) {
            case CREATE -> changed == Side.LEFT ? leftCreate : rightCreate;
            case UPDATE -> changed == Side.LEFT ? leftUpdate : rightUpdate;
            case DELETE -> changed == Side.LEFT ? leftDelete : rightDelete;
        };
    }

    /** Tells whether anything is ever changed on {@code side}. */
    public boolean writes(Side side) {
        for (Side changed : Side.values()) {
            for (ChangeKind kind : ChangeKind.values()) {
                if (of(changed, kind).changes(side)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns the matrix with both sides swapped. */
    public SyncMatrix mirrored() {
        return new SyncMatrix(rightCreate.mirrored(), rightUpdate.mirrored(), rightDelete.mirrored(),
                leftCreate.mirrored(), leftUpdate.mirrored(), leftDelete.mirrored());
    }
}
