package dev.tandem.catalog.internal;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * An H2 MVStore in a file, of one schema. Nothing is committed but by its user. Whatever H2 throws becomes an
 * {@link UnusableStoreException}, as damage shows in any exception: of arrays, of the decompressor, of H2.
 */
final class StoreFile implements AutoCloseable {
    private final MVStore store;

    private StoreFile(MVStore store) {
        this.store = store;
    }

    /**
     * Opens a file, or makes it.
     *
     * @return empty while somebody else has it
     * @throws UnusableStoreException when it is damaged, of another schema, of another key, or cannot be read
     * @throws IOException            when it cannot be written
     */
    static Optional<StoreFile> open(MVStore.Builder settings, int schema) throws IOException {
        MVStore store;
        try {
            store = settings.autoCommitDisabled().open();
        } catch (MVStoreException e) {
            if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                return Optional.empty();
            }
            if (e.getErrorCode() == DataUtils.ERROR_WRITING_FAILED) {
                throw new IOException(e.getMessage(), e);
            }
            throw new UnusableStoreException("it cannot be opened: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new UnusableStoreException("it cannot be opened: " + e.getMessage(), e);
        }
        try {
            guarded(() -> claimed(store, schema));
            return Optional.of(new StoreFile(store));
        } catch (RuntimeException e) {
            store.closeImmediately();
            throw e;
        }
    }

    private static MVStore claimed(MVStore store, int schema) {
        if (store.getMapNames().isEmpty()) {
            store.setStoreVersion(schema);
        }
        if (store.getStoreVersion() != schema) {
            throw new UnusableStoreException("it has the schema " + store.getStoreVersion());
        }
        return store;
    }

    /** Does something with the store. */
    <T> T use(Supplier<T> access) {
        return guarded(access);
    }

    private static <T> T guarded(Supplier<T> access) {
        try {
            return access.get();
        } catch (UnusableStoreException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new UnusableStoreException(String.valueOf(e.getMessage()), e);
        }
    }

    MVStore store() {
        return store;
    }

    /** Closes it; what was changed since the last commit is written. */
    @Override
    public void close() {
        close(0);
    }

    /** Closes it, as {@link #close()} does; for so many milliseconds it is made smaller where much of it is unused. */
    void close(int compaction) {
        try {
            store.close(compaction);
        } catch (RuntimeException e) {
            // What counts was committed, and a damaged file shows when it is next opened.
            store.closeImmediately();
        }
    }

    /** Closes it; what was changed since the last commit is gone. */
    void drop() {
        store.closeImmediately();
    }
}
