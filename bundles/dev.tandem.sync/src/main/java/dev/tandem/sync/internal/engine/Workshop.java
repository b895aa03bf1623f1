package dev.tandem.sync.internal.engine;

import dev.tandem.catalog.StateStores;
import dev.tandem.environment.Places;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWatcher;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scan.Selections;
import dev.tandem.storage.Storages;
import dev.tandem.sync.internal.policy.PolicyCatalog;
import dev.tandem.sync.spi.Merger;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What runs are done with.
 *
 * @param mergers in the order in which they are asked
 * @param held    the locks of storages that are held, by their tokens
 */
record Workshop(LocalReader reader, LocalWriter writer, LocalWatcher watcher, Selections selections,
        StateStores stores, Places places, Storages storages, PolicyCatalog policies, List<Merger> mergers,
        InstantSource clock, Crew crew, Set<String> held) {
    /** What runs are done with that hold no lock yet. */
    Workshop(LocalReader reader, LocalWriter writer, LocalWatcher watcher, Selections selections,
            StateStores stores, Places places, Storages storages, PolicyCatalog policies, List<Merger> mergers,
            InstantSource clock, Crew crew) {
        this(reader, writer, watcher, selections, stores, places, storages, policies, mergers, clock, crew,
                ConcurrentHashMap.newKeySet());
    }

    KnownRoots roots() {
        return new KnownRoots(stores);
    }
}
