package dev.tandem.backup.internal.engine.prune;

import dev.tandem.backup.Id;
import dev.tandem.backup.internal.format.DamagedException;
import java.io.IOException;

/** Words for why nothing is pruned. */
final class Refusal {
    private Refusal() { }

    /** Says that something found while nothing was changed yet stands in the way, and what to do about it. */
    static DamagedException of(String found, String remedy) {
        return new DamagedException(found + ". Nothing was pruned, for that could lose more. To do: " + remedy);
    }

    /** Adds to damage that nothing was changed and what to do. */
    static DamagedException of(DamagedException damage, String remedy) {
        return new DamagedException(of(damage.getMessage(), remedy).getMessage(), damage);
    }

    /** Passes on that a file cannot be loaded. */
    static void unread(Id file, IOException failure) throws IOException {
        throw failure;
    }
}
