package dev.tandem.backup.internal.engine.prune;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.PruneEstimate;
import dev.tandem.backup.PruneReport;
import dev.tandem.backup.PruneReport.Outcome;
import dev.tandem.backup.PruneRequest;
import dev.tandem.backup.PruneRequest.MaxUnused;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.internal.engine.prune.LoadedIndex.File;
import dev.tandem.backup.internal.engine.prune.PrunePlan.PackEntries;
import dev.tandem.backup.internal.engine.retention.Forgotten;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.backup.internal.store.PackHeader;
import dev.tandem.backup.internal.store.RepositoryFiles;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One prune (restic repository format, prune). At any instant each snapshot's trees, each tree's blobs and each index's
 * packs are there: first copies are stored and indexed, then indexes are replaced, then packs are deleted.
 */
public final class Prune {
    private final Store store;
    private final RepositoryLock lock;
    private final PruneRequest request;
    private final Consumer<? super PruneEstimate> beforehand;
    private final JobMonitor monitor;
    private final TimeBox time;
    private final BlobIndex fresh = new BlobIndex();

    /**
     * Prepares a prune.
     *
     * @param lock       an exclusive one, held until this is done
     * @param beforehand told what will be done
     */
    public Prune(Store store, RepositoryLock lock, PruneRequest request, Consumer<? super PruneEstimate> beforehand,
            JobMonitor monitor) {
        this.store = store;
        this.lock = lock;
        this.request = request;
        this.beforehand = beforehand;
        this.monitor = monitor;
        this.time = new TimeBox(request.maxDuration());
    }

    /** Prunes. */
    public PruneReport run() throws IOException {
        refuseNonsense();
        monitor.phase("loading indexes");
        // Packs are listed before the indexes: what a writer without a lock stores from now on is not taken for a rest.
        List<StoredFile> packs = store.files().list(FileKind.PACK);
        LoadedIndex index = LoadedIndex.of(store);
        monitor.phase("finding what the snapshots need");
        Needed needed = Needed.of(store, index.blobs(), monitor);
        monitor.phase("planning");
        CopyProof proof = new CopyProof(store.files(), new BlobReader(store.files(), store.sealer(), index.blobs()),
                index.blobs(), monitor);
        PrunePlan plan = plan(index, needed, proof, packs);
        beforehand.accept(plan.estimate());
        if (request.dryRun()) {
            return new PruneReport(plan.estimate(), Outcome.ESTIMATED, 0, 0, 0, 0);
        }
        monitor.phase("proving copies");
        while (proof.findsDamage(plan.lastCopies(index.blobs()))) {
            plan = plan(index, needed, proof, packs);
        }
        refuseDamaged(plan.lastCopies(index.blobs()), proof);
        return apply(plan, index, needed, packs, proof);
    }

    private PrunePlan plan(LoadedIndex index, Needed needed, CopyProof proof, List<StoredFile> packs)
            throws IOException {
        return Planner.plan(index.blobs(), needed.blobs(), proof.damaged(), packs, request, store.config().version());
    }

    private static void refuseDamaged(List<PackEntries> lastCopies, CopyProof proof) throws IOException {
        for (PackEntries pack : lastCopies) {
            if (IntStream.of(pack.entries()).anyMatch(proof.damaged()::contains)) {
                throw Refusal.of("all copies of some blob are damaged, one of them in "
                        + RepositoryFiles.path(FileKind.PACK, pack.pack()), "'check --read-data' shows what is hit;"
                        + " bring the pack back from a copy of the repository, or let 'repair packs' and then"
                        + " 'repair snapshots' take out what is lost");
            }
        }
    }

    private void refuseNonsense() throws RepositoryException {
        boolean impossible = switch (request.maxUnused()) {
            case MaxUnused.Bytes(long bytes) -> bytes < 0;
            case MaxUnused.Percent(double percent) -> !(percent >= 0 && percent < 100);
            case MaxUnused.Unlimited() -> false;
        };
        if (impossible) {
            throw new RepositoryException(Kind.INVALID, "what may stay unused is a number of bytes that is not negative,"
                    + " or a share from 0 % to below 100 %");
        }
        if (request.repack().uncompressed() && store.config().version() < 2) {
            throw new RepositoryException(Kind.INVALID, "a repository of format 1 cannot hold anything compressed;"
                    + " migrate it to format 2 first");
        }
    }

    private PruneReport apply(PrunePlan plan, LoadedIndex index, Needed needed, List<StoredFile> packs,
            CopyProof proof) throws IOException {
        refuseStrangers(FileKind.INDEX, index.files().stream().map(File::id).collect(Collectors.toSet()));
        refuseStrangers(FileKind.SNAPSHOT, needed.snapshots());
        PackRemoval removal = new PackRemoval(store.files(), lock, monitor);
        monitor.phase("removing packs of no index");
        removal.removeOrphans(plan.orphans());
        monitor.phase("repacking");
        Set<Id> gone = repack(plan, index.blobs());
        Outcome outcome = gone.size() == plan.repack().size() ? Outcome.DONE : Outcome.TIME_UP;
        plan.removed().forEach(pack -> gone.add(pack.id()));
        if (outcome == Outcome.TIME_UP) {
            keepOnlyCopies(plan, index.blobs(), gone, proof);
        }
        refuseStrangers(FileKind.SNAPSHOT, needed.snapshots());
        Forgotten.clear(store, lock);
        monitor.phase("replacing indexes");
        if (!gone.isEmpty()) {
            new IndexReduction(store, lock, monitor).without(gone, index.files());
        }
        monitor.phase("removing packs");
        removal.remove(packs.stream().filter(pack -> gone.contains(pack.id())).toList());
        return new PruneReport(plan.estimate(), outcome, removal.packs(), removal.bytes(), fresh.packs().size(),
                bytesAdded());
    }

    /** Takes out of {@code gone} what has copies of blobs whose kept one is damaged and was not repacked. */
    private void keepOnlyCopies(PrunePlan plan, BlobIndex blobs, Set<Id> gone, CopyProof proof) throws IOException {
        monitor.phase("proving copies");
        List<PackEntries> unfinished = plan.lastCopiesNotRepacked(blobs, gone);
        proof.findsDamage(unfinished);
        gone.removeAll(plan.withCopies(blobs, unfinished.stream().flatMapToInt(pack -> IntStream.of(pack.entries()))
                .filter(proof.damaged()::contains)));
    }

    /** Stops where somebody who heeds no lock stored something that this run does not know of. */
    private void refuseStrangers(FileKind kind, Collection<Id> known) throws IOException {
        lock.ensureHeld();
        for (StoredFile file : store.files().list(kind)) {
            if (!known.contains(file.id())) {
                throw new RepositoryException(Kind.LOCKED, "another program wrote to the repository in spite of the lock,"
                        + " so what was planned may remove what it needs. No snapshot is hit. Wait until it is done, then"
                        + " run the same command again");
            }
        }
    }

    private Set<Id> repack(PrunePlan plan, BlobIndex blobs) throws IOException {
        if (plan.repack().isEmpty()) {
            return new HashSet<>();
        }
        List<PackEntries> toCopy = plan.toCopy(blobs);
        monitor.expect(toCopy.size(), plan.estimate().repack().minus(plan.estimate().repackAway()).bytes());
        boolean compresses = store.config().version() >= 2;
        try (BlobWriter writer = store.writer(lock, fresh)) {
            return new Repacking(store.files(), store.sealer(), blobs, writer, compresses,
                    compresses && request.repack().uncompressed(), monitor).run(toCopy, time);
        }
    }

    private long bytesAdded() {
        long[] bytes = {fresh.packs().size() * PackHeader.packSize(List.of())};
        fresh.forEachEntry((_, _, blob) -> bytes[0] += blob.length() + PackHeader.entrySize(blob));
        return bytes[0];
    }
}
