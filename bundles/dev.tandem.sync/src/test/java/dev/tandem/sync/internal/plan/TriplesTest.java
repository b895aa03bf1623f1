package dev.tandem.sync.internal.plan;

import dev.tandem.model.RawPath;
import dev.tandem.sync.Loser;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncMatrix;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.policy.Newer;
import dev.tandem.sync.spi.Resolution;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** All that base, left and right can have at a path, with each other. */
class TriplesTest {
    private static final String PATH = "p";
    private static final String BELOW = "p/c";

    /** What can be at a path. */
    private enum Kind { ABSENT, FILE1, FILE2, LINK, EMPTY, HOLDS1, HOLDS2, IGNORED, UNKNOWN }

    @Test
    void twoWayLosesNothingAndComesToRestWhateverMeets() {
        all(world -> Promises.keep(world, TestRules.TWO_WAY));
    }

    @Test
    void swappingTheSidesSwapsTheResult() {
        all(world -> Promises.areSymmetric(world, TestRules.TWO_WAY));
        all(world -> Promises.areSymmetric(world, TestRules.TWO_WAY.with(SyncMatrix.MIRROR)));
        all(world -> Promises.areSymmetric(world, TestRules.TWO_WAY.with(SyncMatrix.UPDATE)));
        all(world -> Promises.areSymmetric(world, TestRules.TWO_WAY.with(new Newer()::resolve)));
    }

    @Test
    void eachModeLosesNothingAndComesToRest() {
        for (SyncMatrix matrix : List.of(SyncMatrix.MIRROR, SyncMatrix.UPDATE, SyncMatrix.CONTRIBUTE,
                SyncMatrix.MIRROR.mirrored(), SyncMatrix.UPDATE.mirrored(), SyncMatrix.CONTRIBUTE.mirrored())) {
            all(world -> Promises.keep(world, TestRules.TWO_WAY.with(matrix)));
            all(world -> Promises.keep(world, TestRules.TWO_WAY.with(matrix).with(new Resolution.Prefer(Side.LEFT))));
        }
    }

    @Test
    void eachPolicyLosesNothingAndComesToRest() {
        for (Resolution resolution : List.of(new Resolution.Prefer(Side.LEFT), new Resolution.Prefer(Side.RIGHT),
                new Resolution.Skip(), new Resolution.Ask(), new Resolution.KeepBoth(Side.LEFT),
                new Resolution.KeepBoth(Side.RIGHT))) {
            all(world -> Promises.keep(world, TestRules.TWO_WAY.with(resolution)));
            all(world -> Promises.keep(world, TestRules.TWO_WAY.with(resolution).with(Loser.COPY)));
            all(world -> Promises.keep(world, TestRules.TWO_WAY.with(resolution).withoutEmpty()));
        }
    }

    private static void all(Consumer<World> rule) {
        for (Kind base : Kind.values()) {
            for (Kind left : Kind.values()) {
                for (Kind right : Kind.values()) {
                    for (boolean atomic : new boolean[] {false, true}) {
                        check(base, left, right, atomic, rule);
                    }
                }
            }
        }
    }

    private static void check(Kind base, Kind left, Kind right, boolean atomic, Consumer<World> rule) {
        World world = new World();
        boolean recheck = base == Kind.IGNORED || base == Kind.UNKNOWN;
        Kind known = base == Kind.IGNORED ? Kind.FILE1 : base == Kind.UNKNOWN ? Kind.HOLDS1 : base;
        put(world, Side.LEFT, known);
        put(world, Side.RIGHT, known);
        world.adoptAll();
        if (recheck) {
            // The base is never of something that does not take part; so these two stand for one not to be relied on.
            world.base().replaceAll((_, both) -> new Base(both.left(), both.right(), true));
        }
        become(world, Side.LEFT, known, left);
        become(world, Side.RIGHT, known, right);
        if (atomic) {
            world.setAtomic(PATH);
        }
        try {
            rule.accept(world);
        } catch (AssertionError failed) {
            throw new AssertionError("base " + base + ", left " + left + ", right " + right
                    + (atomic ? ", atomic: " : ": ") + failed.getMessage(), failed);
        }
    }

    private static void become(World world, Side side, Kind was, Kind now) {
        if (was != now) {
            world.remove(side, PATH);
            put(world, side, now);
        }
    }

    private static void put(World world, Side side, Kind kind) {
        RawPath path = World.path(PATH);
        // Each side's edit is made at another time, so that one is newer.
        switch (kind) {
            case ABSENT -> { }
            case FILE1 -> world.put(side, PATH, 1, 1000);
            case FILE2 -> world.put(side, PATH, 2, 2000);
            case LINK -> world.put(side, path, World.link(path, "target"));
            case EMPTY -> world.mkdir(side, PATH);
            case HOLDS1 -> world.mkdir(side, PATH).put(side, BELOW, 3, 3000);
            case HOLDS2 -> world.mkdir(side, PATH).put(side, BELOW, 4, 4000);
            case IGNORED -> world.put(side, path, Item.IGNORED);
            case UNKNOWN -> world.put(side, path, new Item.Unknown("cannot be read"));
        }
    }
}
