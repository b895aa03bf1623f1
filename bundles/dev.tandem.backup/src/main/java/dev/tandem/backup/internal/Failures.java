package dev.tandem.backup.internal;

import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import java.io.IOException;

/** Turns failures of the store and its storage into those of the API. */
final class Failures {
    /** Something that may fail. */
    @FunctionalInterface
    interface Action<T> {
        T run() throws IOException;
    }

    private Failures() { }

    /** Runs {@code action}, naming the repository in what it throws. */
    static <T> T translated(Location where, Action<T> action) throws RepositoryException {
        try {
            return action.run();
        } catch (RepositoryException e) {
            throw new RepositoryException(e.kind(), where + ": " + e.getMessage(), e);
        } catch (DamagedException e) {
            throw new RepositoryException(Kind.DAMAGED, where + ": " + e.getMessage(), e);
        } catch (StorageException e) {
            Kind kind = e.kind() == StorageException.Kind.NOT_FOUND ? Kind.NOT_FOUND : Kind.STORAGE;
            throw new RepositoryException(kind, e.getMessage(), e);
        } catch (IOException e) {
            throw new RepositoryException(Kind.STORAGE, where + ": " + e.getMessage(), e);
        }
    }
}
