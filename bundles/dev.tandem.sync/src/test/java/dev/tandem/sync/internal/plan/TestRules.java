package dev.tandem.sync.internal.plan;

import dev.tandem.model.RawPath;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.Loser;
import dev.tandem.sync.SyncMatrix;
import dev.tandem.sync.SyncRules;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.Resolution;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Function;
import java.util.function.Predicate;

/** Rules for tests, made by naming what is different. */
record TestRules(SyncMatrix matrix, Function<Conflict, Resolution> policy, Loser loser, boolean keepEmpty,
        long granularity, Instant began) {
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    static final TestRules TWO_WAY = new TestRules(SyncMatrix.TWO_WAY, _ -> new Resolution.Undecided(),
            Loser.VERSION, true, 1, NOON);

    TestRules with(SyncMatrix other) {
        return new TestRules(other, policy, loser, keepEmpty, granularity, began);
    }

    TestRules with(Resolution always) {
        return new TestRules(matrix, _ -> always, loser, keepEmpty, granularity, began);
    }

    TestRules with(Function<Conflict, Resolution> other) {
        return new TestRules(matrix, other, loser, keepEmpty, granularity, began);
    }

    TestRules with(Loser other) {
        return new TestRules(matrix, policy, other, keepEmpty, granularity, began);
    }

    TestRules withoutEmpty() {
        return new TestRules(matrix, policy, loser, false, granularity, began);
    }

    TestRules later() {
        return new TestRules(matrix, policy, loser, keepEmpty, granularity, began.plusSeconds(1));
    }

    PlanRules of(World world) {
        Predicate<RawPath> inBase = world.base()::containsKey;
        return new PlanRules(matrix, policy, loser,
                new ConflictNames(SyncRules.CONFLICT_NAME, "here", "here", "host", began, ZoneOffset.UTC),
                AttributeRules.USUAL, granularity, began, world.names(), inBase, keepEmpty);
    }

    Plan plan(World world) {
        return Planner.plan(world.tree(true), of(world));
    }
}
