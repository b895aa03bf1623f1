package dev.tandem.sync.internal.baseline;

import dev.tandem.catalog.StateStore;
import dev.tandem.catalog.StateStores;
import dev.tandem.sync.internal.conflict.ConflictBook;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is remembered of a pair on this machine: its baseline and its conflicts, which change together. Whoever meets a
 * {@link dev.tandem.catalog.StateDamagedException} calls {@link #abandon} and opens it anew: it is empty then, which
 * costs reading both sides and deletes nothing.
 */
public final class PairState implements AutoCloseable {
    private static final String PREFIX = "sync-";
    /** Of what both put into the store. One with another schema is set aside. */
    private static final int SCHEMA = 1;

    private final StateStores stores;
    private final String name;
    private final StateStore store;
    private final StoredBaseline baseline;
    private final ConflictBook conflicts;

    private PairState(StateStores stores, String name, StateStore store) {
        this.stores = stores;
        this.name = name;
        this.store = store;
        this.baseline = new StoredBaseline(store);
        this.conflicts = new ConflictBook(store);
    }

    /**
     * Opens the state of a pair.
     *
     * @param pair letters, digits, {@code -} and {@code .}
     * @return empty while another run has it
     */
    public static Optional<PairState> open(StateStores stores, String pair) throws IOException {
        String name = PREFIX + pair;
        return stores.open(name, SCHEMA).map(store -> new PairState(stores, name, store));
    }

    /** Returns where a damaged state went that this one was opened in place of; empty where there was none. */
    public Optional<Path> setAside() {
        return store.setAside();
    }

    /** Returns what both sides were when they were last equal. It is closed with this. */
    public StoredBaseline baseline() {
        return baseline;
    }

    /** Returns the conflicts that are not settled. */
    public ConflictBook conflicts() {
        return conflicts;
    }

    /** Makes all changes of both durable, together. {@link Baseline#commit} is the same. */
    public void commit() throws IOException {
        baseline.commit();
    }

    /** Closes it; what was not committed is gone. */
    @Override
    public void close() {
        store.close();
    }

    /**
     * Closes it and sets it aside as damaged.
     *
     * @return where it went; empty where another run has opened it meanwhile
     */
    public Optional<Path> abandon() throws IOException {
        close();
        return stores.setAside(name);
    }
}
