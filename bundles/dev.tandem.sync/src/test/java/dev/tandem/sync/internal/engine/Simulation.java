package dev.tandem.sync.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.job.JobMonitor;
import dev.tandem.storage.Location;
import dev.tandem.sync.GateLimits;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncItem;
import dev.tandem.sync.SyncPair;
import dev.tandem.sync.SyncReport;
import dev.tandem.sync.SyncRequest;
import dev.tandem.sync.SyncRules;
import dev.tandem.sync.internal.observe.Scope;
import dev.tandem.sync.internal.replica.Faults;
import dev.tandem.sync.internal.replica.Killed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Folders in which people work while they are kept in step, and what must hold whatever they do. The first folder is the
 * hub, the others are kept in step with it.
 */
final class Simulation {
    private static final int MOST_ROUNDS = 3;
    private static final SyncPair PAIR = new SyncPair(new Location(Location.FILE, "/left"),
            new Location(Location.FILE, "/right"));

    final List<Site> sites;
    final List<Edge> edges;
    final Random random;
    final Faults faults;
    final Ledger ledger;
    private final Person person;
    private final Workshop workshop;
    private final List<String> journal = new ArrayList<>();
    private final Set<Site> touched = new HashSet<>();
    private Optional<Details> expected = Optional.empty();
    private boolean inStep = true;
    private boolean loose;
    private boolean interfered;
    private long steps;

    Simulation(List<Site> sites, List<Edge> edges, Random random, Faults faults, Person person, Workshop workshop) {
        this.sites = sites;
        this.edges = edges;
        this.random = random;
        this.faults = faults;
        this.ledger = new Ledger(sites);
        this.person = person;
        this.workshop = workshop;
    }

    /** Returns what happened. */
    String journal() {
        return String.join("\n  ", journal);
    }

    /** Returns how many times somebody did something. */
    long steps() {
        return steps;
    }

    void note(String what) {
        journal.add(what);
    }

    // What people do

    /** Somebody works somewhere. */
    void work(int times) throws IOException {
        boolean one = random.nextInt(3) == 0;
        Site here = sites.get(random.nextInt(sites.size()));
        for (int i = 0; i < times; i++) {
            Site site = one ? here : sites.get(random.nextInt(sites.size()));
            if (!one && random.nextInt(8) == 0) {
                workOnBoth();
            } else {
                work(site);
            }
        }
    }

    /** Somebody works in one folder. */
    void work(Site site) throws IOException {
        steps++;
        note(site.name() + ": " + ledger.during(site, () -> person.work(site)));
        touch(site);
    }

    private void workOnBoth() throws IOException {
        Site one = sites.getFirst();
        Site other = sites.get(1 + random.nextInt(sites.size() - 1));
        steps++;
        note(ledger.during(one, () -> ledger.during(other, () -> person.workOnBoth(one, other))));
        touch(one);
        touch(other);
    }

    private void touch(Site site) throws IOException {
        touched.add(site);
        boolean alone = inStep && touched.size() == 1 && sites.size() == 2;
        expected = alone ? Optional.of(Details.of(site)) : Optional.empty();
    }

    /** From now on more happened than people's work in one folder. */
    void disturb() {
        inStep = false;
        expected = Optional.empty();
    }

    /** From now on attributes may differ for good: rules left a difference alone. */
    void loosen() {
        loose = true;
    }

    /** Somebody works while a run is under way: attributes it brings may meet a file they were not meant for. */
    void interfere() {
        interfered = true;
    }

    // Runs

    /** One run; nothing is lost by it, whatever becomes of it. */
    Optional<SyncReport> run(Edge edge, SyncRules rules, Optional<Runnable> afterScan) throws IOException {
        ledger.close();
        steps++;
        note("sync " + edge);
        List<SyncItem> items = new ArrayList<>();
        Optional<SyncReport> report = Optional.empty();
        try (Edge.Open pair = edge.open(workshop)) {
            SyncRequest request = new SyncRequest(PAIR, rules, GateLimits.USUAL, List.of(SyncRequest.ALL), false,
                    afterScan);
            report = Optional.of(new Round(pair, request, workshop).run(_ -> Scope.ALL, items::add, new JobMonitor() { }));
        } catch (Killed killed) {
            note(killed.getMessage());
        } catch (IOException | UncheckedIOException failed) {
            note("failed: " + failed);
        }
        items.forEach(item -> note("  " + item.stage() + ' ' + item.action() + ' '
                + item.side().map(Side::name).orElse("") + item.from().map(from -> " from " + from).orElse("") + ' '
                + item.path() + ": " + item.reason()));
        return report;
    }

    /** A run that has no reason to fail. */
    SyncReport sync(Edge edge, SyncRules rules) throws IOException {
        SyncReport report = run(edge, rules, Optional.empty()).orElseThrow(() -> new AssertionError("no report"));
        ledger.assertNothingLost();
        assertEquals(0, report.failed(), "failed");
        return report;
    }

    /** Takes the last run of an edge back. */
    SyncReport undo(Edge edge) throws IOException {
        ledger.close();
        note("undo " + edge);
        try (Edge.Open pair = edge.open(workshop)) {
            SyncReport report = new SyncEngine(workshop).undo(pair, Optional.empty(), new JobMonitor() { });
            note("  " + report);
            ledger.assertNothingLost();
            return report;
        }
    }

    /** The process ends, and another one begins. */
    void restart() throws IOException {
        for (Site site : sites) {
            site.revive(random);
        }
        faults.end();
    }

    // What must hold

    /**
     * Nobody works any more: soon all folders are equal, with all that was written; what only one folder was worked in is
     * what it was left as; and nothing happens then.
     */
    void settle() throws IOException {
        Optional<Details> wanted = expected;
        boolean changed = true;
        for (int round = 0; round < MOST_ROUNDS && changed; round++) {
            List<Edge> order = new ArrayList<>(edges);
            Collections.shuffle(order, random);
            changed = false;
            for (Edge edge : order) {
                SyncReport report = sync(edge, SyncRules.USUAL);
                changed |= report.run().isPresent();
                if (wanted.isPresent()) {
                    assertEquals(0, report.conflicts(), "a conflict although only one folder was worked in");
                }
            }
        }
        assertEquals(List.of(), differences(), "after " + MOST_ROUNDS + " rounds");
        if (wanted.isPresent()) {
            assertEquals(List.of(), wanted.get().differences(Details.of(sites.getFirst()), loose || interfered),
                    "expected is what the only folder was like that was worked in");
        }
        ledger.assertAllFreshEverywhere();
        assertIdle(SyncRules.USUAL);
        ledger.inStep();
        touched.clear();
        interfered = false;
        inStep = true;
        expected = Optional.empty();
    }

    /** Further runs change nothing. */
    void assertIdle(SyncRules rules) throws IOException {
        long before = changes();
        for (Edge edge : edges) {
            SyncReport report = sync(edge, rules);
            assertTrue(report.run().isEmpty(), "a run although nothing was to be done");
        }
        assertEquals(before, changes(), "changes although nothing was to be done");
    }

    private long changes() {
        return sites.stream().mapToLong(Site::changes).sum();
    }

    /** Returns what differs between the hub and the others. */
    List<String> differences() throws IOException {
        Details hub = Details.of(sites.getFirst());
        List<String> all = new ArrayList<>();
        for (Site site : sites.subList(1, sites.size())) {
            all.addAll(hub.differences(Details.of(site), loose));
        }
        return all;
    }
}
