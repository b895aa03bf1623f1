package dev.tandem.bench;

import dev.tandem.bench.Meter.Usage;
import dev.tandem.bench.Peer.Kind;
import dev.tandem.bench.Results.Sample;
import dev.tandem.bench.Results.Task;
import dev.tandem.bench.Scenario.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Backs up, restores, checks and tends repositories. */
final class Backups implements Contest {
    private final Path work;
    private final List<Peer> peers;
    private final Trial trial;

    Backups(Path work, List<Peer> peers, Trial trial) {
        this.work = work;
        this.peers = peers;
        this.trial = trial;
    }

    @Override
    public boolean admits(Peer peer, Scenario scenario) {
        return !scenario.isRemote() && switch (peer.kind()) {
            case TANDEM, RESTIC -> true;
            case BORG -> scenario != Scenario.STORE;
            case UNISON, BISYNC, RSYNC -> false;
        };
    }

    @Override
    public void warmUp(Peer peer) throws IOException, InterruptedException {
        Path source = Files.createDirectories(work.resolve("sources/warm-up"));
        Files.writeString(source.resolve("file"), "content");
        init(peer);
        trial.runUnmeasured(peer, peer.backup(repository(peer), Step.FIRST, source.getFileName().toString()),
                source.getParent());
        trial.runUnmeasured(peer, peer.check(repository(peer)), source);
        trial.settle(peer);
    }

    @Override
    public void prepare(Peer peer, Scenario scenario, Path source) throws IOException, InterruptedException {
        if (scenario == Scenario.STORE) {
            clear(peer);
            Folders.copy(source.resolve(Sources.REPOSITORY), repository(peer));
        } else {
            init(peer);
        }
    }

    private void init(Peer peer) throws IOException, InterruptedException {
        clear(peer);
        trial.runUnmeasured(peer, peer.init(repository(peer)), work);
    }

    private void clear(Peer peer) throws IOException, InterruptedException {
        Folders.delete(repository(peer));
        Files.createDirectories(repository(peer).getParent());
        peer.forget();
    }

    @Override
    public boolean begin(Step step, Scenario scenario, Path source, int round, List<Peer> racing)
            throws IOException, InterruptedException {
        if (step == Step.CHANGED) {
            Change.apply(source, round);
        }
        return scenario != Scenario.STORE || areAble(racing, step);
    }

    /** A step is left out where a program has no command for it: it could not be compared. */
    private boolean areAble(List<Peer> racing, Step step) throws InterruptedException {
        for (Peer peer : racing) {
            try {
                trial.runUnmeasured(peer, peer.explain(repository(peer), step), work);
            } catch (IOException e) {
                trial.say("  " + step.title + ": left out, " + peer.name() + " has no such command");
                return false;
            }
        }
        return true;
    }

    /** Backs up into a repository of the store. Tandem is the quickest to make one that all can read. */
    void record(Path folder, Path repository) throws IOException, InterruptedException {
        Peer tandem = peers.getFirst();
        if (!Files.exists(repository)) {
            trial.runUnmeasured(tandem, tandem.init(repository), work);
        }
        trial.runUnmeasured(tandem, tandem.backup(repository, Step.FIRST, folder.getFileName().toString()),
                folder.getParent());
        trial.tick();
    }

    @Override
    public void measure(Peer peer, Scenario scenario, Step step, Path source) throws IOException, InterruptedException {
        Path target = work.resolve("restored");
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
            peer.forget();
        }
        Folders.warm(step.isBackup() ? source : repository);
        Usage usage = trial.run(peer, scenario, step, command, step.isBackup() ? source.getParent() : target);
        trial.add(new Sample(new Task(scenario, step, peer),
                new Cost(usage.wall(), usage.cpu(), usage.peakMemory(), Folders.extent(repository).bytes())));
        verify(peer, scenario, step, source, target);
        Folders.delete(target);
    }

    private void verify(Peer peer, Scenario scenario, Step step, Path source, Path target)
            throws IOException, InterruptedException {
        if (step == Step.RESTORE) {
            compareRestored(trial, peer, scenario, source, target);
        }
        if (step == Step.CHECK && peer.kind() == Kind.TANDEM) {
            Peer restic = Peer.newestRestic(peers).orElseThrow();
            trial.runUnmeasured(restic, restic.check(repository(peer)), work);
        }
        if (step == Step.PRUNE) {
            Peer restic = Peer.newestRestic(peers).orElseThrow();
            trial.runUnmeasured(restic, restic.onStore(repository(peer), Step.CHECK_STRUCTURE), work);
        }
    }

    /** What came back must be what was there. */
    static void compareRestored(Trial trial, Peer peer, Scenario scenario, Path source, Path target) throws IOException {
        List<String> differences = Folders.differences(source, target.resolve(source.getFileName()));
        if (!differences.isEmpty()) {
            trial.problem(peer.name() + ", " + scenario.title + ", restored with " + differences.size()
                    + " differences, the first: " + differences.getFirst());
        }
    }

    @Override
    public void end() throws IOException, InterruptedException {
        Folders.delete(work.resolve("repositories"));
    }

    private Path repository(Peer peer) {
        return work.resolve("repositories").resolve(peer.slug());
    }
}
