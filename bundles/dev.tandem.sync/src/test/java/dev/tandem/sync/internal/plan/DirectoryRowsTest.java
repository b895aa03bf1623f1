package dev.tandem.sync.internal.plan;

import static dev.tandem.sync.Side.LEFT;
import static dev.tandem.sync.Side.RIGHT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.Present;
import dev.tandem.sync.spi.Conflict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a directory, by what happened on either side and below. */
class DirectoryRowsTest {
    private static final String COPY = " (conflict 2026-11-23 120000 here)";

    private World world;
    private Plan plan;

    private void becomes(World before, String... expected) {
        becomes(before, TestRules.TWO_WAY, sorted(expected), sorted(expected));
    }

    private void becomes(World before, TestRules rules, List<String> left, List<String> right) {
        plan = rules.plan(before);
        world = Promises.keep(before, rules);
        assertEquals(left, world.list(LEFT), () -> "left, by " + plan);
        assertEquals(right, world.list(RIGHT), () -> "right, by " + plan);
    }

    private static List<String> sorted(String... items) {
        return List.of(items).stream().sorted().toList();
    }

    @Test
    void itsAttributesAreMergedButNotItsTime() {
        becomes(World.of("d/").chmod(LEFT, "d", 0700).touch(LEFT, "d", 99), "d/");
        assertEquals(0700, ((Present) world.at(RIGHT, "d")).attributes().permissions());
        assertEquals(7, ((Present) world.at(RIGHT, "d")).attributes().modified());
    }

    @Test
    void itIsDeletedWithAllBelowChildrenFirst() {
        becomes(World.of("d/", "d/e/", "d/e/x=1", "d/y=2").remove(LEFT, "d"));
        assertEquals(List.of("d/y", "d/e/x", "d/e", "d"),
                plan.deletions().stream().map(step -> step.path().toString()).toList());
    }

    @Test
    void whatIsLeftOfItIsDeletedWhereSomeIsGoneAlready() {
        becomes(World.of("d/", "d/x=1", "d/y=2").remove(LEFT, "d").remove(RIGHT, "d/x"));
    }

    @Test
    void whatWasChangedInItStaysAndTheRestGoes() {
        becomes(World.of("d/", "d/e/", "d/e/x=1", "d/y=2", "d/z=3").remove(LEFT, "d").put(RIGHT, "d/e/x=4")
                .put(RIGHT, "d/new=5"), "d/", "d/e/", "d/e/x=4", "d/new=5");
        assertTrue(plan.directories().getFirst().reason().contains("something in it stays"));
    }

    @Test
    void itStaysForAnIgnoredItemAndSoDoesItsBase() {
        World before = World.of("d/", "d/x=1").remove(LEFT, "d").put(RIGHT, World.path("d/i"), Item.IGNORED);
        becomes(before, TestRules.TWO_WAY, List.of(), List.of("d/", "d/i?"));
        assertEquals(1, plan.skips().size());
        assertTrue(world.base().containsKey(World.path("d")));
        world.remove(RIGHT, "d/i");
        becomes(world);
    }

    @Test
    void nothingOfItIsDeletedWhileSomethingInItIsUnknown() {
        World before = World.of("d/", "d/e/", "d/e/x=1", "d/y=2").remove(LEFT, "d")
                .put(RIGHT, World.path("d/e/u"), new Item.Unknown("input/output error"));
        plan = TestRules.TWO_WAY.plan(before);
        Promises.keep(before, TestRules.TWO_WAY);
        assertTrue(plan.changesNothing());
        assertEquals(List.of(new Plan.Skip(World.path("d/e/u"), "input/output error", true)), plan.skips());
    }

    @Test
    void twoNewOnesAreMerged() {
        becomes(World.of().put(LEFT, "d/").put(LEFT, "d/x=1").put(RIGHT, "d/").put(RIGHT, "d/y=2"), "d/", "d/x=1",
                "d/y=2");
        assertTrue(plan.conflicts().isEmpty());
    }

    @Test
    void aNewOneKeepsItsNameBesideANewFile() {
        becomes(World.of().put(LEFT, "d=5").put(RIGHT, "d/").put(RIGHT, "d/y=2"), "d/", "d/y=2", "d" + COPY + "=5");
        assertEquals(Conflict.Kind.TYPE, plan.conflicts().getFirst().conflict().kind());
    }

    @Test
    void anAtomicOneIsNeverHalfMerged() {
        World before = World.of("g/", "g/head=1", "g/index=2").put(LEFT, "g/head=3").put(RIGHT, "g/index=4");
        before.setAtomic("g");
        becomes(before, "g/", "g/head=1", "g/index=4", "g" + COPY + "/", "g" + COPY + "/head=3",
                "g" + COPY + "/index=2");
    }

    @Test
    void anAtomicOneThatOneSideChangedGoesToTheOther() {
        World before = World.of("g/", "g/head=1", "g/index=2").put(LEFT, "g/head=3").remove(LEFT, "g/index");
        before.setAtomic("g");
        becomes(before, "g/", "g/head=3");
    }

    @Test
    void anAtomicOneComesBackWholeWhenItWasChanged() {
        World before = World.of("g/", "g/head=1", "g/index=2").remove(LEFT, "g").put(RIGHT, "g/head=3");
        before.setAtomic("g");
        becomes(before, "g/", "g/head=3", "g/index=2");
    }

    @Test
    void anEmptyOneCounts() {
        becomes(World.of().put(LEFT, "d/").put(LEFT, "d/e/"), "d/", "d/e/");
        becomes(World.of("d/", "d/e/").remove(RIGHT, "d"));
    }

    @Test
    void anEmptyOneIsNeitherMadeNorKeptWhereTheRulesSaySo() {
        TestRules rules = TestRules.TWO_WAY.withoutEmpty();
        becomes(World.of().put(LEFT, "d/").put(LEFT, "d/e/"), rules, List.of("d/", "d/e/"), List.of());
        becomes(World.of("d/", "d/x=1").remove(LEFT, "d").put(RIGHT, "d/e/"), rules, List.of(), List.of());
        becomes(World.of().put(LEFT, "d/").put(LEFT, "d/e/").put(LEFT, "d/f/").put(LEFT, "d/f/x=1"), rules,
                List.of("d/", "d/e/", "d/f/", "d/f/x=1"), List.of("d/", "d/f/", "d/f/x=1"));
    }
}
