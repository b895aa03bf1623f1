package dev.tandem.backup.internal.engine.repair;

import dev.tandem.backup.Compression;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.Recovery;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.internal.engine.TreeBuilder;
import dev.tandem.backup.internal.engine.retention.Forgotten;
import dev.tandem.backup.internal.engine.retention.Pins;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.NodeEncoder;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.backup.internal.store.Identity;
import dev.tandem.backup.internal.store.RepositoryFiles;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.SideFiles.Subject;
import dev.tandem.backup.internal.store.SnapshotJson;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.storage.RemotePath;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One recovery of what no snapshot refers to: a new snapshot of a folder for each such tree. */
public final class Recover {
    private final Store store;
    private final RepositoryLock lock;
    private final String program;
    private final JobMonitor monitor;
    private final OffsetDateTime now = OffsetDateTime.now();
    private final List<Id> damaged = new ArrayList<>();

    /** A recovery whose snapshot names {@code program} as its writer. */
    public Recover(Store store, RepositoryLock lock, String program, JobMonitor monitor) {
        this.store = store;
        this.lock = lock;
        this.program = program;
        this.monitor = monitor;
    }

    /**
     * Recovers, while the caller keeps others from using the repository.
     *
     * @param forgetDamaged put aside the files of snapshots that cannot be read, but for pinned ones
     */
    public Recovery run(boolean forgetDamaged) throws IOException {
        if (store.config().version() < 2) {
            throw new RepositoryException(Kind.UNSUPPORTED, "the repository has format 1, which this program does not"
                    + " add to. Run 'tandem migrate upgrade_repo_v2' first");
        }
        monitor.phase("loading snapshots");
        store.refreshIndex();
        LooseTrees loose = new LooseTrees(store.index(), store.reader(), monitor);
        store.forEach(FileKind.SNAPSHOT, (id, json) -> {
            try {
                loose.reach(SnapshotJson.decode(id, json).tree());
            } catch (DamagedException e) {
                takeNote(id, e);
            }
        }, this::takeNote);
        monitor.phase("loading trees");
        Set<Id> roots = loose.roots();
        if (loose.broken() > 0) {
            monitor.problem(Problem.warning("repository", loose.broken() + " folders are not whole any more; of those"
                    + " that no snapshot has, only the folders in them that are whole are recovered"));
        }
        Optional<Id> snapshot = roots.isEmpty() ? Optional.empty() : Optional.of(save(roots));
        return new Recovery(roots.size(), snapshot, forgetDamaged ? forget(damaged) : List.of());
    }

    private void takeNote(Id snapshot, IOException reason) throws IOException {
        if (!(reason instanceof DamagedException)) {
            throw reason;
        }
        monitor.problem(Problem.warning("snapshot " + snapshot.brief(), reason.getMessage()));
        damaged.add(snapshot);
    }

    private List<Id> forget(List<Id> snapshots) throws IOException {
        Set<Id> pinned = new Pins(store).list();
        List<Id> forgotten = new ArrayList<>();
        for (Id snapshot : snapshots) {
            lock.ensureHeld();
            if (pinned.contains(snapshot)) {
                monitor.problem(Problem.warning("snapshot " + snapshot.brief(), "it is pinned, so it stays; 'unpin' it"
                        + " first if it shall go"));
            } else {
                takeAway(snapshot);
                forgotten.add(snapshot);
            }
        }
        return List.copyOf(forgotten);
    }

    private void takeAway(Id snapshot) throws IOException {
        try {
            // As it was written it may be one that only another version understands.
            new Forgotten(store).keep(snapshot, lock);
            store.files().delete(FileKind.SNAPSHOT, snapshot);
        } catch (DamagedException e) {
            RemotePath aside = store.sideFiles().takeOver(RepositoryFiles.path(FileKind.SNAPSHOT, snapshot),
                    Subject.DAMAGED, snapshot);
            monitor.problem(Problem.warning("snapshot " + snapshot.brief(), "its file is kept in the repository as "
                    + aside + "; it may be deleted when nothing of it is missed"));
        }
    }

    private Id save(Set<Id> roots) throws IOException {
        boolean unique = roots.stream().map(Id::brief).distinct().count() == roots.size();
        TreeBuilder tree = new TreeBuilder();
        NodeEncoder encoder = new NodeEncoder(ZoneId.systemDefault());
        for (Id root : roots) {
            tree.add(List.of(encoder.encode(folder(unique ? root.brief() : root.toString(), root))));
        }
        Id saved;
        try (BlobWriter blobs = store.writer(lock, Compression.AUTO, false)) {
            saved = tree.save(blobs).id();
            blobs.flush();
        }
        Identity me = Identity.current();
        Snapshot snapshot = new Snapshot(saved, now, Optional.empty(), saved, List.of("/recover"), me.hostname(),
                me.username(), me.uid(), me.gid(), List.of(), List.of("recovered"), Optional.empty(), program,
                Optional.empty());
        lock.ensureHeld();
        return store.sealedFiles().saveProved(FileKind.SNAPSHOT, SnapshotJson.encode(snapshot));
    }

    private Node folder(String name, Id tree) {
        Instant time = now.toInstant();
        FileStat stat = new FileStat(FileType.DIRECTORY, 0755, 0, 0, time, time, time, 0, 0, 0, 0, 0, 0);
        return new Node(RawName.of(name), stat, "", "", new byte[0], List.of(), List.of(), Optional.of(tree));
    }
}
