package dev.tandem.bench;

import dev.tandem.bench.Folders.Extent;
import dev.tandem.bench.Scenario.Step;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Runs the programs against each other: all do one step before any does the next, and who begins changes with each
 * step and round, so that a slow minute of the machine hits none alone. What fails or comes back wrong is a problem;
 * the others go on.
 */
final class Comparison {
    private final Options options;
    private final List<Peer> peers;
    private final Trial trial;
    private final Sources sources;
    private final Contest backups;
    private final Contest remotes;
    private final Contest syncs;

    Comparison(Options options, List<Peer> peers, PrintStream progress) {
        this.options = options;
        this.peers = peers;
        trial = new Trial(options.work(), progress);
        Backups record = new Backups(options.work(), peers, trial);
        sources = new Sources(options.work().resolve("sources"), options.sizes(), record::record);
        backups = record;
        remotes = new RemoteBackups(options.work(), record, trial);
        syncs = new Syncs(options.work(), sources, trial);
    }

    /** Does all that is asked for. */
    Results run() throws IOException, InterruptedException {
        trial.say("work folder " + options.work() + ", " + Runtime.getRuntime().availableProcessors()
                + " processors, measured by " + trial.method());
        Files.createDirectories(options.work().resolve("logs"));
        compare(backups, options.scenarios().stream()
                .filter(scenario -> !scenario.isSync() && !scenario.isRemote()).toList());
        compare(remotes, options.scenarios().stream().filter(Scenario::isRemote).toList());
        compare(syncs, options.scenarios().stream().filter(Scenario::isSync).toList());
        return trial.results(peers);
    }

    private void compare(Contest contest, List<Scenario> scenarios) throws IOException, InterruptedException {
        List<Peer> ready = new ArrayList<>(peers);
        ready.removeIf(peer -> scenarios.stream().noneMatch(scenario -> contest.admits(peer, scenario)));
        for (Peer peer : List.copyOf(ready)) {
            attempt(peer, ready, "warm-up", () -> contest.warmUp(peer));
        }
        for (Scenario scenario : scenarios) {
            compare(contest, scenario, ready.stream().filter(peer -> contest.admits(peer, scenario)).toList());
        }
    }

    private void compare(Contest contest, Scenario scenario, List<Peer> ready) throws IOException, InterruptedException {
        trial.say(scenario.title);
        Path source = sources.folder(scenario.files());
        Extent extent = Folders.extent(source);
        trial.say(String.format(Locale.ROOT, "%s: %,d files, %,d MiB", scenario.title, extent.files(), extent.bytes() >> 20));
        // Peak memory is the same at each run, and a million files take long.
        int rounds = scenario == Scenario.MEMORY ? 1 : options.rounds();
        for (int round = 0; round < rounds; round++) {
            List<Peer> racing = new ArrayList<>(ready);
            for (Peer peer : ready) {
                attempt(peer, racing, "init", () -> contest.prepare(peer, scenario, source));
            }
            for (Step step : scenario.steps) {
                if (!contest.begin(step, scenario, source, round, racing)) {
                    continue;
                }
                List<Peer> order = new ArrayList<>(racing);
                Collections.rotate(order, round + step.ordinal());
                for (Peer peer : order) {
                    attempt(peer, racing, scenario.title + ", " + step.title,
                            () -> contest.measure(peer, scenario, step, source));
                }
            }
            contest.end();
        }
    }

    @FunctionalInterface
    private interface Attempt {
        void run() throws IOException, InterruptedException;
    }

    /** One that failed is out: what it does after that could not be compared. */
    private void attempt(Peer peer, List<Peer> racing, String what, Attempt attempt) throws InterruptedException {
        try {
            attempt.run();
        } catch (IOException e) {
            racing.remove(peer);
            trial.problem(peer.name() + ", " + what + ": " + e);
        }
    }
}
