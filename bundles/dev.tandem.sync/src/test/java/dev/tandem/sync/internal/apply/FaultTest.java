package dev.tandem.sync.internal.apply;

import static dev.tandem.sync.internal.apply.Pair.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.plan.Plan;
import dev.tandem.sync.internal.replica.Faults.Failure;
import dev.tandem.sync.internal.replica.MemoryReplica;
import dev.tandem.sync.internal.version.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that fail, and people who work on, at any moment. */
class FaultTest {
    @TempDir(factory = MemoryFolder.class)
    Path folder;

    private int scenes;

    @Test
    void aFailureAtAnyCallStopsWhatDependsOnItAndNothingElse() throws IOException {
        long calls = calls();
        for (Failure failure : Failure.values()) {
            int others = 0;
            for (long n = 0; n < calls; n++) {
                String name = failure + " at call " + n;
                Pair pair = told();
                Plan plan = Story.plan(pair);
                Set<String> before = pair.contents();
                pair.faults.failAt(n, failure);
                Outcome outcome = pair.run(plan);
                assertEquals(steps(plan), pair.items.size(), name);
                assertEquals(outcome.right().changes() + outcome.skipped() + outcome.failed(), steps(plan), name);
                others += (int) outcome.right().changes();
                assertNothingLost(before, pair, name);
                pair.mirror();
                assertEquals(pair.left.tree(), pair.right.tree(), name);
                assertEquals(0, pair.mirror().right().changes(), name);
                assertNothingLost(before, pair, name);
            }
            assertTrue(others > calls * 13, failure + ": on average " + others / calls + " steps were done");
        }
    }

    @Test
    void aSideThatIsGoneForGoodEndsTheRunAndLosesNothing() throws IOException {
        for (String call : List.of("move", "putAside", "makeDirectory", "stage", "place", "setAttributes",
                "removeDirectory")) {
            Pair pair = told();
            Plan plan = Story.plan(pair);
            Set<String> before = pair.contents();
            pair.interference = new Interference(call, () -> pair.right.unmount(true));
            Outcome outcome = pair.run(plan);
            assertTrue(outcome.failed() > 0, call);
            pair.right.unmount(false);
            pair.interference = new Interference();
            assertNothingLost(before, pair, call);
            pair.recover();
            pair.mirror();
            assertEquals(pair.left.tree(), pair.right.tree(), call);
        }
    }

    @Test
    void aLogOrABaseThatFailsEndsTheRunWithBothSidesWhole() throws IOException {
        for (String call : List.of("write", "put", "move", "commit", "remove", "children", "finish")) {
            Pair pair = told();
            Plan plan = Story.plan(pair);
            Set<String> before = pair.contents();
            pair.interference = Interference.ofWhatIsRemembered(call, () -> {
                throw new IOException("no luck");
            });
            assertThrows(IOException.class, () -> pair.run(plan), call);
            pair.interference = new Interference();
            pair.baseline.lose();
            assertNothingLost(before, pair, call);
            pair.recover();
            pair.mirror();
            assertEquals(pair.left.tree(), pair.right.tree(), call);
        }
    }

    @Test
    void whatSomebodyWritesMeanwhileIsNeverLost() throws IOException {
        List<String> paths = List.of("edited", "gone", "gone-dir/a", "to-dir", "to-file/x", "old-dir/kept", "lone",
                "new-dir/edited", "fresh/one", "mode", "link", "to-file", "away");
        long calls = calls();
        for (Side side : Side.values()) {
            for (long n = 0; n < calls; n += 2) {
                String at = paths.get((int) (n / 2 % paths.size()));
                meddle(side, n, at);
                meddle(side, n, paths.get((int) ((n / 2 + 5) % paths.size())));
            }
        }
    }

    private void meddle(Side side, long n, String at) throws IOException {
        String name = "somebody writes " + at + " on the " + side + " before call " + n;
        Pair pair = told();
        Plan plan = Story.plan(pair);
        Set<String> before = pair.contents();
        String content = "somebody's";
        List<String> written = new ArrayList<>();
        pair.interference = new Interference(n, false, () -> {
            String was = String.valueOf(pair.of(side).tree().get(path(at)));
            if (edit(pair.of(side), at, content)) {
                written.addAll(List.of(content, was));
            }
        });
        pair.run(plan);
        pair.interference = new Interference();
        if (!written.isEmpty()) {
            assertTrue(pair.contents().contains(content), name);
            written.forEach(before::remove);
            assertNothingLost(before, pair, name);
        }
        assertTrue(pair.baseline.all().entrySet().stream().noneMatch(entry -> isBelieved(pair, side, entry.getKey(),
                content, entry.getValue())), name + ": the base takes it for equal");
    }

    // What the base believes unchanged, though it is somebody's, would never come to the other side.
    private static boolean isBelieved(Pair pair, Side side, RawPath at, String content, Base base) {
        try {
            return !base.recheck() && content.equals(pair.of(side).tree().get(at))
                    && !content.equals(pair.of(side.other()).tree().get(at))
                    && pair.of(side).look(at) instanceof Item.FileItem now
                    && base.of(side).attributes().equals(now.attributes());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean edit(MemoryReplica side, String at, String content) throws IOException {
        boolean possible = !"/".equals(side.tree().get(path(at))) && !side.tree().getOrDefault(path(at), "")
                .startsWith("-> ") && (path(at).parent().isEmpty()
                || "/".equals(side.tree().get(path(at).parent().get())));
        if (possible) {
            side.write(path(at), content.getBytes(StandardCharsets.UTF_8));
        }
        return possible;
    }

    private long calls() throws IOException {
        Pair pair = told();
        Plan plan = Story.plan(pair);
        long before = pair.faults.calls();
        pair.run(plan);
        return pair.faults.calls() - before;
    }

    private Pair told() throws IOException {
        Pair pair = new Pair(folder.resolve("scene" + scenes++));
        Story.tell(pair);
        pair.interference = new Interference();
        return pair;
    }

    private static int steps(Plan plan) {
        return plan.moves().size() + plan.clearances().size() + plan.directories().size() + plan.copies().size()
                + plan.attributes().size() + plan.deletions().size();
    }

    private static void assertNothingLost(Set<String> before, Pair pair, String name) {
        Set<String> lost = new HashSet<>(before);
        lost.removeAll(pair.contents());
        assertEquals(Set.of(), lost, name);
    }
}
