package dev.tandem.sync;

/** Which side is made like the other one. */
public enum Direction {
    /** The right side is made like the left one. */
    TO_RIGHT,
    /** The left side is made like the right one. */
    TO_LEFT,
    /** Both stay as they are. */
    NONE;

    /** Returns the direction that changes {@code side}. */
    public static Direction to(Side side) {
        return side == Side.RIGHT ? TO_RIGHT : TO_LEFT;
    }

    /** Tells whether {@code side} is the one that is changed. */
    public boolean changes(Side side) {
        return this == to(side);
    }

    /** Returns the direction with both sides swapped. */
    public Direction mirrored() {
        return switch (this) {
            case TO_RIGHT -> TO_LEFT;
            case TO_LEFT -> TO_RIGHT;
            case NONE -> NONE;
        };
    }
}
