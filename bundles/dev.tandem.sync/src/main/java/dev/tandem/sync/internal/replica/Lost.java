package dev.tandem.sync.internal.replica;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.sync.SyncException;
import java.io.IOException;

/**
 * Tells that a side is not reached any more, which is no matter of one file: whoever went on would wait as long for each
 * of the others. What is below has tried again as often as it makes sense.
 */
public final class Lost {
    private Lost() { }

    /** Tells whether a side is not reached any more. */
    public static boolean isLost(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof StorageException storage
                    && (storage.kind() == Kind.UNREACHABLE || storage.kind() == Kind.THROTTLED)) {
                return true;
            }
        }
        return false;
    }

    /** Ends a run by a failure that ends it. */
    public static void end(IOException failure) throws SyncException {
        if (isLost(failure)) {
            throw of(failure);
        }
    }

    /** Returns how a run ends by a failure. */
    public static SyncException of(IOException failure) {
        return new SyncException(SyncException.Kind.STORAGE, failure.getMessage()
                + ". What was done until then stays, and the next run goes on from there", failure);
    }
}
