package dev.tandem.sync.internal.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * People work in folders at random, on both sides at once, while these are kept in step, with everything that can go
 * wrong. Whatever they do: nothing is lost, the folders become equal, and what one side did is no conflict. A seed that
 * fails is printed and lives again with {@code -Dtandem.sync.seed=}; {@code -Dtandem.sync.steps=} makes more steps, each
 * somebody's work or a run.
 */
class SimulationTest {
    private static final long STEPS = Long.getLong("tandem.sync.steps", 20_000);

    @TempDir
    Path folder;

    @Test
    void whateverHappensNothingIsLostAndFoldersBecomeEqual() throws Exception {
        long steps = 0;
        long episodes = 0;
        for (long seed : seeds().limit(Long.MAX_VALUE).boxed().limit(1).toList()) {
            while (steps < STEPS) {
                steps += live(seed++);
                episodes++;
            }
        }
        System.out.println(episodes + " episodes, " + steps + " steps");
    }

    private static LongStream seeds() {
        return LongStream.of(Long.getLong("tandem.sync.seed", 1));
    }

    private long live(long seed) throws Exception {
        Episode episode = new Episode(seed, Files.createDirectory(folder.resolve(Long.toString(seed))));
        try {
            episode.live();
        } catch (Throwable failed) {
            throw new AssertionError("-Dtandem.sync.seed=" + seed + " -Dtandem.sync.steps=1: " + failed.getMessage()
                    + "\n  " + episode.simulation.journal(), failed);
        }
        return episode.simulation.steps();
    }
}
