package dev.tandem.sync;

/** One of the two folders that are kept in step. */
public enum Side {
    LEFT, RIGHT;

    /** Returns the one that this is not. */
    public Side other() {
        return this == LEFT ? RIGHT : LEFT;
    }
}
