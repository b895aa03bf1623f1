package dev.tandem.sync;

/** Where the losing version of a conflict that was decided for one side goes. */
public enum Loser {
    /** To the versions, from where it can be brought back. */
    VERSION,
    /** To the versions, and beside the winner under a name of its own, on both sides. */
    COPY
}
