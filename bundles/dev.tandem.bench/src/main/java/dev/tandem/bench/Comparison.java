package dev.tandem.bench;

import dev.tandem.bench.Folders.Extent;
import dev.tandem.bench.Meter.Usage;
import dev.tandem.bench.Peer.Kind;
import dev.tandem.bench.Results.Sample;
import dev.tandem.bench.Results.Task;
import dev.tandem.bench.Scenario.Step;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Runs the programs against each other: all do one step before any does the next, and who begins changes with each
 * step and round, so that a slow minute of the machine hits none alone. What fails or restores wrongly is a problem;
 * the others go on.
 */
final class Comparison {
    private static final Duration SETTLES_WITHIN = Duration.ofMinutes(3);

    private final Options options;
    private final PrintStream progress;
    private final Meter meter = new Meter(Files.isExecutable(Meter.GNU_TIME));
    private final Sources sources;
    private final Peer reference;
    private final List<Peer> peers;
    private final List<Sample> samples = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    Comparison(Options options, List<Peer> peers, Peer reference, PrintStream progress) {
        this.options = options;
        this.peers = peers;
        this.reference = reference;
        this.progress = progress;
        this.sources = new Sources(options.work().resolve("sources"), options.sizes(), this::record);
    }

    /** Does all that is asked for. */
    Results run() throws IOException, InterruptedException {
        progress.println("work folder " + options.work() + ", " + Runtime.getRuntime().availableProcessors()
                + " processors, measured by " + meter.method());
        Files.createDirectories(options.work().resolve("logs"));
        List<Peer> ready = new ArrayList<>(peers);
        for (Peer peer : peers) {
            attempt(peer, ready, "warm-up", () -> warmUp(peer));
        }
        for (Scenario scenario : options.scenarios()) {
            compare(scenario, ready);
        }
        return new Results(samples, reference, problems);
    }

    /** The first use of a program prepares things that later uses find, and shows whether it works at all. */
    private void warmUp(Peer peer) throws IOException, InterruptedException {
        Path source = Files.createDirectories(options.work().resolve("sources/warm-up"));
        Files.writeString(source.resolve("file"), "content");
        init(peer);
        runUnmeasured(peer, peer.backup(repository(peer), Step.FIRST, source.getFileName().toString()), source.getParent());
        runUnmeasured(peer, peer.check(repository(peer)), source);
        long end = System.nanoTime() + SETTLES_WITHIN.toNanos();
        while (peer.kind() == Kind.TANDEM && !isSettled(peer)) {
            if (System.nanoTime() > end) {
                progress.println(peer.name() + " still prepares its later starts; its first times may suffer");
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

    private void compare(Scenario scenario, List<Peer> ready) throws IOException, InterruptedException {
        progress.println(scenario.title);
        Path source = sources.folder(scenario);
        Extent extent = Folders.extent(source);
        progress.printf(Locale.ROOT, "%s: %,d files, %,d MiB%n", scenario.title, extent.files(), extent.bytes() >> 20);
        // Peak memory is the same at each run, and a million files take long.
        int rounds = scenario == Scenario.MEMORY ? 1 : options.rounds();
        for (int round = 0; round < rounds; round++) {
            List<Peer> racing = new ArrayList<>(ready);
            if (scenario == Scenario.STORE) {
                racing.removeIf(peer -> peer.kind() == Kind.BORG);
            }
            for (Peer peer : List.copyOf(racing)) {
                attempt(peer, racing, "init", () -> prepare(peer, scenario, source));
            }
            for (Step step : scenario.steps) {
                if (scenario == Scenario.STORE && !areAble(racing, step)) {
                    continue;
                }
                if (step == Step.CHANGED) {
                    Change.apply(source, round);
                }
                List<Peer> order = new ArrayList<>(racing);
                Collections.rotate(order, round + step.ordinal());
                for (Peer peer : order) {
                    attempt(peer, racing, scenario.title + ", " + step.title,
                            () -> measure(peer, scenario, step, source));
                }
            }
            Folders.delete(options.work().resolve("repositories"));
        }
    }

    /** A step is left out where a program has no command for it: it could not be compared. */
    private boolean areAble(List<Peer> racing, Step step) throws InterruptedException {
        for (Peer peer : racing) {
            try {
                runUnmeasured(peer, peer.explain(repository(peer), step), options.work());
            } catch (IOException e) {
                progress.println("  " + step.title + ": left out, " + peer.name() + " has no such command");
                return false;
            }
        }
        return true;
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
            problem(peer.name() + ", " + what + ": " + e);
        }
    }

    private void problem(String text) {
        problems.add(text);
        progress.println("PROBLEM " + text);
    }

    private void prepare(Peer peer, Scenario scenario, Path source) throws IOException, InterruptedException {
        if (scenario == Scenario.STORE) {
            clear(peer);
            Folders.copy(source.resolve(Sources.REPOSITORY), repository(peer));
        } else {
            init(peer);
        }
    }

    private void init(Peer peer) throws IOException, InterruptedException {
        clear(peer);
        runUnmeasured(peer, peer.init(repository(peer)), options.work());
    }

    private void clear(Peer peer) throws IOException, InterruptedException {
        Folders.delete(repository(peer));
        Files.createDirectories(repository(peer).getParent());
        dropCaches(peer);
    }

    /** The caches of one round are of no use to the next. Tandem keeps what its installation prepared once. */
    private static void dropCaches(Peer peer) throws IOException, InterruptedException {
        Folders.delete(peer.cache());
        Files.createDirectories(peer.cache());
    }

    /** Tandem is the quickest to make a repository that all can read. */
    private void record(Path folder, Path repository) throws IOException, InterruptedException {
        Peer tandem = peers.getFirst();
        if (!Files.exists(repository)) {
            runUnmeasured(tandem, tandem.init(repository), options.work());
        }
        runUnmeasured(tandem, tandem.backup(repository, Step.FIRST, folder.getFileName().toString()), folder.getParent());
        progress.print(".");
    }

    private void measure(Peer peer, Scenario scenario, Step step, Path source) throws IOException, InterruptedException {
        Path target = options.work().resolve("restored");
        Folders.delete(target);
        Files.createDirectory(target);
        Path repository = repository(peer);
        List<String> command = switch (step) {
            case FIRST, UNCHANGED, CHANGED -> peer.backup(repository, step, source.getFileName().toString());
            case RESTORE -> peer.restore(repository, Step.CHANGED, target);
            case CHECK -> peer.check(repository);
            default -> peer.onStore(repository, step);
        };
        if (step == Step.FIND_COLD) {
            dropCaches(peer);
        }
        Folders.warm(step.isBackup() ? source : repository);
        sync();
        Usage usage = meter.run(command, step.isBackup() ? source.getParent() : target, peer.environment(),
                log(scenario.name() + "-" + step, peer));
        Cost cost = new Cost(usage.wall(), usage.cpu(), usage.peakMemory(), Folders.extent(repository).bytes());
        samples.add(new Sample(new Task(scenario, step, peer), cost));
        progress.printf(Locale.ROOT, "  %-23s %-20s %8.2f s%n", step.title, peer.name(), cost.wall());
        verify(peer, scenario, step, source, target);
        Folders.delete(target);
    }

    private void verify(Peer peer, Scenario scenario, Step step, Path source, Path target)
            throws IOException, InterruptedException {
        if (step == Step.RESTORE) {
            List<String> differences = Folders.differences(source, target.resolve(source.getFileName()));
            if (!differences.isEmpty()) {
                problem(peer.name() + ", " + scenario.title + ", restored with " + differences.size()
                        + " differences, the first: " + differences.getFirst());
            }
        }
        if (step == Step.CHECK && peer.kind() == Kind.TANDEM) {
            runUnmeasured(reference, reference.check(repository(peer)), options.work());
        }
        if (step == Step.PRUNE) {
            runUnmeasured(reference, reference.onStore(repository(peer), Step.CHECK_STRUCTURE), options.work());
        }
    }

    private void runUnmeasured(Peer peer, List<String> command, Path folder) throws IOException, InterruptedException {
        meter.run(command, folder, peer.environment(), log("unmeasured", peer));
    }

    private static void sync() throws IOException, InterruptedException {
        if (new ProcessBuilder("sync").inheritIO().start().waitFor() != 0) {
            throw new IOException("sync failed");
        }
    }

    private Path repository(Peer peer) {
        return options.work().resolve("repositories").resolve(slug(peer));
    }

    private static String slug(Peer peer) {
        return peer.state().getFileName().toString();
    }

    private Path log(String what, Peer peer) {
        return options.work().resolve("logs").resolve(what.toLowerCase(Locale.ROOT) + "-" + slug(peer) + ".log");
    }
}
