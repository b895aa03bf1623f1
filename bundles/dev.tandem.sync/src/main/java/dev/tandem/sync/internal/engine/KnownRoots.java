package dev.tandem.sync.internal.engine;

import dev.tandem.catalog.StateStore;
import dev.tandem.catalog.StateStores;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which root was last seen at a path: where another one is there now, or one without a marker, a disk may not be mounted.
 * Two runs at a time may forget what one of them saw, which only makes them less careful.
 */
final class KnownRoots {
    private static final String STORE = "sync-roots";
    private static final String MAP = "roots";
    private static final int SCHEMA = 1;

    private final StateStores stores;

    KnownRoots(StateStores stores) {
        this.stores = stores;
    }

    /** Returns the IDs of the roots that were last seen at paths, where any were. */
    Map<RawPath, String> at(List<RawPath> paths) throws IOException {
        Map<RawPath, String> known = new HashMap<>();
        Optional<StateStore> opened = stores.open(STORE, SCHEMA);
        if (opened.isPresent()) {
            try (StateStore store = opened.get()) {
                for (RawPath path : paths) {
                    store.map(MAP).get(path.bytes())
                            .ifPresent(id -> known.put(path, new String(id, StandardCharsets.UTF_8)));
                }
            }
        }
        return known;
    }

    /** Remembers which roots are at paths. */
    void saw(Map<RawPath, String> roots) throws IOException {
        Optional<StateStore> opened = stores.open(STORE, SCHEMA);
        if (opened.isPresent()) {
            try (StateStore store = opened.get()) {
                for (Map.Entry<RawPath, String> root : roots.entrySet()) {
                    store.map(MAP).put(root.getKey().bytes(), root.getValue().getBytes(StandardCharsets.UTF_8));
                }
                store.commit();
            }
        }
    }
}
