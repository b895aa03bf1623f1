package dev.tandem.backup.internal.engine.repair;

import dev.tandem.storage.StorageException;
import java.io.IOException;

/** Tells bytes that are wrong or gone from a storage that does not answer, after which nothing may be concluded. */
final class StorageFailure {
    private StorageFailure() { }

    /** Throws the failure of the storage behind {@code e}; returns normally when the storage did its part. */
    static void rethrow(IOException e) throws StorageException {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof StorageException failure && failure.kind() != StorageException.Kind.NOT_FOUND
                    && failure.kind() != StorageException.Kind.INVALID) {
                throw failure;
            }
        }
    }
}
