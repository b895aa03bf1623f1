package dev.tandem.sync.internal.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Does a plan to a world, step by step in the order a plan is done; each step has to find what it expects. */
record Execution(World world) {
    /** Does all of a plan. */
    void of(Plan plan) {
        Set<RawPath> touched = new LinkedHashSet<>();
        plan.moves().forEach(step -> change(step, touched));
        plan.clearances().forEach(step -> change(step, touched));
        plan.directories().forEach(step -> change(step, touched));
        plan.copies().forEach(step -> change(step, touched));
        plan.attributes().forEach(step -> change(step, touched));
        plan.deletions().forEach(step -> change(step, touched));
        touched.forEach(this::refresh);
        for (Step record : plan.records()) {
            switch (record) {
                case Step.Adopt adopt -> {
                    RawPath key = world.names().key(adopt.path());
                    for (Side side : Side.values()) {
                        assertEquals(world.find(side, key), adopt.base().of(side), () -> "adopts: " + adopt);
                    }
                    world.base().put(key, adopt.base());
                }
                case Step.Forget forget -> forget(world.names().key(forget.path()));
                default -> throw new AssertionError("no record: " + record);
            }
        }
    }

    /** The base becomes what both sides have, where they are equal. */
    private void refresh(RawPath path) {
        RawPath key = world.names().key(path);
        Item l = world.find(Side.LEFT, key);
        Item r = world.find(Side.RIGHT, key);
        if (l == Item.ABSENT && r == Item.ABSENT) {
            forget(key);
        } else {
            world.adopt(key, l, r);
        }
    }

    private void forget(RawPath key) {
        world.base().keySet().removeIf(path -> path.startsWith(key));
    }

    private void change(Step.Change step, Set<RawPath> touched) {
        Map<RawPath, Item> here = world.of(step.on());
        Map<RawPath, Item> there = world.of(step.on().other());
        touched.add(step.path());
        switch (step) {
            case Step.Move move -> {
                touched.add(move.from());
                assertEquals(here.get(move.from()), move.moved(), () -> "moves what is there: " + move);
                boolean free = world.find(step.on(), move.path()) == Item.ABSENT
                        || world.names().key(move.path()).equals(world.names().key(move.from()));
                assertTrue(free, () -> "is free: " + move);
                assertParent(here, move);
                World.move(here, move.from(), move.path());
                if (move.rebases()) {
                    rebase(world.names().key(move.from()), world.names().key(move.path()));
                }
            }
            case Step.MakeDirectory made -> {
                assertFalse(here.containsKey(made.path()), () -> "is free: " + made);
                assertTrue(there.get(made.source()) instanceof DirectoryItem, () -> "there is a source: " + made);
                assertParent(here, made);
                world.put(made.on(), made.path(), World.withAttributes(made.like().renamed(made.path().name()),
                        World.id(made.like().attributes(), 0)));
            }
            case Step.Copy copy -> {
                assertEquals(there.get(copy.source()), copy.content(), () -> "copies what is there: " + copy);
                assertEquals(here.getOrDefault(copy.path(), Item.ABSENT), copy.expected(), () -> "finds: " + copy);
                assertParent(here, copy);
                putAside(copy.expected());
                world.put(copy.on(), copy.path(), World.withAttributes(copy.content().renamed(copy.path().name()),
                        World.id(copy.wanted(), 0)));
            }
            case Step.SetAttributes set -> {
                assertEquals(here.get(set.path()), set.expected(), () -> "finds: " + set);
                here.put(set.path(), World.withAttributes(set.expected(),
                        World.id(set.wanted(), set.expected().attributes().fileId())));
            }
            case Step.Delete delete -> {
                assertEquals(here.get(delete.path()), delete.expected(), () -> "finds: " + delete);
                assertTrue(here.keySet().stream().noneMatch(path -> path.startsWith(delete.path())
                        && !path.equals(delete.path())), () -> "is empty: " + delete);
                putAside(delete.expected());
                here.remove(delete.path());
            }
        }
    }

    private void rebase(RawPath from, RawPath to) {
        Map<RawPath, Base> moved = new TreeMap<>();
        world.base().forEach((path, known) -> {
            if (path.startsWith(from)) {
                moved.put(World.rebased(path, from, to), known);
            }
        });
        world.base().keySet().removeIf(path -> path.startsWith(from) || path.startsWith(to));
        world.base().putAll(moved);
    }

    private static void assertParent(Map<RawPath, Item> items, Step.Change step) {
        Optional<RawPath> parent = step.path().parent();
        assertTrue(parent.isEmpty() || items.get(parent.get()) instanceof DirectoryItem, () -> "has a place: " + step);
    }

    private void putAside(Item item) {
        World.content(item).ifPresent(world.putAside()::add);
    }
}
