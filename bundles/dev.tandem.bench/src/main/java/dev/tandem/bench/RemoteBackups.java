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

/** Backs up to servers, and restores from there. */
final class RemoteBackups implements Contest {
    private final Path work;
    private final Backups local;
    private final Trial trial;
    private Server server;
    private int rounds;

    /** @param local warms up: a program is the same one wherever its repositories are */
    RemoteBackups(Path work, Backups local, Trial trial) {
        this.work = work;
        this.local = local;
        this.trial = trial;
    }

    @Override
    public boolean admits(Peer peer, Scenario scenario) {
        return scenario.isRemote() && (peer.kind() == Kind.TANDEM || peer.kind() == Kind.RESTIC);
    }

    @Override
    public void warmUp(Peer peer) throws IOException, InterruptedException {
        local.warmUp(peer);
    }

    @Override
    public void prepare(Peer peer, Scenario scenario, Path source) throws IOException, InterruptedException {
        if (server == null) {
            server = Server.start(scenario, work.resolve("server"));
            rounds++;
        }
        peer.forget();
        server.prepare(name(peer));
        trial.runUnmeasured(peer, peer.initOnServer(server.repository(peer, name(peer))), work);
    }

    private String name(Peer peer) {
        return peer.slug().replace('.', '-') + "-" + rounds;
    }

    @Override
    public boolean begin(Step step, Scenario scenario, Path source, int round, List<Peer> racing) {
        return true;
    }

    @Override
    public void measure(Peer peer, Scenario scenario, Step step, Path source) throws IOException, InterruptedException {
        Path target = work.resolve("restored");
        Folders.delete(target);
        Files.createDirectory(target);
        List<String> repository = server.repository(peer, name(peer));
        Folders.warm(step.isBackup() ? source : server.bytes(name(peer)));
        Usage usage = trial.run(peer, scenario, step, peer.onServer(repository, step, source.getFileName().toString(), target),
                step.isBackup() ? source.getParent() : target);
        trial.add(new Sample(new Task(scenario, step, peer), new Cost(usage.wall(), usage.cpu(), usage.peakMemory(),
                Folders.extent(server.bytes(name(peer))).bytes())));
        if (step == Step.RESTORE) {
            Backups.compareRestored(trial, peer, scenario, source, target);
        }
        Folders.delete(target);
    }

    @Override
    public void end() throws IOException, InterruptedException {
        server.close();
        server = null;
        Folders.delete(work.resolve("server"));
    }
}
