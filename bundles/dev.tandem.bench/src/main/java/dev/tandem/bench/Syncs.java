package dev.tandem.bench;

import dev.tandem.bench.Folders.Extent;
import dev.tandem.bench.Meter.Usage;
import dev.tandem.bench.Results.Moves;
import dev.tandem.bench.Results.Sample;
import dev.tandem.bench.Results.Task;
import dev.tandem.bench.Scenario.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Keeps two folders in step: each program a pair of its own, of which the left one is worked in. */
final class Syncs implements Contest {
    private final Path work;
    private final Sources sources;
    private final Trial trial;

    Syncs(Path work, Sources sources, Trial trial) {
        this.work = work;
        this.sources = sources;
        this.trial = trial;
    }

    /** Two folders, which share nothing. */
    private record Pair(Path left, Path right) { }

    @Override
    public boolean admits(Peer peer, Scenario scenario) {
        return switch (peer.kind()) {
            case TANDEM, UNISON, BISYNC, RSYNC -> true;
            case RESTIC, BORG -> false;
        };
    }

    @Override
    public void warmUp(Peer peer) throws IOException, InterruptedException {
        Path source = Files.createDirectories(work.resolve("sources/warm-up"));
        Files.writeString(source.resolve("file"), "content");
        prepare(peer, Scenario.SYNC, source);
        Pair pair = pair(peer);
        trial.runUnmeasured(peer, peer.sync(pair.left, pair.right, true), work);
        trial.runUnmeasured(peer, peer.sync(pair.left, pair.right, false), work);
        trial.settle(peer);
        Folders.delete(pairFolder(peer));
    }

    @Override
    public void prepare(Peer peer, Scenario scenario, Path source) throws IOException, InterruptedException {
        peer.forget();
        Folders.delete(pairFolder(peer));
        Files.createDirectories(pairFolder(peer));
        Folders.copy(source, pair(peer).left);
        Folders.copy(source, pair(peer).right);
    }

    @Override
    public boolean begin(Step step, Scenario scenario, Path source, int round, List<Peer> racing) {
        return true;
    }

    @Override
    public void measure(Peer peer, Scenario scenario, Step step, Path source) throws IOException, InterruptedException {
        Pair pair = pair(peer);
        Map<Path, Object> before = Folders.identities(pair.right.resolve(Desk.RENAMED));
        Path sign = work(step, peer, pair);
        Extent extent = Folders.extent(pair.left);
        if (step == Step.SYNC_EQUAL || step == Step.SYNC_APPENDED) {
            Folders.warm(pair.left);
            Folders.warm(pair.right);
        }
        Folders.extent(pair.right);
        Usage usage = trial.run(peer, scenario, step, peer.sync(pair.left, pair.right, step == Step.SYNC_EQUAL), work);
        Task task = new Task(scenario, step, peer);
        trial.add(new Sample(task, new Cost(usage.wall(), usage.cpu(), usage.peakMemory(), kept(peer, pair))));
        verify(task, pair, extent, sign);
        if (step == Step.SYNC_RENAMED) {
            Map<Path, Object> after = Folders.identities(pair.right.resolve(sign));
            trial.add(new Moves(task, before.entrySet().stream().filter(after.entrySet()::contains).count(), before.size()));
        }
        if (step == Step.SYNC_APPENDED) {
            // The last one: without it there would be two large files for each program.
            Folders.delete(pairFolder(peer));
        }
    }

    /** Works in the left folder; returns what must be on the right afterwards. */
    private Path work(Step step, Peer peer, Pair pair) throws IOException, InterruptedException {
        Desk desk = new Desk(pair.left, sources.share());
        return switch (step) {
            case SYNC_ONE -> desk.changeOne();
            case SYNC_NEW -> desk.addMany();
            case SYNC_RENAMED -> desk.rename();
            case SYNC_APPENDED -> {
                Path large = desk.put(sources.folder(Scenario.BIG).resolve(Sources.BIG_FILE));
                trial.runUnmeasured(peer, peer.sync(pair.left, pair.right, false), work);
                desk.append(large);
                yield large;
            }
            default -> Path.of("");
        };
    }

    /** Returns the bytes of what the program remembers of a pair, in files of its own and in the folders. */
    private static long kept(Peer peer, Pair pair) throws IOException {
        return Folders.extent(peer.cache()).bytes() + Folders.extent(pair.left.resolve(Folders.OWN)).bytes()
                + Folders.extent(pair.right.resolve(Folders.OWN)).bytes();
    }

    private void verify(Task task, Pair pair, Extent expected, Path sign) throws IOException {
        String where = task.peer().name() + ", " + task.scenario().title + ", " + task.step().title + ": ";
        List<String> differences = Folders.differencesOfContent(pair.left, pair.right);
        if (!differences.isEmpty()) {
            trial.problem(where + differences.size() + " differences, the first: " + differences.getFirst());
        }
        if (!Folders.extent(pair.left).equals(expected) || !Files.exists(pair.right.resolve(sign))) {
            trial.problem(where + "what was done on the left is not there any more");
        }
    }

    @Override
    public void end() throws IOException, InterruptedException {
        Folders.delete(work.resolve("pairs"));
    }

    private Path pairFolder(Peer peer) {
        return work.resolve("pairs").resolve(peer.slug());
    }

    private Pair pair(Peer peer) {
        return new Pair(pairFolder(peer).resolve("left"), pairFolder(peer).resolve("right"));
    }
}
