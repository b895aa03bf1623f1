package dev.tandem.backup.internal.engine.copy;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** What cannot be read in a source, told apart from a source that cannot be reached. */
final class Loss {
    private static final Set<Kind> OUT_OF_REACH = Set.of(Kind.UNREACHABLE, Kind.THROTTLED, Kind.DENIED);

    private Optional<String> reason = Optional.empty();

    /**
     * Takes note of something that cannot be read.
     *
     * @throws IOException {@code failure}, when the storage is to blame, so that all else would fail as well
     */
    void of(IOException failure) throws IOException {
        Throwable root = failure.getCause() == null ? failure : failure.getCause();
        if (root instanceof StorageException e && OUT_OF_REACH.contains(e.kind())) {
            throw failure;
        }
        of(failure.getMessage());
    }

    /** Takes note of something that is not there. */
    synchronized void of(String message) {
        if (reason.isEmpty()) {
            reason = Optional.of(message);
        }
    }

    /** Returns what was lost first. */
    synchronized Optional<String> reason() {
        return reason;
    }
}
