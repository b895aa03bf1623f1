package dev.tandem.sync.internal.engine;

import dev.tandem.catalog.StateStores;
import dev.tandem.catalog.internal.FileStateStores;
import dev.tandem.environment.Places;
import dev.tandem.sync.internal.baseline.OneFolder;
import dev.tandem.sync.internal.replica.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A stage on a disk, with the real catalog and the real time. */
final class DiskStage implements Stage {
    private final Faults faults = new Faults();
    private final List<Site> sites = new ArrayList<>();
    private final StateStores stores;
    private final Workshop workshop;

    DiskStage(int count, Path folder) throws IOException {
        for (int i = 0; i < count; i++) {
            sites.add(new DiskSite(folder.resolve("site" + i), faults));
        }
        Places places = new OneFolder(Files.createDirectory(folder.resolve("data")));
        stores = new FileStateStores(places);
        workshop = Engines.workshop(stores, places, InstantSource.system(), new Crew(1, 1));
    }

    @Override
    public List<Site> sites() {
        return sites;
    }

    @Override
    public Workshop workshop() {
        return workshop;
    }

    @Override
    public Faults faults() {
        return faults;
    }

    @Override
    public long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public void pause(RandomGenerator random) {
        // Time goes by by itself.
    }

    @Override
    public void loseState() throws IOException {
        for (String name : stores.names("")) {
            stores.setAside(name);
        }
    }

    @Override
    public String describe() {
        return sites.size() + " folders on a disk";
    }
}
