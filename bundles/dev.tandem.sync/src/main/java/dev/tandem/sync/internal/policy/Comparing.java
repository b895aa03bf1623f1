package dev.tandem.sync.internal.policy;

import dev.tandem.model.FileType;
import dev.tandem.sync.Side;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.Resolution;
import dev.tandem.sync.spi.Version;
import java.util.Comparator;

/** Decides for the version that has more of something; what is gone, and what is equal, cannot be compared. */
final class Comparing {
    private Comparing() { }

    /** Decides for the greater one. */
    static Resolution greater(Conflict conflict, Comparator<Version> order) {
        if (conflict.left().isEmpty() || conflict.right().isEmpty()) {
            return new Resolution.Undecided();
        }
        Version left = conflict.left().get();
        Version right = conflict.right().get();
        boolean comparable = (left.type() == FileType.DIRECTORY) == (right.type() == FileType.DIRECTORY);
        int result = comparable ? order.compare(left, right) : 0;
        return result == 0 ? new Resolution.Undecided() : new Resolution.Prefer(result > 0 ? Side.LEFT : Side.RIGHT);
    }
}
