package dev.tandem.sync.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.sync.ConflictRule;
import dev.tandem.sync.SyncMatrix;
import dev.tandem.sync.SyncReport;
import dev.tandem.sync.SyncRules;
import dev.tandem.sync.internal.baseline.OneFolder;
import dev.tandem.sync.internal.replica.Faults;
import dev.tandem.sync.internal.replica.Faults.Failure;
import dev.tandem.sync.internal.replica.Faults.Moment;
import dev.tandem.sync.internal.replica.LogicalClock;
import dev.tandem.sync.internal.replica.MemoryOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Some weeks in the life of a few folders in memory, all of it by a seed. */
final class Episode {
    private static final Crew ALONE = new Crew(1, 1);
    private static final long SECOND = 1_000_000_000L;

    private final Random random;
    private final LogicalClock clock = new LogicalClock();
    private final Faults faults = new Faults();
    private final MemoryStateStores stores = new MemoryStateStores(faults);
    private final List<Edge> edges = new ArrayList<>();
    final Simulation simulation;

    /** @param folder for the logs */
    Episode(long seed, Path folder) {
        random = new Random(seed);
        List<Site> sites = new ArrayList<>();
        boolean plain = random.nextInt(3) > 0;
        int count = random.nextInt(4) == 0 ? 4 : 2;
        boolean losing = random.nextInt(4) == 0;
        for (int i = 0; i < count; i++) {
            MemoryOptions options = plain ? MemoryOptions.usual("site" + i) : options("site" + i);
            sites.add(new MemorySite(losing ? options.losingUnflushed() : options, clock, faults));
        }
        for (Site site : sites.subList(1, count)) {
            edges.add(new Edge(sites.getFirst(), site, folder, faults));
        }
        boolean links = sites.stream().allMatch(site -> site.replica().traits().links());
        boolean sneaks = sites.stream().allMatch(site -> site.replica().traits().changeTimes());
        Person person = new Person(random, clock::now, links, sneaks);
        Workshop workshop = Engines.workshop(stores, new OneFolder(folder), this::now, ALONE);
        simulation = new Simulation(sites, edges, random, faults, person, workshop);
        simulation.note("seed " + seed + ", " + count + " folders, " + (plain ? "all alike" : "each its own way")
                + (losing ? ", without power at times" : ""));
    }

    private Instant now() {
        return Instant.ofEpochSecond(0, clock.now());
    }

    private MemoryOptions options(String name) {
        return switch (random.nextInt(4)) {
            case 0 -> MemoryOptions.usual(name);
            case 1 -> MemoryOptions.usual(name).withoutFileIds();
            case 2 -> MemoryOptions.usual(name).withoutExchange();
            default -> MemoryOptions.fat(name);
        };
    }

    /** Lives it. */
    void live() throws IOException {
        simulation.work(12);
        pause();
        simulation.settle();
        int chapters = 3 + random.nextInt(8);
        for (int i = 0; i < chapters; i++) {
            chapter();
            pause();
            simulation.settle();
        }
    }

    /** Time goes by, mostly. */
    private void pause() {
        clock.advance(random.nextInt(6) == 0 ? 0 : SECOND + random.nextLong(100 * SECOND));
    }

    private void chapter() throws IOException {
        int times = 1 + random.nextInt(6);
        simulation.work(times);
        if (random.nextBoolean()) {
            pause();
        }
        switch (random.nextInt(12)) {
            case 0, 1 -> workAfterScan();
            case 2, 3 -> workDuringRun();
            case 4 -> otherRules();
            case 5 -> undo();
            case 6 -> loseBase();
            case 7, 8 -> die();
            case 9 -> fail();
            default -> { }
        }
    }

    private Edge any() {
        return edges.get(random.nextInt(edges.size()));
    }

    private void workAfterScan() throws IOException {
        simulation.run(any(), SyncRules.USUAL, Optional.of(this::interfere));
        simulation.ledger.assertNothingLost();
    }

    private void workDuringRun() throws IOException {
        simulation.faults.actAt(random.nextInt(120), this::interfere);
        simulation.run(any(), SyncRules.USUAL, Optional.empty());
        simulation.faults.end();
        simulation.ledger.assertNothingLost();
    }

    private void interfere() {
        try {
            simulation.note("meanwhile");
            simulation.work(1 + random.nextInt(4));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void otherRules() throws IOException {
        SyncMatrix matrix = List.of(SyncMatrix.MIRROR, SyncMatrix.UPDATE, SyncMatrix.CONTRIBUTE, SyncMatrix.TWO_WAY,
                SyncMatrix.MIRROR.mirrored()).get(random.nextInt(5));
        String policy = List.of("newer", "prefer-left", "prefer-right", "larger", "skip", "keep-both")
                .get(random.nextInt(6));
        SyncRules rules = SyncRules.USUAL.with(matrix).withConflicts(List.of(ConflictRule.everywhere(policy)));
        simulation.disturb();
        simulation.loosen();
        simulation.note("by other rules: " + matrix + ", " + policy);
        simulation.ledger.inStep();
        Edge edge = any();
        simulation.sync(edge, rules);
        simulation.sync(edge, rules);
        if (edges.size() == 1) {
            simulation.assertIdle(rules);
        }
    }

    private void undo() throws IOException {
        Edge edge = any();
        Details left = Details.of(edge.left);
        Details right = Details.of(edge.right);
        SyncReport report = simulation.sync(edge, SyncRules.USUAL);
        if (report.run().isEmpty()) {
            return;
        }
        SyncReport undone = simulation.undo(edge);
        assertEquals(0, undone.failed() + undone.skipped(), "not taken back");
        assertEquals(List.of(), left.differences(Details.of(edge.left), false), "left after the undo");
        assertEquals(List.of(), right.differences(Details.of(edge.right), false), "right after the undo");
        simulation.disturb();
    }

    private void loseBase() throws IOException {
        Edge edge = any();
        Set<String> before = new HashSet<>(edge.left.tree().values());
        before.addAll(edge.right.tree().values());
        stores.lose();
        simulation.disturb();
        simulation.note("the base is lost");
        SyncReport report = simulation.sync(edge, SyncRules.USUAL);
        assertEquals(0, report.left().deleted() + report.right().deleted(), "deleted without a base");
        assertTrue(edge.left.tree().values().containsAll(before), "everything is there on the left");
        assertTrue(edge.right.tree().values().containsAll(before), "everything is there on the right");
    }

    private void die() throws IOException {
        for (Edge edge : edges) {
            edge.left.replica().flush();
            edge.right.replica().flush();
        }
        faults.killAt(random.nextInt(200), Moment.values()[random.nextInt(3)]);
        Edge edge = any();
        simulation.run(edge, SyncRules.USUAL, Optional.empty());
        edge.failPower(random);
        simulation.restart();
        simulation.ledger.assertNothingLost();
    }

    private void fail() throws IOException {
        Failure failure = Failure.values()[random.nextInt(3)];
        if (random.nextBoolean()) {
            faults.failAt(random.nextInt(200), failure);
        } else {
            faults.failFrom(random.nextInt(200), failure);
        }
        simulation.run(any(), SyncRules.USUAL, Optional.empty());
        simulation.restart();
        simulation.ledger.assertNothingLost();
    }
}
