package dev.tandem.catalog.internal;

import dev.tandem.catalog.StateDamagedException;
import dev.tandem.catalog.StateMap;
import dev.tandem.catalog.StateStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.h2.mvstore.MVStore;

/** An open file of state. */
final class FileStateStore implements StateStore {
    private final String name;
    private final StoreFile file;
    private final Optional<Path> setAside;
    private final Runnable closed;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private volatile boolean changed;

    /** @param closed told once it is closed */
    FileStateStore(String name, StoreFile file, Optional<Path> setAside, Runnable closed) {
        this.name = name;
        this.file = file;
        this.setAside = setAside;
        this.closed = closed;
    }

    MVStore file() {
        return file.store();
    }

    @Override
    public Optional<Path> setAside() {
        return setAside;
    }

    @Override
    public StateMap map(String map) {
        return new FileStateMap(this, map);
    }

    /** Returns what {@code access} does. */
    <T> T read(Supplier<T> access) throws IOException {
        try {
            return file.use(access);
        } catch (UnusableStoreException e) {
            throw failure(e, "be used", "Check the disk with Tandem's folder 'data', then try again");
        }
    }

    private IOException failure(UnusableStoreException e, String what, String remedy) {
        return e.isDamage()
                ? new StateDamagedException("what is remembered in '" + name + "' is damaged: " + e.getMessage(), e)
                : new IOException("what is remembered in '" + name + "' cannot " + what + ": " + e.getMessage() + ". "
                        + remedy, e);
    }

    /** Does {@code access}, which changes something. */
    void change(Supplier<?> access) throws IOException {
        read(access);
        changed = true;
    }

    @Override
    public void commit() throws IOException {
        if (!changed) {
            return;
        }
        // What changes meanwhile is in this commit or in the next.
        changed = false;
        try {
            file.use(() -> {
                file().commit();
                file().sync();
                return null;
            });
        } catch (UnusableStoreException e) {
            changed = true;
            throw failure(e, "be written", "Is there space left in Tandem's folder 'data'?");
        }
    }

    @Override
    public void close() {
        if (!open.getAndSet(false)) {
            return;
        }
        if (changed) {
            file.drop();
        } else {
            file.close();
        }
        closed.run();
    }
}
