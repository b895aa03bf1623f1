package dev.tandem.backup.internal;

import dev.tandem.backup.BackupReport;
import dev.tandem.backup.BackupRequest;
import dev.tandem.backup.Compression;
import dev.tandem.backup.CopyReport;
import dev.tandem.backup.Copying;
import dev.tandem.backup.Destination;
import dev.tandem.backup.Id;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.SharedBackupReport;
import dev.tandem.backup.SharedBackupReport.Arrival;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.internal.engine.Salvage;
import dev.tandem.backup.internal.engine.copy.SnapshotCopy;
import dev.tandem.backup.internal.store.Background;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.backup.internal.store.Workers;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Copying to an open repository, and backing up from it to others. */
final class OpenCopying implements Copying {
    /** Reading waits for the storage, so it pays to have more threads than processors; each takes up to 16 MiB. */
    private static final int FEWEST_THREADS = 4;
    /** As long those that were told to end are waited for: one whose storage hangs may never hear it. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final OpenRepository repository;

    OpenCopying(OpenRepository repository) {
        this.repository = repository;
    }

    @Override
    public CopyReport copy(Repository source, List<Snapshot> snapshots, Compression compression, JobMonitor monitor)
            throws RepositoryException {
        OpenRepository from = ours(source);
        if (from == repository || from.info().location().equals(repository.info().location())) {
            throw new RepositoryException(Kind.INVALID, "a repository cannot be copied to itself; name another one");
        }
        return repository.guard().storing(lock -> from.guard().lending(() -> {
            prepare(repository.store(), lock, monitor);
            tellDifferentCuts(from, repository, monitor);
            try (BlobWriter blobs = repository.store().writer(lock, compression, false)) {
                return new SnapshotCopy(from.store(), repository.store(), lock, blobs, compression != Compression.AUTO,
                        monitor, Math.max(FEWEST_THREADS, Workers.count())).copy(snapshots);
            }
        }));
    }

    /** Returns what is behind a repository of the same provider, as only that lets others read and write its blobs. */
    static OpenRepository ours(Repository repository) throws RepositoryException {
        if (repository instanceof OpenRepository open) {
            return open;
        }
        throw new RepositoryException(Kind.INVALID, "the other repository was opened by another program part; blobs"
                + " cannot be exchanged with it");
    }

    /** Makes a repository ready to be copied to: all that is stored there is known, after a killed run too. */
    static void prepare(Store target, RepositoryLock lock, JobMonitor monitor) throws IOException {
        if (target.config().version() < 2) {
            throw new RepositoryException(Kind.UNSUPPORTED, "the repository has format 1, which is only read."
                    + " Upgrade it, or copy to a new repository");
        }
        target.refreshIndex();
        if (lock.followsKilledRun()) {
            new Salvage(target, lock, monitor).run();
        }
    }

    /** Tells whether files are cut alike in both; a person hears when they are not. */
    static boolean tellDifferentCuts(OpenRepository from, OpenRepository to, JobMonitor monitor) {
        boolean different = from.info().polynomial() != to.info().polynomial();
        if (different) {
            monitor.problem(Problem.warning(to.info().location(), "it cuts files elsewhere than "
                    + from.info().location() + " does: what comes from there is right, but shares nothing with"
                    + " what is backed up here directly. A repository made with"
                    + " 'init --copy-chunker-params' does not waste that space"));
        }
        return different;
    }

    @Override
    public SharedBackupReport backup(BackupRequest request, List<Destination> others, JobMonitor monitor)
            throws RepositoryException {
        if (request.dryRun() || others.isEmpty()) {
            return new SharedBackupReport(repository.backup(request, monitor), List.of());
        }
        refuseTwice(others);
        List<DestinationRun> runs = others.stream()
                .map(other -> new DestinationRun(repository, other, monitor)).toList();
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("destination ", 0).factory());
        try {
            List<Future<Arrival>> arrivals = runs.stream().map(threads::submit).toList();
            BackupReport report = feed(request, runs, monitor);
            monitor.phase("bringing the other repositories up to date");
            return new SharedBackupReport(report, await(arrivals, monitor));
        } finally {
            end(threads);
        }
    }

    private static void refuseTwice(List<Destination> others) throws RepositoryException {
        Set<String> names = new HashSet<>();
        for (Destination other : others) {
            if (!names.add(other.name())) {
                throw new RepositoryException(Kind.INVALID, "the destination " + other.name() + " is named twice");
            }
        }
    }

    private BackupReport feed(BackupRequest request, List<DestinationRun> runs, JobMonitor monitor)
            throws RepositoryException {
        Optional<BackupReport> report = Optional.empty();
        try {
            report = Optional.of(repository.backup(request, monitor,
                    (type, id, content) -> runs.forEach(run -> run.feed().saved(type, id, content))));
            return report.get();
        } finally {
            Optional<Id> snapshot = report.flatMap(BackupReport::snapshot);
            runs.forEach(run -> run.feed().end(snapshot));
        }
    }

    private static List<Arrival> await(List<Future<Arrival>> arrivals, JobMonitor monitor) throws RepositoryException {
        try {
            while (arrivals.stream().anyMatch(arrival -> !arrival.isDone())) {
                monitor.checkCancelled();
                Thread.sleep(LOOK_EVERY);
            }
            List<Arrival> all = new ArrayList<>();
            for (Future<Arrival> arrival : arrivals) {
                all.add(Background.await(arrival));
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (IOException e) {
            throw new RepositoryException(Kind.STORAGE, e.getMessage(), e);
        }
    }

    /** Lets what was told to end give back its lock. */
    private static void end(ExecutorService threads) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
                threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
