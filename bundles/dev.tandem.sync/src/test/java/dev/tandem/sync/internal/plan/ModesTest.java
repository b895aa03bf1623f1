package dev.tandem.sync.internal.plan;

import static dev.tandem.sync.Side.LEFT;
import static dev.tandem.sync.Side.RIGHT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.sync.Direction;
import dev.tandem.sync.Loser;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncMatrix;
import dev.tandem.sync.internal.model.Item.Present;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.Resolution;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the matrix, the policies and the rules for losers make of changes. */
class ModesTest {
    private static final TestRules MIRROR = TestRules.TWO_WAY.with(SyncMatrix.MIRROR);
    private static final TestRules UPDATE = TestRules.TWO_WAY.with(SyncMatrix.UPDATE);
    private static final TestRules CONTRIBUTE = TestRules.TWO_WAY.with(SyncMatrix.CONTRIBUTE);
    private static final String COPY = "f (conflict 2026-11-23 120000 here)";

    private Plan plan;

    private void becomes(TestRules rules, World before, List<String> left, List<String> right) {
        plan = rules.plan(before);
        World after = Promises.keep(before, rules);
        assertEquals(left, after.list(LEFT), () -> "left, by " + plan);
        assertEquals(right, after.list(RIGHT), () -> "right, by " + plan);
    }

    @Test
    void aMirrorTakesBackWhatHappenedOnItsSide() {
        becomes(MIRROR, World.of("f=1").put(RIGHT, "f=2"), List.of("f=1"), List.of("f=1"));
        assertEquals("taken back: changed on the right", plan.copies().getFirst().reason());
        becomes(MIRROR, World.of("f=1").remove(RIGHT, "f"), List.of("f=1"), List.of("f=1"));
        becomes(MIRROR, World.of("f=1").put(RIGHT, "g=2"), List.of("f=1"), List.of("f=1"));
        becomes(MIRROR, World.of("d/", "d/x=1").remove(RIGHT, "d"), List.of("d/", "d/x=1"), List.of("d/", "d/x=1"));
        becomes(MIRROR, World.of("f=1").chmod(RIGHT, "f", 0777), List.of("f=1"), List.of("f=1"));
        assertEquals(1, plan.attributes().size());
    }

    @Test
    void aMirrorKnowsNoConflict() {
        becomes(MIRROR, World.of("f=1").put(LEFT, "f=2").put(RIGHT, "f=3"), List.of("f=2"), List.of("f=2"));
        becomes(MIRROR, World.of("f=1").remove(LEFT, "f").put(RIGHT, "f=3"), List.of(), List.of());
        becomes(MIRROR, World.of().put(LEFT, "f=2").put(RIGHT, "f/").put(RIGHT, "f/x=3"), List.of("f=2"),
                List.of("f=2"));
        assertTrue(plan.conflicts().isEmpty());
    }

    @Test
    void anUpdateLeavesWhatIsTheOtherSidesOwn() {
        becomes(UPDATE, World.of("f=1").remove(LEFT, "f"), List.of(), List.of("f=1"));
        assertEquals(List.of(new Plan.Skip(World.path("f"), "deleted on the left, which is left alone", false)),
                plan.skips());
        becomes(UPDATE, World.of().put(RIGHT, "g=2"), List.of(), List.of("g=2"));
        becomes(UPDATE, World.of("f=1").put(RIGHT, "f=2"), List.of("f=1"), List.of("f=2"));
        becomes(UPDATE, World.of("f=1").remove(RIGHT, "f"), List.of("f=1"), List.of("f=1"));
    }

    @Test
    void whatIsLeftAloneInADirectoryIsToldOnce() {
        becomes(UPDATE, World.of("d/", "d/e/", "d/e/x=1", "d/y=2").remove(LEFT, "d"), List.of(),
                List.of("d/", "d/e/", "d/e/x=1", "d/y=2"));
        assertEquals(List.of(new Plan.Skip(World.path("d"), "deleted on the left, which is left alone", false)),
                plan.skips());
    }

    @Test
    void anEditThatIsLeftAloneIsNeverOverwritten() {
        becomes(UPDATE, World.of("f=1").put(LEFT, "f=3").put(RIGHT, "f=2"), List.of("f=3"),
                List.of(COPY + "=2", "f=3"));
        assertEquals(Conflict.Kind.EDIT_EDIT, plan.conflicts().getFirst().conflict().kind());
        // The left side is never changed, so its version keeps the name also when it is the older one.
        becomes(UPDATE, World.of("f=1").put(LEFT, "f=2").put(RIGHT, "f=3"), List.of("f=2"),
                List.of(COPY + "=3", "f=2"));
    }

    @Test
    void aDeletionDoesNotReachAnEditThatIsLeftAlone() {
        becomes(CONTRIBUTE, World.of("f=1").remove(LEFT, "f").put(RIGHT, "f=2"), List.of(), List.of("f=2"));
        assertEquals(Conflict.Kind.DELETE_EDIT, plan.conflicts().getFirst().conflict().kind());
    }

    @Test
    void attributesThatAreLeftAloneStayAndAreTold() {
        World before = World.of("f=1").chmod(RIGHT, "f", 0700);
        becomes(UPDATE, before, List.of("f=1"), List.of("f=1"));
        assertTrue(plan.changesNothing());
        assertEquals(List.of(false), plan.skips().stream().map(Plan.Skip::wanted).toList());
    }

    @Test
    void aPolicyMayOnlyChangeSidesTheMatrixChanges() {
        TestRules rules = UPDATE.with(new Resolution.Prefer(RIGHT));
        becomes(rules, World.of("f=1").put(LEFT, "f=3").put(RIGHT, "f=2"), List.of("f=3"), List.of("f=2"));
        assertTrue(plan.changesNothing());
        assertEquals(new Resolution.Skip(), plan.conflicts().getFirst().resolution());
    }

    @Test
    void aWinnerReplacesTheLoserWhichStaysAsAVersion() {
        World before = World.of("f=1").put(LEFT, "f=2").put(RIGHT, "f=3");
        TestRules rules = TestRules.TWO_WAY.with(new Resolution.Prefer(LEFT));
        becomes(rules, before, List.of("f=2"), List.of("f=2"));
        assertTrue(Promises.keep(before, rules).putAside().contains("file 3"));
    }

    @Test
    void aLoserMayStayBesideTheWinner() {
        becomes(TestRules.TWO_WAY.with(new Resolution.Prefer(LEFT)).with(Loser.COPY),
                World.of("f=1").put(LEFT, "f=2").put(RIGHT, "f=3"), List.of(COPY + "=3", "f=2"),
                List.of(COPY + "=3", "f=2"));
        assertEquals(World.path(COPY), plan.conflicts().getFirst().copy().orElseThrow());
    }

    @Test
    void whatWaitsForAPersonIsFoundAgainAndNothingIsDone() {
        for (Resolution resolution : List.of(new Resolution.Ask(), new Resolution.Skip())) {
            becomes(TestRules.TWO_WAY.with(resolution), World.of("f=1").put(LEFT, "f=2").put(RIGHT, "f=3"),
                    List.of("f=2"), List.of("f=3"));
            assertTrue(plan.changesNothing() && plan.records().isEmpty());
            assertEquals(resolution, plan.conflicts().getFirst().resolution());
        }
    }

    @Test
    void aMatrixThatTakesBackOnBothSidesKeepsTheBase() {
        SyncMatrix frozen = new SyncMatrix(Direction.TO_LEFT, Direction.TO_LEFT, Direction.TO_LEFT,
                Direction.TO_RIGHT, Direction.TO_RIGHT, Direction.TO_RIGHT);
        becomes(TestRules.TWO_WAY.with(frozen), World.of("f=1", "g=2").put(LEFT, "f=3").remove(RIGHT, "g")
                .put(LEFT, "new=4"), List.of("f=1", "g=2"), List.of("f=1", "g=2"));
    }

    @Test
    void aSpellingThatMayNotBePropagatedIsTakenBack() {
        World before = World.of(new Names(true, true), "Docs/").move(RIGHT, "Docs", "docs");
        plan = MIRROR.plan(before);
        World after = before.copy();
        after.apply(plan);
        assertEquals("Docs", ((Present) after.at(Side.RIGHT, "Docs")).name().toString());
    }
}
