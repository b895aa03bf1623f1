package dev.tandem.sync.internal.apply;

import static dev.tandem.sync.internal.apply.Pair.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.RawPath;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.plan.Plan;
import dev.tandem.sync.internal.replica.Faults.Moment;
import dev.tandem.sync.internal.replica.Killed;
import dev.tandem.sync.internal.replica.MemoryOptions;
import dev.tandem.sync.internal.replica.MemoryReplica;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that dies at any call leaves nothing half, and loses nothing. */
class CrashTest {
    private static final long SEED = 7;

    @TempDir(factory = MemoryFolder.class)
    Path folder;

    private int scenes;

    @Test
    void dyingAtAnyCallOfTheSides() throws IOException {
        for (Moment moment : Moment.values()) {
            atEveryCall(moment, MemoryOptions.usual("right"));
        }
    }

    @Test
    void dyingWhereFilesCannotBeExchangedInOneStep() throws IOException {
        atEveryCall(Moment.MIDDLE, MemoryOptions.usual("right").withoutExchange());
    }

    @Test
    void losingPowerAtAnyCallOfTheSides() throws IOException {
        for (Moment moment : Moment.values()) {
            atEveryCall(moment, MemoryOptions.usual("right").losingUnflushed());
            atEveryCall(moment, MemoryOptions.usual("right").withoutExchange().losingUnflushed());
        }
    }

    @Test
    void dyingAtAnyCallOfTheLogOrTheBaseToo() throws IOException {
        Pair whole = told(MemoryOptions.usual("right"));
        whole.run(Story.plan(whole));
        long calls = whole.interference.calls();
        assertTrue(calls > 150, calls + " calls");
        for (long n = 0; n < calls; n++) {
            for (boolean after : new boolean[] {false, true}) {
                Pair pair = told(MemoryOptions.usual("right"));
                Plan plan = Story.plan(pair);
                Scene scene = new Scene(pair, (after ? "after" : "before") + " call " + n);
                pair.interference = new Interference(n, after, () -> {
                    pair.faults.killAt(0, Moment.BEFORE);
                    pair.right.look(path("."));
                });
                assertThrows(Killed.class, () -> pair.run(plan), scene.name);
                scene.check(new Random(SEED));
            }
        }
    }

    private void atEveryCall(Moment moment, MemoryOptions right) throws IOException {
        Random random = new Random(SEED);
        Pair whole = told(right);
        Plan all = Story.plan(whole);
        long before = whole.faults.calls();
        whole.run(all);
        long calls = whole.faults.calls() - before;
        int deaths = 0;
        for (long n = 0; n < calls; n++) {
            Pair pair = told(right);
            Plan plan = Story.plan(pair);
            Scene scene = new Scene(pair, "seed " + SEED + ", " + moment + " call " + n);
            pair.faults.killAt(n, moment);
            if (dies(pair, plan)) {
                deaths++;
                scene.check(random);
            }
        }
        assertTrue(deaths > 25, deaths + " deaths");
    }

    // Calls that change nothing have no middle.
    private static boolean dies(Pair pair, Plan plan) throws IOException {
        try {
            pair.run(plan);
            return false;
        } catch (Killed dead) {
            return true;
        }
    }

    private Pair told(MemoryOptions right) throws IOException {
        Pair pair = new Pair(folder.resolve("scene" + scenes++), MemoryOptions.usual("left"), right);
        Story.tell(pair);
        pair.interference = new Interference();
        return pair;
    }

    /** What was before, and what must hold afterwards. */
    private static final class Scene {
        private final Pair pair;
        private final String name;
        private final Set<String> before;
        private final Set<String> whole;
        private final SortedMap<RawPath, Base> believed;

        Scene(Pair pair, String name) {
            this.pair = pair;
            this.name = name;
            this.before = pair.contents();
            this.whole = new HashSet<>(before);
            this.believed = pair.baseline.all();
        }

        void check(Random random) throws IOException {
            pair.interference = new Interference();
            pair.left.revive(random);
            pair.right.revive(random);
            pair.baseline.lose();
            assertNothingLost();
            assertTrue(whole.containsAll(pair.right.tree().values()), () -> name + ": half " + pair.right.tree());
            assertBaseIsNotAhead();
            pair.recover();
            assertEquals(0, pair.logs.open().size(), name);
            assertBaseIsNotAhead();
            assertNothingLooksDeleted();
            pair.mirror();
            assertEquals(pair.left.tree(), pair.right.tree(), name);
            assertNothingLost();
            assertEquals(0, pair.mirror().right().changes(), name);
        }

        private void assertNothingLost() {
            Set<String> lost = new HashSet<>(before);
            lost.removeAll(pair.contents());
            assertEquals(Set.of(), lost, name);
        }

        private void assertBaseIsNotAhead() throws IOException {
            var left = Mirror.observe(pair.left);
            var right = Mirror.observe(pair.right);
            for (Map.Entry<RawPath, Base> entry : pair.baseline.all().entrySet()) {
                RawPath path = entry.getKey();
                if (!believed.containsValue(entry.getValue())) {
                    assertLike(entry.getValue().left(), left.get(path), path);
                    assertLike(entry.getValue().right(), right.get(path), path);
                }
            }
        }

        private void assertLike(Item.Present base, Item.Present now, RawPath path) {
            boolean like = now != null && now.type() == base.type() && (!(base instanceof Item.FileItem file)
                    || file.content().equals(((Item.FileItem) now).content()));
            assertTrue(like, () -> name + ": the base believes " + base + " at " + path + ", where there is " + now);
        }

        // What both had and the left has unchanged must be on the right, or not be believed.
        private void assertNothingLooksDeleted() {
            for (RawPath path : pair.baseline.all().keySet()) {
                MemoryReplica left = pair.left;
                assertTrue(!left.tree().containsKey(path) || pair.right.tree().containsKey(path),
                        () -> name + ": " + path + " looks deleted on the right");
            }
        }
    }
}
