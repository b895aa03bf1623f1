package dev.tandem.sync.internal.plan;

import static dev.tandem.sync.Side.LEFT;
import static dev.tandem.sync.Side.RIGHT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.FileType;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.model.Item.Present;
import dev.tandem.sync.spi.Conflict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a path, by what happened on either side. */
class RowsTest {
    private static final String COPY = " (conflict 2026-11-23 120000 here)";

    private World world;
    private Plan plan;

    /** Plans a world, does it and compares both sides with what is expected. */
    private void becomes(World before, String... expected) {
        becomes(before, TestRules.TWO_WAY, expected);
    }

    private void becomes(World before, TestRules rules, String... expected) {
        plan = rules.plan(before);
        world = Promises.keep(before, rules);
        assertEquals(sorted(expected), world.list(LEFT), () -> "left, by " + plan);
        assertEquals(sorted(expected), world.list(RIGHT), () -> "right, by " + plan);
    }

    private void conflict(Conflict.Kind kind) {
        assertEquals(List.of(kind), plan.conflicts().stream().map(found -> found.conflict().kind()).toList());
    }

    private static List<String> sorted(String... items) {
        return List.of(items).stream().sorted().toList();
    }

    @Test
    void whatIsUnchangedIsLeft() {
        becomes(World.of("f=1"), "f=1");
        assertTrue(plan.changesNothing() && plan.records().isEmpty());
    }

    @Test
    void anEditGoesToTheOtherSide() {
        becomes(World.of("f=1").put(LEFT, "f=2"), "f=2");
        assertEquals("changed on the left", plan.copies().getFirst().reason());
    }

    @Test
    void attributesGoToTheOtherSideWithoutTheContent() {
        becomes(World.of("f=1").chmod(LEFT, "f", 0755), "f=1");
        assertEquals(0755, attributes(RIGHT, "f").permissions());
        assertTrue(plan.copies().isEmpty());
        becomes(World.of("f=1").touch(RIGHT, "f", 77), "f=1");
        assertEquals(77, attributes(LEFT, "f").modified());
        assertTrue(plan.copies().isEmpty());
    }

    @Test
    void eachAttributeIsMergedByItself() {
        becomes(World.of("f=1").chmod(LEFT, "f", 0755).touch(RIGHT, "f", 77), "f=1");
        for (Side side : Side.values()) {
            assertEquals(0755, attributes(side, "f").permissions());
            assertEquals(77, attributes(side, "f").modified());
        }
    }

    @Test
    void ofAnAttributeBothChangedThatOfTheNewerFileCounts() {
        becomes(World.of("f=1").chmod(LEFT, "f", 0700).chmod(RIGHT, "f", 0755).touch(RIGHT, "f", 5000), "f=1");
        assertEquals(0755, attributes(LEFT, "f").permissions());
        assertTrue(plan.conflicts().isEmpty());
    }

    @Test
    void anEditAndAttributesOfTheOtherSideAreMerged() {
        becomes(World.of("f=1").put(LEFT, "f=2").chmod(RIGHT, "f", 0755), "f=2");
        for (Side side : Side.values()) {
            assertEquals(0755, attributes(side, "f").permissions());
            assertEquals(2000, attributes(side, "f").modified());
        }
    }

    @Test
    void theSameEditOnBothSidesIsAdopted() {
        becomes(World.of("f=1").put(LEFT, "f=2").put(RIGHT, "f=2"), "f=2");
        assertTrue(plan.changesNothing());
        assertEquals(1, plan.records().size());
    }

    @Test
    void ofTwoEditsBothStayAndTheNewerKeepsTheName() {
        becomes(World.of("f.txt=1").put(LEFT, "f.txt=2").put(RIGHT, "f.txt=3"), "f" + COPY + ".txt=2", "f.txt=3");
        conflict(Conflict.Kind.EDIT_EDIT);
    }

    @Test
    void aDeletionIsDoneOnTheOtherSide() {
        becomes(World.of("f=1").remove(LEFT, "f"));
        assertTrue(world.putAside().contains("file 1"));
        assertTrue(world.base().isEmpty());
    }

    @Test
    void whatBothDeletedIsForgotten() {
        becomes(World.of("f=1").remove(LEFT, "f").remove(RIGHT, "f"));
        assertTrue(plan.changesNothing() && world.base().isEmpty());
    }

    @Test
    void anEditWinsOverADeletion() {
        becomes(World.of("f=1").remove(LEFT, "f").put(RIGHT, "f=2"), "f=2");
        assertEquals("deleted on the left, changed on the right: the edit wins", plan.copies().getFirst().reason());
        assertTrue(plan.conflicts().isEmpty());
    }

    @Test
    void attributesDoNotWinOverADeletion() {
        becomes(World.of("f=1").remove(LEFT, "f").chmod(RIGHT, "f", 0755));
    }

    @Test
    void whatIsNewGoesToTheOtherSide() {
        becomes(World.of().put(RIGHT, "f=1"), "f=1");
    }

    @Test
    void whatIsNewAndEqualIsAdopted() {
        becomes(World.of().put(LEFT, "f=1").put(RIGHT, "f=1"), "f=1");
        assertTrue(plan.changesNothing());
    }

    @Test
    void ofTwoNewFilesBothStay() {
        becomes(World.of().put(LEFT, "f=2").put(RIGHT, "f=1"), "f=2", "f" + COPY + "=1");
        conflict(Conflict.Kind.CREATE_CREATE);
    }

    @Test
    void withoutABaseNothingIsDeleted() {
        becomes(World.of().put(LEFT, "a=1").put(RIGHT, "b=2"), "a=1", "b=2");
        assertTrue(plan.deletions().isEmpty());
    }

    @Test
    void aFileThatBecameADirectoryIsReplaced() {
        becomes(World.of("f=1").remove(LEFT, "f").put(LEFT, "f/").put(LEFT, "f/x=2"), "f/", "f/x=2");
        assertEquals(1, plan.clearances().size());
        assertTrue(world.putAside().contains("file 1"));
    }

    @Test
    void aDirectoryThatBecameAFileIsReplaced() {
        becomes(World.of("d/", "d/x=1").remove(RIGHT, "d").put(RIGHT, "d=2"), "d=2");
        assertTrue(world.putAside().contains("file 1"));
    }

    @Test
    void aNewDirectoryKeepsItsNameBesideAnEdit() {
        becomes(World.of("f=1").remove(LEFT, "f").put(LEFT, "f/").put(LEFT, "f/x=2").put(RIGHT, "f=9"),
                "f/", "f/x=2", "f" + COPY + "=9");
        conflict(Conflict.Kind.TYPE);
    }

    @Test
    void aChangeOfTypeWinsOverADeletion() {
        becomes(World.of("f=1").remove(LEFT, "f").put(LEFT, "f>t").remove(RIGHT, "f"), "f>t");
        becomes(World.of("f=1").remove(LEFT, "f").put(LEFT, "f/").remove(RIGHT, "f"), "f/");
    }

    @Test
    void theSameChangeOfTypeOnBothSidesIsAdopted() {
        becomes(World.of("f=1").remove(LEFT, "f").put(LEFT, "f>t").remove(RIGHT, "f").put(RIGHT, "f>t"), "f>t");
        assertTrue(plan.changesNothing());
    }

    @Test
    void whatIsUnknownIsSkippedOnceWithAllBelow() {
        World before = World.of("d/", "d/x=1", "d/y=2").remove(LEFT, "d")
                .put(LEFT, World.path("d"), new Item.Unknown("permission denied")).put(RIGHT, "d/y=3");
        plan = TestRules.TWO_WAY.plan(before);
        Promises.keep(before, TestRules.TWO_WAY);
        assertTrue(plan.changesNothing() && plan.records().isEmpty());
        assertEquals(List.of(new Plan.Skip(World.path("d"), "permission denied", true)), plan.skips());
    }

    @Test
    void whatIsIgnoredOnOneSideNowStaysOnTheOther() {
        World before = World.of("f=1").put(LEFT, World.path("f"), Item.IGNORED);
        plan = TestRules.TWO_WAY.plan(before);
        World after = Promises.keep(before, TestRules.TWO_WAY);
        assertEquals(List.of("f=1"), after.list(RIGHT));
        assertTrue(after.base().isEmpty());
        assertTrue(plan.conflicts().isEmpty());
    }

    @Test
    void anIgnoredItemInTheWayIsNeverOverwritten() {
        World before = World.of().put(LEFT, "f=1").put(RIGHT, World.path("f"), Item.IGNORED);
        for (TestRules rules : List.of(TestRules.TWO_WAY,
                TestRules.TWO_WAY.with(new dev.tandem.sync.spi.Resolution.Prefer(LEFT)))) {
            plan = rules.plan(before);
            assertTrue(plan.changesNothing());
            conflict(Conflict.Kind.BLOCKED);
        }
    }

    @Test
    void aSpecialFileIsReportedOnceAndInTheWay() {
        Item fifo = new Item.SpecialItem(World.path("f").name(), FileType.FIFO,
                new Attributes(0644, 0, 0, 1, 0, 0, Attributes.NO_EXTENDED));
        plan = TestRules.TWO_WAY.plan(World.of().put(LEFT, World.path("f"), fifo));
        assertTrue(plan.changesNothing() && !plan.skips().getFirst().wanted() && plan.skips().size() == 1);
        plan = TestRules.TWO_WAY.plan(World.of().put(LEFT, World.path("f"), fifo).put(RIGHT, "f=1"));
        assertTrue(plan.changesNothing());
        conflict(Conflict.Kind.BLOCKED);
    }

    @Test
    void whatWasNotReadIsNeverTakenForEqual() {
        World before = World.of();
        for (Side side : Side.values()) {
            FileItem file = World.file(World.path("f"), 1, 1000);
            before.put(side, World.path("f"), file.with(FileItem.UNREAD));
        }
        plan = TestRules.TWO_WAY.plan(before);
        conflict(Conflict.Kind.CREATE_CREATE);
    }

    @Test
    void timesThatDifferByLessThanAFileSystemTellsAreEqual() {
        World before = World.of("f=1").touch(LEFT, "f", 1_000_001_000);
        before.adoptAll().touch(LEFT, "f", 2_999_999_999L);
        TestRules fat = new TestRules(TestRules.TWO_WAY.matrix(), TestRules.TWO_WAY.policy(),
                TestRules.TWO_WAY.loser(), true, 2_000_000_000, TestRules.NOON);
        assertTrue(fat.plan(before).changesNothing());
        assertEquals(1, TestRules.TWO_WAY.plan(before).attributes().size());
    }

    @Test
    void aFileChangedInTheMomentOfTheRunIsReadAgainNextTime() {
        World before = World.of("f=1");
        for (Side side : Side.values()) {
            before.put(side, "f=2").touch(side, "f", Attributes.nanoseconds(TestRules.NOON));
        }
        Step.Adopt adopted = (Step.Adopt) TestRules.TWO_WAY.plan(before).records().getFirst();
        assertTrue(adopted.base().recheck());
    }

    @Test
    void anotherSpellingOfANameGoesToTheOtherSide() {
        World before = World.of(new Names(true, true), "Docs/", "Docs/f=1").move(LEFT, "Docs", "docs");
        becomes(before, "docs/", "docs/f=1");
        assertEquals(1, plan.moves().size());
        becomes(World.of(new Names(true, true), "Docs/", "Docs/f=1").move(LEFT, "Docs", "docs").put(RIGHT, "Docs/f=2"),
                "docs/", "docs/f=2");
    }

    private Attributes attributes(Side side, String path) {
        return ((Present) world.at(side, path)).attributes();
    }
}
