package dev.tandem.sync.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.sync.ConflictRule;
import dev.tandem.sync.SyncMatrix;
import dev.tandem.sync.SyncReport;
import dev.tandem.sync.SyncRules;
import dev.tandem.sync.internal.replica.Faults.Failure;
import dev.tandem.sync.internal.replica.Faults.Moment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Some weeks in the life of a few folders. */
final class Episode {
    final Simulation simulation;
    private final Random random;
    private final Stage stage;
    private final List<Edge> edges = new ArrayList<>();

    /** @param folder for the logs */
    Episode(Stage stage, Random random, Path folder) {
        this.stage = stage;
        this.random = random;
        Site hub = stage.sites().getFirst();
        for (Site site : stage.sites().subList(1, stage.sites().size())) {
            edges.add(new Edge(hub, site, folder, stage.faults()));
        }
        boolean links = stage.sites().stream().allMatch(site -> site.replica().traits().links());
        boolean sneaks = stage.sites().stream().allMatch(site -> site.replica().traits().changeTimes());
        Person person = new Person(random, stage::now, links, sneaks);
        simulation = new Simulation(stage.sites(), edges, random, stage.faults(), person, stage.workshop());
        simulation.note(stage.describe());
    }

    /** One in memory, all of it by a seed. */
    static Episode inMemory(long seed, Path folder) {
        Random random = new Random(seed);
        return new Episode(MemoryStage.any(random, folder), random, folder);
    }

    /** One with storages in memory, likewise. */
    static Episode remote(long seed, Path folder) {
        Random random = new Random(seed);
        return new Episode(MemoryStage.remote(random, folder), random, folder);
    }

    /** One on a disk; what happens is by a seed, but not how long it takes. */
    static Episode onDisk(long seed, Path folder) throws IOException {
        Random random = new Random(seed);
        return new Episode(new DiskStage(random.nextInt(4) == 0 ? 4 : 2, folder), random, folder);
    }

    /** Lives it. */
    void live() throws IOException {
        simulation.work(12);
        stage.pause(random);
        simulation.settle();
        int chapters = 3 + random.nextInt(8);
        for (int i = 0; i < chapters; i++) {
            chapter();
            stage.pause(random);
            simulation.settle();
        }
    }

    private void chapter() throws IOException {
        int times = 1 + random.nextInt(6);
        simulation.work(times);
        if (random.nextBoolean()) {
            stage.pause(random);
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
        stage.faults().actAt(random.nextInt(120), this::interfere);
        simulation.run(any(), SyncRules.USUAL, Optional.empty());
        stage.faults().end();
        simulation.ledger.assertNothingLost();
    }

    private void interfere() {
        try {
            simulation.note("meanwhile");
            simulation.interfere();
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
        before.remove(Site.DIRECTORY);
        stage.loseState();
        simulation.disturb();
        simulation.note("the base is lost");
        SyncReport report = simulation.sync(edge, SyncRules.USUAL);
        assertEquals(0, report.left().deleted() + report.right().deleted(), "deleted without a base");
        assertTrue(edge.left.tree().values().containsAll(before), "everything is there on the left");
        assertTrue(edge.right.tree().values().containsAll(before), "everything is there on the right");
    }

    private void die() throws IOException {
        kill(any(), random.nextInt(200), Moment.values()[random.nextInt(3)]);
    }

    /** Kills a run at a call; tells whether there was one. Power may fail with that, but not in what people did before. */
    boolean kill(Edge edge, long call, Moment moment) throws IOException {
        for (Site site : stage.sites()) {
            site.replica().flush();
        }
        stage.faults().killAt(call, moment);
        return trouble(edge, call);
    }

    private void fail() throws IOException {
        fail(any(), random.nextInt(200), Failure.values()[random.nextInt(3)], random.nextBoolean());
    }

    /** Lets a call of a run fail, or all from then on; tells whether there was one. */
    boolean fail(Edge edge, long call, Failure failure, boolean forGood) throws IOException {
        if (forGood) {
            stage.faults().failFrom(call, failure);
        } else {
            stage.faults().failAt(call, failure);
        }
        return trouble(edge, call);
    }

    private boolean trouble(Edge edge, long call) throws IOException {
        long before = stage.faults().calls();
        simulation.run(edge, SyncRules.USUAL, Optional.empty());
        boolean met = stage.faults().calls() > before + call;
        if (stage.faults().isDead()) {
            edge.failPower(random);
        }
        simulation.restart();
        simulation.ledger.assertNothingLost();
        if (!stage.sites().stream().allMatch(site -> site.replica().traits().fileIds())) {
            // A directory that was moved halfway is then not recognised: what it held is brought together again.
            simulation.disturb();
        }
        return met;
    }

    /** Begins with folders in step, in which people have worked since. */
    Edge begin(int before, int since) throws IOException {
        simulation.work(before);
        stage.pause(random);
        simulation.settle();
        simulation.work(since);
        stage.pause(random);
        return edges.getFirst();
    }
}
