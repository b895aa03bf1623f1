package dev.tandem.sync.internal.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncMatrix;
import dev.tandem.sync.spi.Resolution;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What holds of every plan. */
final class Promises {
    private Promises() { }

    /** Plans for a world, does it, and checks that nothing is lost and that it comes to rest. */
    static World keep(World before, TestRules rules) {
        World world = before.copy();
        Plan first = rules.plan(world);
        try {
            assertEquals(Planner.plan(world.tree(false), rules.of(world)), first,
                    "what is the same everywhere need not be in the tree");
            world.apply(first);
            nothingIsLost(before, world, rules);
            assertTrue(first.conflicts().isEmpty() || !isClean(before, Side.LEFT) && !isClean(before, Side.RIGHT),
                    "a conflict needs two");
            comesToRest(world, rules);
            if (isSettled(before, first, rules)) {
                assertEquals(shape(world, Side.LEFT, rules), shape(world, Side.RIGHT, rules), "both sides are equal");
                Plan again = rules.later().plan(world);
                assertTrue(again.changesNothing() && again.records().isEmpty(), () -> "once is enough: " + again);
            }
            return world;
        } catch (AssertionError | RuntimeException failed) {
            throw new AssertionError(failed.getMessage() + "\n" + before + "\n" + first, failed);
        }
    }

    private static void comesToRest(World after, TestRules rules) {
        World world = after.copy();
        Plan second = rules.later().plan(world);
        try {
            world.apply(second);
            Plan third = rules.later().later().plan(world);
            assertTrue(third.changesNothing() && third.records().isEmpty(), () -> "it comes to rest: " + third);
        } catch (AssertionError failed) {
            throw new AssertionError("second run: " + failed.getMessage() + "\n" + after + "\n" + second, failed);
        }
    }

    /** Tells whether nothing was left as it was. */
    private static boolean isSettled(World before, Plan plan, TestRules rules) {
        return rules.matrix().equals(SyncMatrix.TWO_WAY) && plan.skips().isEmpty()
                && before.untouchable(Side.LEFT).isEmpty() && before.untouchable(Side.RIGHT).isEmpty()
                && plan.conflicts().stream().noneMatch(found -> found.resolution() instanceof Resolution.Skip
                        || found.resolution() instanceof Resolution.Ask);
    }

    /** Each side may have a spelling of its own. */
    private static Map<RawPath, String> shape(World world, Side side, TestRules rules) {
        Map<RawPath, String> shape = new TreeMap<>();
        world.shape(side).forEach((path, item) -> shape.put(world.names().key(path), item));
        if (!rules.keepEmpty()) {
            shape.values().removeIf("directory"::equals);
        }
        return shape;
    }

    /** Swapping the sides swaps the result. */
    static void areSymmetric(World before, TestRules rules) {
        World one = before.copy();
        one.apply(rules.plan(one));
        World other = before.mirrored();
        Plan plan = rules.with(rules.matrix().mirrored()).plan(other);
        other.apply(plan);
        for (Side side : Side.values()) {
            assertEquals(one.shape(side), other.shape(side.other()), () -> "swapped\n" + before + "\n"
                    + rules.plan(before.copy()) + "\n" + plan);
        }
    }

    private static void nothingIsLost(World before, World after, TestRules rules) {
        Set<String> there = new LinkedHashSet<>(after.versions());
        if (rules.matrix().equals(SyncMatrix.TWO_WAY) && rules.equals(TestRules.TWO_WAY)) {
            assertTrue(there.containsAll(before.news()), () -> "news stay: " + before.news() + " in " + there);
        }
        there.addAll(after.putAside());
        assertTrue(there.containsAll(before.versions()), () -> "nothing is lost: " + before.versions());
        for (Side side : Side.values()) {
            assertTrue(after.of(side).entrySet().containsAll(before.untouchable(side).entrySet())
                    || after.untouchable(side).size() == before.untouchable(side).size(),
                    "what is unknown or takes no part stays");
            if (!rules.matrix().writes(side)) {
                assertEquals(before.of(side), after.of(side), "a side that is never changed stays");
            }
        }
    }

    private static boolean isClean(World world, Side side) {
        return world.untouchable(side).isEmpty() && world.of(side).entrySet().stream().allMatch(entry ->
                world.base().containsKey(entry.getKey())
                        && world.base().get(entry.getKey()).of(side).equals(entry.getValue()))
                && world.base().keySet().stream().allMatch(world.of(side)::containsKey);
    }
}
