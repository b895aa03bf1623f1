package dev.tandem.sync.internal.plan;

import dev.tandem.sync.Loser;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncMatrix;
import dev.tandem.sync.internal.policy.Newer;
import dev.tandem.sync.spi.Resolution;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What holds of every plan holds of those for trees that were changed at random. The system properties
 * {@code tandem.seed} and {@code tandem.worlds} set which trees these are, and how many.
 */
class RandomPlansTest {
    private static final long SEED = Long.getLong("tandem.seed", 20_261_123);
    private static final int WORLDS = Integer.getInteger("tandem.worlds", 300);

    @Test
    void twoWayKeepsWhatItPromises() {
        all(false, world -> Promises.keep(world, TestRules.TWO_WAY));
    }

    @Test
    void twoWayKeepsWhatItPromisesBesideWhatIsUnknownOrTakesNoPart() {
        all(true, world -> Promises.keep(world, TestRules.TWO_WAY));
    }

    @Test
    void swappingTheSidesSwapsTheResult() {
        all(false, world -> Promises.areSymmetric(world, TestRules.TWO_WAY));
        all(true, world -> Promises.areSymmetric(world, TestRules.TWO_WAY.with(new Newer()::resolve)));
    }

    @Test
    void spellingsThatMeanOneNameKeepWhatIsPromised() {
        all(false, new Names(true, true), world -> Promises.keep(world, TestRules.TWO_WAY));
        all(true, new Names(true, true), world -> Promises.keep(world, TestRules.TWO_WAY.with(SyncMatrix.MIRROR)));
    }

    @Test
    void eachModeKeepsWhatItPromises() {
        all(true, world -> Promises.keep(world, TestRules.TWO_WAY.with(SyncMatrix.MIRROR)));
        all(true, world -> Promises.keep(world, TestRules.TWO_WAY.with(SyncMatrix.UPDATE)));
        all(true, world -> Promises.keep(world, TestRules.TWO_WAY.with(SyncMatrix.CONTRIBUTE.mirrored())));
    }

    @Test
    void eachPolicyKeepsWhatItPromises() {
        all(true, world -> Promises.keep(world, TestRules.TWO_WAY.with(new Resolution.Prefer(Side.RIGHT))));
        all(true, world -> Promises.keep(world, TestRules.TWO_WAY.with(new Resolution.Prefer(Side.LEFT))
                .with(Loser.COPY)));
        all(true, world -> Promises.keep(world, TestRules.TWO_WAY.with(new Resolution.Ask()).withoutEmpty()));
    }

    private static void all(boolean obstacles, Consumer<World> rule) {
        all(obstacles, Names.EXACT, rule);
    }

    private static void all(boolean obstacles, Names names, Consumer<World> rule) {
        for (int i = 0; i < WORLDS; i++) {
            try {
                rule.accept(RandomWorlds.of(SEED + i, obstacles, names));
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError("fails with -Dtandem.seed=" + (SEED + i) + " -Dtandem.worlds=1: "
                        + failed.getMessage(), failed);
            }
        }
    }
}
