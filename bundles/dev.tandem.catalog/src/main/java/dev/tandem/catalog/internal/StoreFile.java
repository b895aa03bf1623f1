package dev.tandem.catalog.internal;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * An H2 MVStore in a file, of one schema. Nothing is committed but by its user. Whatever H2 throws becomes an
 * {@link UnusableStoreException}, as damage shows in any exception: of arrays, of the decompressor, of H2.
 */
final class StoreFile implements AutoCloseable {
    /** Bytes of a file into which nothing was ever committed. */
    private static final int HEAD = 2 * 4096;
    /** Below this size a file may waste what it wants. */
    private static final long SMALL = 4 << 20;
    private static final int LIVE_PERCENT = 40;
    private static final int COPIED_AT_ONCE = 8 << 20;

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
        if (store.getStoreVersion() == 0 && store.getMapNames().isEmpty()) {
            // H2 takes a file for new of which it finds the head alone.
            if (store.getFileStore().size() > HEAD) {
                throw new UnusableStoreException("nothing can be found in it");
            }
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

    /** Tells whether most of the file is unused. H2 would use that space again, but hardly between short openings. */
    boolean isWasteful() {
        return store.getFileStore().size() > SMALL && store.getFileStore().getChunksFillRate() < LIVE_PERCENT;
    }

    /** Copies all, maps of arrays of bytes, to an empty file, and commits it there. */
    void copyTo(StoreFile target) {
        use(() -> {
            for (String name : store.getMapNames()) {
                copy(UnsignedBytes.map(store, name), UnsignedBytes.map(target.store, name), target.store);
            }
            target.store.commit();
            target.store.sync();
            return null;
        });
    }

    private static void copy(MVMap<byte[], byte[]> from, MVMap<byte[], byte[]> to, MVStore target) {
        int copied = 0;
        Cursor<byte[], byte[]> cursor = from.cursor(null);
        while (cursor.hasNext()) {
            byte[] key = cursor.next();
            to.put(key, cursor.getValue());
            copied += key.length + cursor.getValue().length;
            if (copied > COPIED_AT_ONCE) {
                target.commit();
                copied = 0;
            }
        }
    }

    /** Closes it; what was changed since the last commit is written. */
    @Override
    public void close() {
        try {
            store.close();
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
