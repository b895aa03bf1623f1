package dev.tandem.bench;

import dev.tandem.bench.Meter.Usage;
import dev.tandem.bench.Peer.Kind;
import dev.tandem.bench.Results.Moves;
import dev.tandem.bench.Results.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Runs commands for all contests, and collects what they took and what went wrong. */
final class Trial {
    private static final Duration SETTLES_WITHIN = Duration.ofMinutes(3);

    private final Path work;
    private final PrintStream progress;
    private final Meter meter = new Meter(Files.isExecutable(Meter.GNU_TIME));
    private final List<Sample> samples = new ArrayList<>();
    private final List<Moves> moves = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    Trial(Path work, PrintStream progress) {
        this.work = work;
        this.progress = progress;
    }

    String method() {
        return meter.method();
    }

    void say(String text) {
        progress.println(text);
    }

    /** Shows that something long goes on. */
    void tick() {
        progress.print(".");
    }

    void problem(String text) {
        problems.add(text);
        progress.println("PROBLEM " + text);
    }

    /** Runs a command that is compared, when the disk is done with what was before. */
    Usage run(Peer peer, Scenario scenario, Scenario.Step step, List<String> command, Path folder)
            throws IOException, InterruptedException {
        if (new ProcessBuilder("sync").inheritIO().start().waitFor() != 0) {
            throw new IOException("sync failed");
        }
        return meter.run(command, folder, peer.environment(), log(scenario.name() + "-" + step, peer));
    }

    void runUnmeasured(Peer peer, List<String> command, Path folder) throws IOException, InterruptedException {
        meter.run(command, folder, peer.environment(), log("unmeasured", peer));
    }

    void add(Sample sample) {
        samples.add(sample);
        progress.printf(Locale.ROOT, "  %-26s %-20s %8.2f s%n", sample.task().step().title, sample.task().peer().name(),
                sample.cost().wall());
    }

    void add(Moves moved) {
        moves.add(moved);
    }

    Results results(List<Peer> peers) {
        return new Results(samples, Peer.newestRestic(peers), moves, problems);
    }

    /** Waits until a program that prepares its later starts in the background has done so. */
    void settle(Peer peer) throws IOException, InterruptedException {
        long end = System.nanoTime() + SETTLES_WITHIN.toNanos();
        while (peer.kind() == Kind.TANDEM && !isSettled(peer)) {
            if (System.nanoTime() > end) {
                say(peer.name() + " still prepares its later starts; its first times may suffer");
                return;
            }
            Thread.sleep(Duration.ofMillis(200));
        }
    }

    /** Tandem's start script prepares later starts in the background, once: then there is a cache, or a note of failure. */
    private static boolean isSettled(Peer tandem) throws IOException {
        try (Stream<Path> caches = Files.list(tandem.state().resolve("cache"))) {
            return caches.anyMatch(cache -> cache.toString().matches(".*\\.aot(\\.failed)?"));
        }
    }

    private Path log(String what, Peer peer) {
        return work.resolve("logs").resolve(what.toLowerCase(Locale.ROOT) + "-" + peer.slug() + ".log");
    }
}
