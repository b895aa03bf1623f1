package dev.tandem.sync.internal.engine;

import dev.tandem.catalog.StateStore;
import dev.tandem.catalog.StateStores;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which root was last seen at a path: where another one is there now, or one without a marker, a disk may not be mounted.
 * Two runs at a time may forget what one of them saw, which only makes them less careful.
 */
final class KnownRoots {
    private static final String STORE = "sync-roots";
    private static final int SCHEMA = 1;

    private final StateStores stores;

    KnownRoots(StateStores stores) {
        this.stores = stores;
    }

    /** Returns the ID of the root that was last seen at a path. */
    Optional<String> at(RawPath path) throws IOException {
        Optional<StateStore> opened = stores.open(STORE, SCHEMA);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (StateStore store = opened.get()) {
            return store.map("roots").get(path.bytes()).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /** Remembers which root is at a path. */
    void saw(RawPath path, String rootId) throws IOException {
        Optional<StateStore> opened = stores.open(STORE, SCHEMA);
        if (opened.isPresent()) {
            try (StateStore store = opened.get()) {
                store.map("roots").put(path.bytes(), rootId.getBytes(StandardCharsets.UTF_8));
                store.commit();
            }
        }
    }
}
