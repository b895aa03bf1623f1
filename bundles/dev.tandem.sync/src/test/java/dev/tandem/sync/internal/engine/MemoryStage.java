package dev.tandem.sync.internal.engine;

import dev.tandem.storage.Capability;
import dev.tandem.sync.internal.baseline.OneFolder;
import dev.tandem.sync.internal.replica.Faults;
import dev.tandem.sync.internal.replica.LogicalClock;
import dev.tandem.sync.internal.replica.MemoryOptions;
import dev.tandem.sync.internal.replica.remote.MemoryObjects;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A stage in memory, but for the logs: one thread, one clock, and everything happens in the same order each time. */
final class MemoryStage implements Stage {
    private static final Crew ALONE = new Crew(1, 1);
    private static final long SECOND = 1_000_000_000L;

    private final LogicalClock clock = new LogicalClock();
    private final Faults faults = new Faults();
    private final MemoryStateStores stores = new MemoryStateStores(faults);
    private final List<Site> sites = new ArrayList<>();
    private final Workshop workshop;

    /** @param folder for the logs */
    MemoryStage(List<MemoryOptions> folders, Path folder) {
        folders.forEach(options -> sites.add(new MemorySite(options, clock, faults)));
        workshop = Engines.workshop(stores, new OneFolder(folder), () -> Instant.ofEpochSecond(0, clock.now()), ALONE);
    }

    private MemoryStage(Path folder, List<Kind> kinds) {
        for (Kind kind : kinds) {
            String name = "site" + sites.size();
            sites.add(switch (kind) {
                case Folder _ -> new MemorySite(MemoryOptions.usual(name), clock, faults);
                case Storage(var can, boolean copies) -> new StorageSite(name,
                        new MemoryObjects(can, copies, clock, faults), faults, folder.resolve("cache"));
            });
        }
        workshop = Engines.workshop(stores, new OneFolder(folder), () -> Instant.ofEpochSecond(0, clock.now()), ALONE);
    }

    /** What a side of a stage is. */
    sealed interface Kind { }

    /** A folder in memory. */
    record Folder() implements Kind { }

    /**
     * A storage in memory.
     *
     * @param can    what it promises
     * @param copies whether it copies by itself
     */
    record Storage(Set<Capability> can, boolean copies) implements Kind {
        /** One that can only so much, of which there is one where the other ways are not safe. */
        static Storage any(Random random) {
            Set<Capability> can = MemoryObjects.all();
            List.of(Capability.DIRECTORIES, Capability.TAGS, Capability.SET_TIME, Capability.RENAME,
                    Capability.RENAME_DIRECTORIES, Capability.IF_UNCHANGED_WRITE).stream()
                    .filter(_ -> random.nextBoolean()).forEach(can::remove);
            if (!can.contains(Capability.RENAME) || !can.contains(Capability.DIRECTORIES)) {
                can.remove(Capability.RENAME_DIRECTORIES);
            }
            if (!can.contains(Capability.TAGS)) {
                can.remove(Capability.IF_UNCHANGED_WRITE);
            }
            return new Storage(can, random.nextBoolean());
        }
    }

    /** Returns folders and storages of these kinds. */
    static MemoryStage of(Path folder, Kind... kinds) {
        return new MemoryStage(folder, List.of(kinds));
    }

    /** Returns a folder, or a storage, and a storage. */
    static MemoryStage remote(Random random, Path folder) {
        Kind hub = random.nextInt(3) > 0 ? new Folder() : Storage.any(random);
        return of(folder, hub, Storage.any(random));
    }

    /** Returns two folders that are alike; if they lose power, they lose what was not flushed. */
    static MemoryStage plain(boolean losing, Path folder) {
        return new MemoryStage(List.of(losing(MemoryOptions.usual("site0"), losing),
                losing(MemoryOptions.usual("site1"), losing)), folder);
    }

    /** Returns two or four folders of any kind. */
    static MemoryStage any(Random random, Path folder) {
        boolean plain = random.nextInt(3) > 0;
        int count = random.nextInt(4) == 0 ? 4 : 2;
        boolean losing = random.nextInt(4) == 0;
        List<MemoryOptions> folders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            MemoryOptions options = plain ? MemoryOptions.usual("site" + i) : any(random, "site" + i);
            folders.add(losing(options, losing));
        }
        return new MemoryStage(folders, folder);
    }

    private static MemoryOptions losing(MemoryOptions options, boolean losing) {
        return losing ? options.losingUnflushed() : options;
    }

    private static MemoryOptions any(Random random, String name) {
        return switch (random.nextInt(4)) {
            case 0 -> MemoryOptions.usual(name);
            case 1 -> MemoryOptions.usual(name).withoutFileIds();
            case 2 -> MemoryOptions.usual(name).withoutExchange();
            default -> MemoryOptions.fat(name);
        };
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
        return clock.now();
    }

    /** Lets time go by. */
    void later(long nanoseconds) {
        clock.advance(nanoseconds);
    }

    @Override
    public void pause(RandomGenerator random) {
        clock.advance(random.nextInt(6) == 0 ? 0 : SECOND + random.nextLong(100 * SECOND));
    }

    @Override
    public void loseState() {
        stores.lose();
    }

    @Override
    public String describe() {
        return String.join(", ", sites.stream().map(site -> site.replica().traits().toString()).toList());
    }
}
