package dev.tandem.sync.internal.engine;

import dev.tandem.catalog.StateStores;
import dev.tandem.environment.Places;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWatcher;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scan.Selections;
import dev.tandem.sync.internal.policy.PolicyCatalog;
import java.time.InstantSource;

/** What runs are done with. */
record Workshop(LocalReader reader, LocalWriter writer, LocalWatcher watcher, Selections selections,
        StateStores stores, Places places, PolicyCatalog policies, InstantSource clock, Crew crew) {
    KnownRoots roots() {
        return new KnownRoots(stores);
    }
}
