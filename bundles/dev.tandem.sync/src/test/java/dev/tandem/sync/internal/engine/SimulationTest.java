package dev.tandem.sync.internal.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.sync.internal.replica.Faults.Failure;
import dev.tandem.sync.internal.replica.Faults.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * People work in folders at random, on both sides at once, while these are kept in step, with everything that can go
 * wrong. Whatever happens: nothing is lost, the folders become equal, and what one side did is no conflict. The seed is
 * fixed, so that the build says the same each time, and another one each time with {@code -Dtandem.slow=true};
 * {@code -Dtandem.sync.seed=} lives the life asked for, and {@code -Dtandem.sync.steps=} makes more steps, each
 * somebody's work or a run.
 */
class SimulationTest {
    private static final long STEPS = Long.getLong("tandem.sync.steps", 3_000);
    private static final int DISK = 40;

    @TempDir
    Path temporary;

    /** Something that lives by a seed. */
    private interface Life {
        Episode of(long seed, Path folder) throws IOException;
    }

    private static List<Long> seeds() {
        long usual = Boolean.getBoolean("tandem.slow") ? System.currentTimeMillis() : 1;
        return List.of(Long.getLong("tandem.sync.seed", usual));
    }

    @Test
    void whateverHappensNothingIsLostAndFoldersBecomeEqual() throws IOException {
        liveFor(STEPS, Episode::inMemory);
    }

    @Test
    void soItIsOnDisks() throws IOException {
        liveFor(STEPS / DISK, Episode::onDisk);
    }

    @Test
    void soItIsWithStorages() throws IOException {
        liveFor(STEPS / 3, Episode::remote);
    }

    private void liveFor(long most, Life life) throws IOException {
        for (long first : seeds()) {
            long seed = first;
            for (long steps = 0; steps < most; seed++) {
                steps += live(seed, life);
            }
        }
    }

    private long live(long seed, Life life) throws IOException {
        Path folder = Files.createTempDirectory(temporary, "life");
        Episode episode = life.of(seed, folder);
        try {
            episode.live();
            delete(folder);
            return episode.simulation.steps();
        } catch (AssertionError | IOException | RuntimeException failed) {
            throw told(seed, episode, failed);
        }
    }

    // With so many steps each of the tests lives this one life.
    private static AssertionError told(long seed, Episode episode, Throwable failed) {
        return new AssertionError("-Dtandem.sync.seed=" + seed + " -Dtandem.sync.steps=" + DISK + ": " + failed.getMessage()
                + "\n  " + episode.simulation.journal(), failed);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** A way a run goes wrong at a call; tells whether it had so many. */
    private interface Trouble {
        boolean at(Episode episode, Edge edge, long call) throws IOException;
    }

    @Test
    void aRunMayBeKilledAtAnyCall() throws IOException {
        everyCall(false, (episode, edge, call) -> episode.kill(edge, call, Moment.MIDDLE));
    }

    @Test
    void powerMayFailAtAnyCall() throws IOException {
        everyCall(true, (episode, edge, call) -> episode.kill(edge, call, Moment.AFTER));
    }

    @Test
    void anyCallMayFail() throws IOException {
        everyCall(false, (episode, edge, call) -> episode.fail(edge, call, failure(call), false));
    }

    @Test
    void anyCallMayBeTheFirstOfManyToFail() throws IOException {
        everyCall(false, (episode, edge, call) -> episode.fail(edge, call, failure(call), true));
    }

    private static Failure failure(long call) {
        return Failure.values()[(int) (call % Failure.values().length)];
    }

    private void everyCall(boolean losing, Trouble trouble) throws IOException {
        for (long seed : seeds()) {
            long call = 0;
            while (strikes(seed, call, losing, trouble)) {
                call++;
            }
            assertTrue(call > 20, "so many calls were tried: " + call);
        }
    }

    private boolean strikes(long seed, long call, boolean losing, Trouble trouble) throws IOException {
        Path folder = Files.createTempDirectory(temporary, "call");
        Episode episode = new Episode(MemoryStage.plain(losing, folder), new Random(seed), folder);
        try {
            Edge edge = episode.begin(6, 5);
            boolean struck = trouble.at(episode, edge, call);
            episode.simulation.settle();
            delete(folder);
            return struck;
        } catch (AssertionError | IOException | RuntimeException failed) {
            episode.simulation.note("at call " + call);
            throw told(seed, episode, failed);
        }
    }
}
