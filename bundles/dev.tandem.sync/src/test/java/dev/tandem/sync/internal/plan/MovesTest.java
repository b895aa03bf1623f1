package dev.tandem.sync.internal.plan;

import static dev.tandem.sync.Side.LEFT;
import static dev.tandem.sync.Side.RIGHT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncMatrix;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import dev.tandem.sync.internal.model.Item.Present;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was moved on one side is moved on the other; what both did besides is merged. */
class MovesTest {
    private World world;
    private Plan plan;

    private void becomes(World before, String... expected) {
        plan = TestRules.TWO_WAY.plan(before);
        world = Promises.keep(before, TestRules.TWO_WAY);
        assertEquals(sorted(expected), world.list(LEFT), () -> "left, by " + plan);
        assertEquals(sorted(expected), world.list(RIGHT), () -> "right, by " + plan);
    }

    private void moves(String... expected) {
        assertEquals(List.of(expected), plan.moves().stream().map(step -> step instanceof Step.Move move
                ? move.from() + " to " + move.path() : "make " + step.path()).toList());
    }

    private void onlyMoves(String... expected) {
        moves(expected);
        assertTrue(plan.clearances().isEmpty() && plan.directories().isEmpty() && plan.copies().isEmpty()
                && plan.deletions().isEmpty(), () -> "nothing is copied: " + plan);
    }

    private static List<String> sorted(String... items) {
        return List.of(items).stream().sorted().toList();
    }

    @Test
    void aRenameCopiesNothing() {
        becomes(World.of("f=1").move(LEFT, "f", "g"), "g=1");
        onlyMoves("f to g");
        assertEquals(List.of(World.path("g")), List.copyOf(world.base().keySet()));
    }

    @Test
    void anEditOfTheOtherSideFollowsAMove() {
        becomes(World.of("d/", "f=1").move(LEFT, "f", "d/g").put(RIGHT, "f=2"), "d/", "d/g=2");
        moves("f to d/g");
        assertEquals(LEFT, plan.copies().getFirst().on());
    }

    @Test
    void anEditFollowsAMoveOnlyWhereItIsProven() {
        World before = World.of("f=1");
        before.remove(LEFT, "f").put(LEFT, "g=1").put(RIGHT, "f=2");
        becomes(before, "f=2", "g=1");
        moves();
    }

    @Test
    void aMovedFileThatWasEditedTooArrives() {
        becomes(World.of("f=1").move(LEFT, "f", "g").put(LEFT, "g=2"), "g=2");
    }

    @Test
    void aMoveWinsOverADeletion() {
        becomes(World.of("f=1").move(LEFT, "f", "g").remove(RIGHT, "f"), "g=1");
        assertTrue(plan.conflicts().isEmpty());
    }

    @Test
    void theSameMoveOnBothSidesIsAdopted() {
        becomes(World.of("f=1").move(LEFT, "f", "g").move(RIGHT, "f", "g"), "g=1");
        assertTrue(plan.changesNothing());
        becomes(World.of("d/", "d/x=1").move(LEFT, "d", "e").move(RIGHT, "d", "e"), "e/", "e/x=1");
        assertTrue(plan.changesNothing());
    }

    @Test
    void anEditAfterTheSameMoveOnBothSidesIsNoConflict() {
        becomes(World.of("d/", "f=1").move(LEFT, "f", "d/f").move(RIGHT, "f", "d/f").put(RIGHT, "d/f=2"), "d/",
                "d/f=2");
        assertTrue(plan.conflicts().isEmpty());
        becomes(World.of("d/", "d/x=1", "d/y=2", "d/z=3").move(LEFT, "d", "e").move(RIGHT, "d", "e").put(RIGHT, "e/x=4")
                .remove(LEFT, "e/y"), "e/", "e/x=4", "e/z=3");
        assertTrue(plan.conflicts().isEmpty());
    }

    @Test
    void ofTwoMovesOfOneFileBothNamesStay() {
        becomes(World.of("f=1").move(LEFT, "f", "g").move(RIGHT, "f", "h"), "g=1", "h=1");
    }

    @Test
    void aMoveToWhereTheOtherSideHasSomethingNewKeepsBoth() {
        becomes(World.of("f=1").move(LEFT, "f", "g").put(RIGHT, "g=2"), "g=2",
                "g (conflict 2026-11-23 120000 here)=1");
        becomes(World.of("f=1").move(LEFT, "f", "g").put(RIGHT, "g=1"), "g=1");
    }

    @Test
    void twoMovesToOneNameKeepBoth() {
        becomes(World.of("a=1", "b=2").move(LEFT, "a", "c").move(RIGHT, "b", "c"), "c=2",
                "c (conflict 2026-11-23 120000 here)=1");
    }

    @Test
    void directoriesMovedIntoEachOtherLoseNothing() {
        becomes(World.of("a/", "a/x=1", "b/", "b/y=2").move(LEFT, "a", "b/a").move(RIGHT, "b", "a/b"),
                "a/", "a/b/", "a/b/y=2", "b/", "b/a/", "b/a/x=1");
    }

    @Test
    void changesOfTheOtherSideFollowAMovedDirectory() {
        becomes(World.of("a/", "a/x=1", "a/y=2", "a/z=3").move(LEFT, "a", "b").put(RIGHT, "a/x=4")
                .put(RIGHT, "a/new=5").remove(RIGHT, "a/z"), "b/", "b/new=5", "b/x=4", "b/y=2");
        moves("a to b");
        assertEquals(2, plan.copies().size());
    }

    @Test
    void nestedMovesAreDoneFromTheTop() {
        becomes(World.of("a/", "a/s/", "a/s/x=1", "a/y=2", "c/").move(LEFT, "a/s", "a/t").move(LEFT, "a", "b")
                .move(LEFT, "b/y", "c/y"), "b/", "b/t/", "b/t/x=1", "c/", "c/y=2");
        onlyMoves("a to b", "b/s to b/t", "b/y to c/y");
    }

    @Test
    void whatTheOtherSideMovedOutOfAMovedDirectoryStaysOut() {
        becomes(World.of("a/", "a/x=1", "a/y=2").move(LEFT, "a", "b").move(RIGHT, "a/x", "x"), "b/", "b/y=2", "x=1");
        assertTrue(plan.copies().isEmpty());
    }

    @Test
    void aMoveMayWaitForOneOfTheOtherSide() {
        World before = World.of("a/", "a/x=1", "k/", "k/y=2").move(LEFT, "a", "k/a").move(RIGHT, "k", "m");
        becomes(before, "m/", "m/a/", "m/a/x=1", "m/y=2");
        onlyMoves("k to m", "a to m/a");
    }

    @Test
    void aMoveIntoANewDirectoryMakesThatFirst() {
        becomes(World.of("a/", "a/x=1").put(LEFT, "n/").put(LEFT, "n/m/").move(LEFT, "a", "n/m/a"), "n/", "n/m/",
                "n/m/a/", "n/m/a/x=1");
        onlyMoves("make n", "make n/m", "a to n/m/a");
    }

    @Test
    void aMoveIntoADirectoryThatIsRenamedTooWaitsForThat() {
        becomes(World.of("a/", "a/x=1", "y/", "y/z=2").move(LEFT, "y", "z").move(LEFT, "a", "z/a"), "z/", "z/a/",
                "z/a/x=1", "z/z=2");
        onlyMoves("y to z", "a to z/a");
        becomes(World.of("a/", "a/s/", "a/s/x=1", "a/y=2").move(LEFT, "a/s", "b").move(LEFT, "a", "b/a"), "b/", "b/a/",
                "b/a/y=2", "b/x=1");
        onlyMoves("a/s to b", "a to b/a");
    }

    @Test
    void aSwapEndsWithTheRightBytes() {
        becomes(World.of("a=1", "b=2").move(LEFT, "a", "t").move(LEFT, "b", "a").move(LEFT, "t", "b"), "a=2", "b=1");
        becomes(World.of("a=1", "b=2").move(LEFT, "a", "c").move(LEFT, "b", "a"), "a=2", "c=1");
    }

    @Test
    void contentFindsAMoveWhereThereAreNoIds() {
        World before = withoutIds(World.of("d/", "d/f=1", "e/"));
        before.move(LEFT, "d/f", "e/f");
        becomes(before, "d/", "e/", "e/f=1");
        onlyMoves("d/f to e/f");
    }

    @Test
    void aDirectoryIsFoundByWhatIsInItWhereThereAreNoIds() {
        World before = withoutIds(World.of("d/", "d/a=1", "d/b=2", "d/c=3", "d/s/", "d/s/x=5", "d/e=4"));
        before.move(LEFT, "d", "n").remove(LEFT, "n/e").put(RIGHT, "d/a=9");
        becomes(before, "n/", "n/a=9", "n/b=2", "n/c=3", "n/s/", "n/s/x=5");
        moves("d to n");
    }

    @Test
    void ofFilesWithOneContentTheOneWithTheSameNameWasMoved() {
        World before = withoutIds(World.of("a/", "a/x=1", "a/y=1", "b/"));
        before.move(LEFT, "a/x", "b/x").move(LEFT, "a/y", "b/y");
        becomes(before, "a/", "b/", "b/x=1", "b/y=1");
        onlyMoves("a/x to b/x", "a/y to b/y");
    }

    @Test
    void whatCouldHaveComeFromSeveralFilesIsNoMove() {
        World before = withoutIds(World.of("a=1", "b=1", "d/"));
        before.move(LEFT, "a", "d/p").move(LEFT, "b", "d/q");
        becomes(before, "d/", "d/p=1", "d/q=1");
        moves();
    }

    @Test
    void idsThatTwoFilesHaveProveNothing() {
        World before = World.of("a=1", "b=1", "d/");
        for (Side side : Side.values()) {
            before.put(side, World.path("b"), World.withId((Present) before.at(side, "b"),
                    ((Present) before.at(side, "a")).attributes().fileId()));
        }
        before.adoptAll().move(LEFT, "a", "d/p").move(LEFT, "b", "d/q");
        becomes(before, "d/", "d/p=1", "d/q=1");
        moves();
    }

    @Test
    void anIdThatWasGivenAnewProvesNothing() {
        World before = World.of("a=1");
        long id = ((Present) before.at(LEFT, "a")).attributes().fileId();
        before.remove(LEFT, "a").put(LEFT, World.path("z"), World.withId(World.file(World.path("z"), 2, 9000), id));
        becomes(before, "z=2");
        moves();
    }

    @Test
    void nothingIsRenamedFromOneFileSystemToAnother() {
        World before = World.of("f=1", "m/", "n/", "n/g=2");
        DirectoryItem directory = (DirectoryItem) before.at(RIGHT, "m");
        before.put(RIGHT, World.path("m"), new DirectoryItem(directory.name(), true, directory.attributes()));
        before.adoptAll().move(LEFT, "f", "m/f");
        becomes(before, "m/", "m/f=1", "n/", "n/g=2");
        moves();
        becomes(world.copy().move(LEFT, "m", "k"), "k/", "k/f=1", "n/", "n/g=2");
        moves();
    }

    @Test
    void movesAreOnlyDoneWhereBothHalvesLeadAway() {
        World before = World.of("f=1").move(LEFT, "f", "g");
        assertTrue(TestRules.TWO_WAY.with(SyncMatrix.UPDATE).plan(before).moves().isEmpty());
        assertEquals(1, TestRules.TWO_WAY.with(SyncMatrix.MIRROR).plan(before).moves().size());
        World other = World.of("f=1").move(RIGHT, "f", "g");
        World after = Promises.keep(other, TestRules.TWO_WAY.with(SyncMatrix.MIRROR));
        assertEquals(List.of("f=1"), after.list(RIGHT));
    }

    @Test
    void aHundredThousandFilesAreMovedInOneGo() {
        Node root = new Node(World.path(".").name(), null, World.directory(World.path(".")),
                World.directory(World.path(".")));
        Node from = directory("from");
        Node to = directory("to");
        root.add(from);
        root.add(to);
        int files = 100_000;
        for (int i = 0; i < files; i++) {
            RawPath was = World.path("f" + i);
            Present file = World.withId(World.file(was, i, 1000), i + 1);
            from.add(new Node(was.name(), new Base(file, file),
                    Item.ABSENT, file));
            RawPath now = World.path("g" + i);
            to.add(new Node(now.name(), null, file.renamed(now.name()), Item.ABSENT));
        }
        Plan big = Planner.plan(root, TestRules.TWO_WAY.of(new World()));
        assertEquals(files, big.moves().size());
        assertTrue(big.copies().isEmpty() && big.deletions().isEmpty());
    }

    private static Node directory(String name) {
        Present item = World.directory(World.path(name));
        return new Node(World.path(name).name(), new Base(item, item), item, item);
    }

    private static World withoutIds(World world) {
        for (Side side : Side.values()) {
            world.of(side).replaceAll((_, item) -> World.withId((Present) item, 0));
        }
        return world.adoptAll();
    }
}
