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

/**
 * What runs are done with.
 *
 * @param mergers in the order in which they are asked
 */
record Workshop(LocalReader reader, LocalWriter writer, LocalWatcher watcher, Selections selections,
        StateStores stores, Places places, Storages storages, PolicyCatalog policies, List<Merger> mergers, InstantSource clock,
        Crew crew) {
    KnownRoots roots() {
        return new KnownRoots(stores);
    }
}
