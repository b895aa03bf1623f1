package dev.tandem.sync.internal.engine;

import dev.tandem.sync.internal.baseline.OneFolder;
import dev.tandem.sync.internal.replica.Faults;
import dev.tandem.sync.internal.replica.LogicalClock;
import dev.tandem.sync.internal.replica.MemoryOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
