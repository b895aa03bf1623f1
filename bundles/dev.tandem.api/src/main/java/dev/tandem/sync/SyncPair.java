package dev.tandem.sync;

import dev.tandem.storage.Location;
import java.util.Objects;

/** The two folders that are kept in step. */
public record SyncPair(Location left, Location right) {
    public SyncPair {
        Objects.requireNonNull(left);
        Objects.requireNonNull(right);
    }

    /** Returns one of them. */
    public Location of(Side side) {
        return side == Side.LEFT ? left : right;
    }
}
