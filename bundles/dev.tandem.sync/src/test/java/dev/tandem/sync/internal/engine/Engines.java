package dev.tandem.sync.internal.engine;

import dev.tandem.catalog.StateStores;
import dev.tandem.catalog.internal.FileStateStores;
import dev.tandem.environment.Places;
import dev.tandem.scanner.SystemReader;
import dev.tandem.scanner.SystemWatcher;
import dev.tandem.scanner.SystemWriter;
import dev.tandem.scanner.filter.SourceFilters;
import dev.tandem.scanner.selection.PathSelections;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.Storages;
import dev.tandem.sync.Synchronizer;
import dev.tandem.sync.internal.baseline.OneFolder;
import dev.tandem.sync.internal.policy.PolicyCatalog;
import dev.tandem.sync.internal.merge.JsonMerger;
import dev.tandem.sync.internal.merge.PropertiesMerger;
import dev.tandem.sync.internal.merge.TextMerger;
import dev.tandem.sync.internal.policy.Ask;
import dev.tandem.sync.internal.policy.KeepBoth;
import dev.tandem.sync.internal.policy.Larger;
import dev.tandem.sync.internal.policy.Merge;
import dev.tandem.sync.internal.policy.Newer;
import dev.tandem.sync.internal.policy.Older;
import dev.tandem.sync.internal.policy.PreferLeft;
import dev.tandem.sync.internal.policy.PreferRight;
import dev.tandem.sync.internal.policy.Skip;
import dev.tandem.sync.internal.policy.Smaller;
import dev.tandem.sync.spi.ConflictPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Engines of real parts, as the running product has them. */
final class Engines {
    private static final Storages NO_STORAGES = (where, _) -> {
        throw new StorageException(StorageException.Kind.UNSUPPORTED, "no storage of the kind '" + where.scheme()
                + "' is installed");
    };

    private Engines() { }

    static Synchronizer real(Path data) {
        return real(data, NO_STORAGES);
    }

    static Synchronizer real(Path data, Storages storages) {
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Places places = new OneFolder(data);
        return new SyncEngine(workshop(new FileStateStores(places), places, storages, InstantSource.system(),
                Crew.USUAL));
    }

    /** Returns what a real engine works with, at the pace of a clock. */
    static Workshop workshop(StateStores stores, Places places, InstantSource clock, Crew crew) {
        return workshop(stores, places, NO_STORAGES, clock, crew);
    }

    private static Workshop workshop(StateStores stores, Places places, Storages storages, InstantSource clock,
            Crew crew) {
        SystemReader reader = new SystemReader();
        return new Workshop(reader, new SystemWriter(), new SystemWatcher(), new PathSelections(), stores, places, storages,
                policies(new SourceFilters(reader)),
                List.of(new JsonMerger(), new PropertiesMerger(), new TextMerger()), clock, crew);
    }

    private static PolicyCatalog policies(SourceFilters filters) {
        PolicyCatalog catalog = new PolicyCatalog(filters);
        Map.of("keep-both", new KeepBoth(), "newer", new Newer(), "older", new Older(), "larger", new Larger(),
                "smaller", new Smaller(), "prefer-left", new PreferLeft(), "prefer-right", new PreferRight(),
                "skip", new Skip(), "ask", new Ask(), "merge", new Merge()).forEach((name, policy) ->
                        catalog.addPolicy(policy, Map.of(ConflictPolicy.NAME, name)));
        return catalog;
    }
}
