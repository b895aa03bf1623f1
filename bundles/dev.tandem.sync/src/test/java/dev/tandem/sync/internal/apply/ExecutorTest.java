package dev.tandem.sync.internal.apply;

import static dev.tandem.sync.internal.apply.Pair.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.job.JobMonitor;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncItem;
import dev.tandem.sync.SyncItem.Stage;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.plan.Plan;
import dev.tandem.sync.internal.plan.Step;
import dev.tandem.sync.internal.replica.MemoryOptions;
import dev.tandem.sync.internal.version.Outcome;
import dev.tandem.sync.internal.version.RunLog.Event;
import dev.tandem.sync.internal.version.RunLog.Placed;
import dev.tandem.sync.internal.version.RunLog.Removed;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutorTest {
    @TempDir
    Path folder;

    @Test
    void allStepsOfAPlanAreDoneAndTheBaseIsWhatBothSidesHave() throws IOException {
        Pair pair = new Pair(folder);
        Story.tell(pair);
        Plan plan = Story.plan(pair);
        assertEquals(new Plan(plan.moves(), plan.clearances(), plan.directories(), plan.copies(), plan.attributes(),
                plan.deletions(), plan.records(), List.of(), List.of()), plan);
        Outcome outcome = pair.run(plan);
        assertEquals(pair.left.tree(), pair.right.tree());
        assertEquals(0, outcome.skipped() + outcome.failed());
        assertEquals(2, outcome.right().moved());
        assertEquals(1, outcome.right().attributes());
        assertEquals(4, outcome.right().updated(), "edited, deep, moved, link");
        assertEquals(0, outcome.left().changes());
        assertEquals(steps(plan), pair.items.size());
        assertTrue(pair.items.stream().allMatch(item -> item.stage() == Stage.DONE));
        assertEquals(pair.left.tree().keySet(), pair.baseline.all().keySet());
        for (var entry : pair.baseline.all().entrySet()) {
            assertBelieved(pair, entry.getKey().toString(), entry.getValue());
        }
        assertTrue(pair.mirror().right().changes() == 0, "a second run has nothing to do");
    }

    private static void assertBelieved(Pair pair, String path, Base base) throws IOException {
        for (Side side : Side.values()) {
            Item.Present now = Mirror.observe(pair.of(side)).get(path(path));
            Item.Present believed = base.of(side);
            assertEquals(now.type(), believed.type(), path);
            if (now instanceof Item.FileItem file && !(path.equals("away") && side == Side.LEFT)) {
                assertEquals(file, believed, path + " on the " + side);
            }
        }
    }

    private static int steps(Plan plan) {
        return plan.moves().size() + plan.clearances().size() + plan.directories().size() + plan.copies().size()
                + plan.attributes().size() + plan.deletions().size();
    }

    @Test
    void whatIsOverwrittenOrDeletedIsAmongTheVersions() throws IOException {
        Pair pair = new Pair(folder);
        Story.tell(pair);
        pair.run(Story.plan(pair));
        assertTrue(pair.right.kept().values().containsAll(List.of("edited 1", "deep 1", "moved 1", "gone", "gone a",
                "gone b", "was a file", "was in a folder", "was deep in a folder", "-> target 1")),
                pair.right.kept().toString());
    }

    @Test
    void deletionsComeAfterEverythingElse() throws IOException {
        Pair pair = new Pair(folder);
        Story.tell(pair);
        pair.run(Story.plan(pair));
        List<Event> events = pair.logs.read(pair.logs.names().getFirst()).events();
        int firstDeletion = events.size();
        int lastPlaced = 0;
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof Removed removed && !removed.room()) {
                firstDeletion = Math.min(firstDeletion, i);
            } else if (events.get(i) instanceof Placed) {
                lastPlaced = i;
            }
        }
        assertTrue(lastPlaced > 0 && lastPlaced < firstDeletion, events.toString());
    }

    @Test
    void aFileThatFailsKeepsItsBaseAndTheFolderAboveIt() throws IOException {
        Pair pair = new Pair(folder);
        pair.write(Side.LEFT, "d/a", "a");
        pair.write(Side.LEFT, "d/b", "b");
        pair.mirror();
        pair.items.clear();
        pair.left.delete(path("d"));
        Plan plan = Mirror.plan(pair, List.of());
        pair.write(Side.RIGHT, "d/a", "changed after it was observed");
        Outcome outcome = pair.run(plan);
        assertEquals(2, outcome.skipped(), "the file, and the folder that holds it");
        assertEquals(1, outcome.right().deleted());
        assertEquals("changed after it was observed", pair.right.tree().get(path("d/a")));
        assertTrue(pair.baseline.all().containsKey(path("d/a")));
        assertFalse(pair.baseline.all().containsKey(path("d/b")));
    }

    @Test
    void whatDependsOnAFolderThatCouldNotBeMadeIsLeftOut() throws IOException {
        Pair pair = new Pair(folder);
        pair.write(Side.LEFT, "d/sub/a", "a");
        pair.write(Side.LEFT, "other", "o");
        Plan plan = Mirror.plan(pair, List.of());
        pair.write(Side.RIGHT, "d", "in the way");
        Outcome outcome = pair.run(plan);
        assertEquals(3, outcome.skipped(), pair.items.toString());
        assertEquals("o", pair.right.tree().get(path("other")));
        assertEquals("in the way", pair.right.tree().get(path("d")));
        assertFalse(pair.baseline.all().containsKey(path("d/sub/a")));
    }

    @Test
    void theBaseLearnsNothingBelowAFolderThatCouldNotBeMoved() throws IOException {
        Pair pair = new Pair(folder);
        pair.write(Side.LEFT, "a/x", "x");
        pair.mirror();
        pair.left.rename(path("a"), path("b"));
        Item.Present there = (Item.Present) pair.left.look(path("b/x"));
        Item.Present moved = (Item.Present) pair.right.look(path("a"));
        pair.write(Side.RIGHT, "b", "in the way");
        pair.run(new Plan(List.of(new Step.Move(Side.RIGHT, path("a"), path("b"), moved, true, "moved")), List.of(),
                List.of(), List.of(), List.of(), List.of(),
                List.of(new Step.Adopt(path("b/x"), new Base(there, there))), List.of(), List.of()));
        assertEquals(Set.of(path("a"), path("a/x")), pair.baseline.all().keySet());
    }

    @Test
    void aSourceThatChangesWhileItIsReadIsNotCopied() throws IOException {
        Pair pair = new Pair(folder);
        pair.write(Side.LEFT, "a", "first");
        Plan plan = Mirror.plan(pair, List.of());
        pair.interference = new Interference("stage", () -> pair.write(Side.LEFT, "a", "other"));
        Outcome outcome = pair.run(plan);
        assertEquals(1, outcome.skipped());
        assertEquals(Optional.empty(), Optional.ofNullable(pair.right.tree().get(path("a"))));
        pair.mirror();
        assertEquals("other", pair.right.tree().get(path("a")));
    }

    @Test
    void aFullDiskEndsTheCopiesOfItsSideAndIsToldOnce() throws IOException {
        Pair pair = new Pair(folder);
        for (int i = 0; i < 20; i++) {
            pair.write(Side.LEFT, "f" + i, "content " + i);
        }
        pair.write(Side.RIGHT, "superfluous", "to be deleted");
        Plan plan = Mirror.plan(pair, List.of());
        pair.interference = new Interference("stage", () -> {
            throw new FileSystemException("f", null, "No space left on device");
        });
        Outcome outcome = pair.run(plan);
        assertEquals(1, outcome.failed());
        assertEquals(19, outcome.skipped());
        assertEquals(1, outcome.right().deleted());
        String told = pair.items.stream().filter(item -> item.stage() == Stage.FAILED).findFirst().orElseThrow()
                .reason();
        assertTrue(told.contains("make room there, then run again"), told);
    }

    @Test
    void cancellingKeepsWhatIsDoneAndTheNextRunGoesOn() throws IOException {
        Pair pair = new Pair(folder);
        for (int i = 0; i < 20; i++) {
            pair.write(Side.LEFT, "f" + i, "content " + i);
        }
        AtomicInteger asked = new AtomicInteger();
        pair.monitor = new JobMonitor() {
            @Override
            public boolean cancelled() {
                return asked.incrementAndGet() > 40;
            }
        };
        Plan plan = Mirror.plan(pair, List.of());
        assertThrows(CancellationException.class, () -> pair.run(plan));
        int done = pair.right.tree().size();
        assertTrue(done > 0 && done < 20, done + " were copied");
        assertEquals(pair.right.tree().keySet(), pair.baseline.all().keySet());
        assertEquals(done, pair.items.size());
        assertEquals(1, pair.logs.open().size());
        pair.monitor = JobMonitor.SILENT;
        pair.recover();
        assertEquals(List.of(), pair.logs.open());
        assertEquals(20 - done, pair.mirror().right().created());
        assertEquals(pair.left.tree(), pair.right.tree());
    }

    @Test
    void aFileChangedJustNowIsLookedAtOnceMore() throws IOException {
        Pair pair = new Pair(folder);
        pair.write(Side.LEFT, "old", "old");
        pair.later();
        pair.write(Side.LEFT, "young", "young");
        pair.run(Mirror.plan(pair, List.of()));
        assertFalse(pair.baseline.all().get(path("old")).recheck());
        assertTrue(pair.baseline.all().get(path("young")).recheck());
    }

    @Test
    void manyFilesAreCopiedByManyThreads() throws IOException {
        Pair pair = new Pair(folder, MemoryOptions.usual("left"), MemoryOptions.fat("right"));
        pair.workers = 4;
        for (int i = 0; i < 500; i++) {
            pair.write(Side.LEFT, "d" + i % 7 + "/f" + i, "content " + i);
        }
        pair.later();
        Outcome outcome = pair.run(Mirror.plan(pair, List.of()));
        assertEquals(507, outcome.right().created());
        assertEquals(pair.left.tree(), pair.right.tree());
        assertEquals(507, pair.items.stream().map(SyncItem::path).distinct().count());
    }

    @Test
    void aRunThatDoesNothingLeavesNoLog() throws IOException {
        Pair pair = new Pair(folder);
        pair.mirror();
        assertEquals(List.of(), pair.logs.names());
    }
}
