package dev.tandem.sync.internal.version;

import dev.tandem.sync.Side;
import dev.tandem.sync.internal.replica.Replica;

/** Both sides of a pair. */
public record Sides(Replica left, Replica right) {
    /** Returns one of them. */
    public Replica of(Side side) {
        return side == Side.LEFT ? left : right;
    }
}
