package dev.tandem.sync.internal.apply;

import static dev.tandem.sync.internal.apply.Pair.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncRun;
import dev.tandem.sync.internal.apply.Mirror.Renamed;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.plan.Plan;
import dev.tandem.sync.internal.replica.Faults.Moment;
import dev.tandem.sync.internal.replica.Killed;
import dev.tandem.sync.internal.replica.MemoryReplica;
import dev.tandem.sync.internal.version.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UndoTest {
    @TempDir(factory = MemoryFolder.class)
    Path folder;

    private int scenes;

    private Pair pair() {
        return new Pair(folder.resolve("scene" + scenes++));
    }

    /** Returns all there is on a side, with the attributes that count, but for the times of folders. */
    private static Map<RawPath, String> all(MemoryReplica side) throws IOException {
        Map<RawPath, String> all = new TreeMap<>();
        for (var entry : side.tree().entrySet()) {
            Item.Present item = (Item.Present) side.look(entry.getKey());
            String time = item instanceof Item.FileItem ? " of " + item.attributes().modified() : "";
            all.put(entry.getKey(), entry.getValue() + time + " " + item.attributes().permissions());
        }
        return all;
    }

    @Test
    void anUndoneRunLeavesWhatWasBeforeIt() throws IOException {
        Pair pair = pair();
        Story.tell(pair);
        var left = all(pair.left);
        var right = all(pair.right);
        pair.run(Story.plan(pair));
        var after = all(pair.right);
        String run = pair.logs.names().getFirst();
        Outcome outcome = pair.undo(run);
        assertEquals(0, outcome.failed() + outcome.skipped());
        assertEquals(right, all(pair.right));
        assertEquals(left, all(pair.left));
        pair.later();
        pair.undo(undoOf(pair, run));
        assertEquals(after, all(pair.right), "an undo can be taken back");
    }

    private static String undoOf(Pair pair, String run) throws IOException {
        for (String name : pair.logs.names()) {
            if (pair.logs.read(name).undoes().equals(Optional.of(run))) {
                return name;
            }
        }
        throw new AssertionError("nothing undoes " + run);
    }

    @Test
    void randomRunsAreUndoneByteForByte() throws IOException {
        for (long seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            Pair pair = pair();
            List<Renamed> renames = randomHistory(pair, random);
            var right = all(pair.right);
            Plan plan = Mirror.plan(pair, renames);
            pair.run(plan);
            assertEquals(pair.left.tree(), pair.right.tree(), "seed " + seed);
            String run = pair.logs.names().getFirst();
            Outcome outcome = pair.undo(run);
            assertEquals(0, outcome.failed() + outcome.skipped(), "seed " + seed);
            assertEquals(right, all(pair.right), "seed " + seed);
            pair.mirror();
            assertEquals(pair.left.tree(), pair.right.tree(), "seed " + seed);
        }
    }

    private static List<Renamed> randomHistory(Pair pair, Random random) throws IOException {
        for (int i = 0; i < 12; i++) {
            edit(pair, Side.LEFT, random);
        }
        pair.mirror();
        pair.later();
        List<Renamed> renames = new ArrayList<>();
        for (RawPath path : pair.left.tree().keySet()) {
            RawPath to = RawPath.of("moved" + renames.size());
            if (random.nextInt(4) == 0 && renames.stream().noneMatch(done -> path.startsWith(done.from()))) {
                pair.left.rename(path, to);
                renames.add(new Renamed(path, to));
            }
        }
        for (int i = 0; i < 12; i++) {
            edit(pair, Side.LEFT, random);
        }
        pair.later();
        return renames;
    }

    private static void edit(Pair pair, Side side, Random random) throws IOException {
        RawPath path = RawPath.of(".");
        for (int depth = random.nextInt(3); depth >= 0; depth--) {
            path = path.child("" + (char) ('a' + random.nextInt(4)));
            String there = pair.of(side).tree().get(path);
            boolean last = depth == 0;
            if (there != null && (last ? random.nextInt(3) == 0 : !there.equals("/"))) {
                pair.of(side).delete(path);
                there = null;
            }
            if (!last && there == null) {
                pair.of(side).mkdir(path);
            } else if (last && there == null && random.nextInt(5) == 0) {
                pair.of(side).link(path, ("to " + random.nextInt(9)).getBytes());
            } else if (last && (there == null || !there.equals("/") && !there.startsWith("-> "))) {
                pair.of(side).write(path, ("content " + random.nextInt(1000)).getBytes());
            } else if (last && there.equals("/")) {
                pair.of(side).chmod(path, random.nextBoolean() ? 0700 : 0755);
            }
        }
    }

    @Test
    void whatWasChangedSinceIsLeftAloneAndTold() throws IOException {
        Pair pair = pair();
        Story.tell(pair);
        pair.run(Story.plan(pair));
        pair.write(Side.RIGHT, "edited", "edited since");
        pair.write(Side.RIGHT, "gone", "here again");
        pair.write(Side.RIGHT, "fresh/three", "new");
        List<String> problems = new ArrayList<>();
        pair.monitor = new JobMonitor() {
            @Override
            public void problem(Problem problem) {
                problems.add(problem.subject());
            }
        };
        Outcome outcome = pair.undo(pair.logs.names().getFirst());
        assertEquals(3, outcome.skipped(), problems.toString());
        assertEquals(Set.of("edited", "gone", "fresh"), Set.copyOf(problems));
        assertEquals("edited since", pair.right.tree().get(path("edited")));
        assertEquals("here again", pair.right.tree().get(path("gone")));
        assertEquals("gone a", pair.right.tree().get(path("gone-dir/a")));
        assertEquals("new", pair.right.tree().get(path("fresh/three")));
    }

    @Test
    void afterAnUndoNothingLooksDeleted() throws IOException {
        Pair pair = pair();
        Story.tell(pair);
        pair.run(Story.plan(pair));
        pair.undo(pair.logs.names().getFirst());
        var left = pair.left.tree();
        var right = pair.right.tree();
        for (RawPath path : pair.baseline.all().keySet()) {
            boolean replaced = path.startsWith(path("to-file"));
            assertTrue(replaced || left.containsKey(path) == right.containsKey(path),
                    path + " looks deleted on one side");
        }
        assertEquals(7, ((Item.FileItem) pair.baseline.all().get(path("edited")).right()).size() - 1);
    }

    @Test
    void anInterruptedUndoLosesNothingAndLooksLikeNoDeletion() throws IOException {
        for (Moment moment : Moment.values()) {
            for (long n = 0; n < 130; n++) {
                Pair pair = pair();
                Story.tell(pair);
                pair.run(Story.plan(pair));
                String run = pair.logs.names().getFirst();
                Set<String> before = pair.contents();
                pair.faults.killAt(n, moment);
                try {
                    pair.undo(run);
                    continue;
                } catch (Killed dead) {
                    pair.left.revive(new Random(n));
                    pair.right.revive(new Random(n));
                    pair.baseline.lose();
                }
                pair.recover();
                for (RawPath path : pair.baseline.all().keySet()) {
                    assertTrue(!pair.left.tree().containsKey(path) || pair.right.tree().containsKey(path),
                            moment + " " + n + ": " + path);
                }
                Set<String> lost = new HashSet<>(before);
                lost.removeAll(pair.contents());
                assertEquals(Set.of(), lost, moment + " " + n);
                assertFalse(pair.logs.list().stream().anyMatch(SyncRun::undone));
            }
        }
    }

    @Test
    void aRunThatWasUndoneIsListedAsSuch() throws IOException {
        Pair pair = pair();
        pair.write(Side.LEFT, "a", "1");
        pair.mirror();
        String first = pair.logs.newestToUndo().orElseThrow();
        pair.write(Side.LEFT, "a", "2");
        pair.mirror();
        String second = pair.logs.newestToUndo().orElseThrow();
        assertTrue(second.compareTo(first) > 0);
        pair.undo(second);
        assertEquals(first, pair.logs.newestToUndo().orElseThrow());
        assertEquals(List.of(false, true, false), pair.logs.list().stream().map(SyncRun::undone).toList());
        pair.undo(pair.logs.names().getFirst());
        assertEquals(second, pair.logs.newestToUndo().orElseThrow());
        assertEquals("2", pair.right.tree().get(path("a")));
    }
}
