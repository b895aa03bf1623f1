package dev.tandem.backup.internal.engine;

import dev.tandem.backup.BackupReport;
import dev.tandem.backup.BackupRequest;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotSummary;
import dev.tandem.backup.internal.engine.ledger.Omissions;
import dev.tandem.backup.internal.format.Chunker;
import dev.tandem.backup.internal.format.NodeEncoder;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.backup.internal.store.Identity;
import dev.tandem.backup.internal.store.LedgerFiles;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.SavedBlobs;
import dev.tandem.backup.internal.store.SnapshotJson;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.backup.internal.store.Workers;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.scan.Filters;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.SourceFilter;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** One backup from parent to snapshot (restic repository format, backup procedure). */
public final class Backup {
    private final Store store;
    private final RepositoryLock lock;
    private final LocalReader files;
    private final Filters filters;
    private final String program;
    private final BackupRequest request;
    private final JobMonitor monitor;
    private final SavedBlobs listener;
    private final BackupTally tally;
    private final TreeMemoryFile memories;
    private final OffsetDateTime start = OffsetDateTime.now();

    /**
     * @param lock    held until the backup has ended
     * @param program name and version to record
     * @param cache   where to keep what speeds up the next backup; empty to keep nothing
     * @param listener told of each blob that is stored
     */
    public Backup(Store store, RepositoryLock lock, LocalReader files, Filters filters, String program, BackupRequest request,
            Optional<Path> cache, JobMonitor monitor, SavedBlobs listener) {
        this.store = store;
        this.lock = lock;
        this.files = files;
        this.filters = filters;
        this.program = program;
        this.request = request;
        this.monitor = monitor;
        this.listener = listener;
        this.tally = new BackupTally(monitor, new Omissions(sources()));
        this.memories = new TreeMemoryFile(cache, memoryKey());
    }

    /** Backs up. */
    public BackupReport run() throws IOException {
        store.requireWritable();
        refuseNonsense();
        // Snapshots are listed before the index is brought up to date, so that it covers each of them.
        Optional<Snapshot> parent = parent();
        store.refreshIndex();
        if (lock.followsKilledRun() && !request.dryRun()) {
            new Salvage(store, lock, monitor).run();
        }
        try (SourceCount _ = count(parent.flatMap(Snapshot::summary));
                BlobWriter blobs = store.writer(lock, request.compression(), request.dryRun(), listener)) {
            TreeMemoryFile.Kept recalled = recall(parent);
            BlobIndex index = store.index();
            TreeMemory memory = new TreeMemory(recalled.trees(), tree -> index.contains(BlobType.TREE, tree));
            Id tree = save(blobs, parent.map(Snapshot::tree), memory);
            blobs.flush();
            SnapshotSummary summary = tally.summary(start);
            if (parent.isPresent()) {
                new ShrinkCheck(store, files, request, tally).run(parent.get(), summary);
            }
            Optional<Id> saved = saveSnapshot(parent, tree, summary);
            if (saved.isPresent() && usesMemory()) {
                Set<Id> indexFiles = new TreeSet<>(recalled.indexFiles());
                indexFiles.addAll(store.indexFiles());
                memory.keep(trees -> memories.save(saved.get(), parent.map(Snapshot::id), trees, indexFiles));
            }
            saved.ifPresent(this::saveLedger);
            return new BackupReport(saved, summary, tally.problems());
        }
    }

    private TreeMemoryFile.Kept recall(Optional<Snapshot> parent) throws IOException {
        return parent.isPresent() && usesMemory() ? memories.load(parent.get().id(), store.indexFiles())
                : TreeMemoryFile.Kept.NOTHING;
    }

    /** Tells whether trees are what directories look like: not where more or less than that is asked for. */
    private boolean usesMemory() {
        return request.stream().isEmpty() && !request.withAccessTime() && !request.ignoreChangeTime()
                && !request.ignoreInode();
    }

    /** What else trees depend on: the zone of their times, who may read what, and how this program writes them. */
    private String memoryKey() {
        return store.config().id() + "-" + Integer.toUnsignedString(Identity.current().uid()) + "-"
                + Identity.capabilities() + "-"
                + ZoneId.systemDefault().getId().replace('/', '_') + "-" + program.replace(' ', '-');
    }

    private void refuseNonsense() throws IOException {
        if (request.stream().isPresent()) {
            if (nameOf(request.stream().get()).names().isEmpty()) {
                throw new RepositoryException(Kind.INVALID, "the stream to back up has no name");
            }
            return;
        }
        Selection.compiled(filters, request.rules().excludes(), false);
        Selection.compiled(filters, request.rules().ignoreCaseExcludes(), true);
        if (request.sources().isEmpty()) {
            throw new RepositoryException(Kind.INVALID, "there is nothing to back up: no file or folder was named");
        }
        if (request.sources().stream().noneMatch(this::exists)) {
            throw new RepositoryException(Kind.INVALID, "there is nothing to back up: " + paths().getFirst()
                    + (request.sources().size() == 1 ? " does not exist" : " and the others do not exist"));
        }
    }

    private boolean exists(RawPath source) {
        try {
            files.stat(SourceTree.absolute(source, request.workingDirectory()));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException unreadable) {
            // The walk tells why.
            return true;
        }
    }

    /** Tells the monitor how much there is: what the parent had, or what is counted beside the backup. */
    private SourceCount count(Optional<SnapshotSummary> before) {
        if (before.isPresent() || request.stream().isPresent() || !monitor.watched()) {
            before.ifPresent(s -> monitor.expect(s.totalFilesProcessed(), s.totalBytesProcessed()));
            return SourceCount.NONE;
        }
        return SourceCount.start(files, source -> filters.forSource(request.rules(), source), sources(), monitor);
    }

    private Optional<Snapshot> parent() throws IOException {
        if (request.force() || request.stream().isPresent()) {
            return Optional.empty();
        }
        List<Snapshot> snapshots = store.snapshots(e -> monitor.problem(Problem.warning("snapshot", e.getMessage())));
        if (request.parent().isPresent()) {
            Id wanted = request.parent().get();
            return Optional.of(snapshots.stream().filter(s -> s.id().equals(wanted)).findFirst().orElseThrow(
                    () -> new RepositoryException(Kind.NOT_FOUND, "there is no snapshot " + wanted.brief()
                            + " to compare with; 'snapshots' lists them")));
        }
        List<String> paths = paths();
        Instant now = time().toInstant();
        return snapshots.reversed().stream().filter(s -> !s.time().toInstant().isAfter(now)
                && s.hostname().equals(request.hostname()) && s.paths().containsAll(paths)).findFirst();
    }

    private OffsetDateTime time() {
        return request.time().orElse(start);
    }

    private List<String> paths() {
        return request.stream().map(s -> List.of(nameOf(s).toString()))
                .orElseGet(() -> sources().stream().map(RawPath::toString).toList());
    }

    private List<RawPath> sources() {
        return request.sources().stream().map(source -> SourceTree.absolute(source, request.workingDirectory()))
                .toList();
    }

    private Id save(BlobWriter blobs, Optional<Id> parentRoot, TreeMemory memory) throws IOException {
        int threads = Workers.count();
        Chunker.Tables tables = new Chunker.Tables(store.config().polynomial());
        try (ChunkSaver chunks = new ChunkSaver(blobs, tally, threads);
                SaveWorkers workers = new SaveWorkers(threads, tools(chunks, tables))) {
            return archive(archiver(blobs, workers, memory), parentRoot);
        } catch (CancellationException e) {
            keepWhatIsStored(blobs);
            throw e;
        }
    }

    private Supplier<SaveWorkers.Tools> tools(ChunkSaver chunks, Chunker.Tables tables) {
        return () -> new SaveWorkers.Tools(new FileSaver(chunks, new Chunker(tables), tally, monitor),
                new NodeEncoder(ZoneId.systemDefault()));
    }

    private Archiver archiver(BlobWriter blobs, SaveWorkers workers, TreeMemory memory) throws IOException {
        NodeSource nodes = new NodeSource(files, request.withAccessTime());
        Optional<ChangeDetection> changes = request.force() ? Optional.empty()
                : Optional.of(new ChangeDetection(request.ignoreChangeTime(), request.ignoreInode()));
        EntrySaver entries = new EntrySaver(files, nodes, changes, blobs, tally);
        Walk.Tools walk = new Walk.Tools(files, this::filter, nodes, memory, tally, monitor);
        return new Archiver(walk, entries, store.reader(), blobs, workers);
    }

    private SourceFilter filter(RawPath source) throws IOException {
        return tally.omissions().watching(source, filters.forSource(request.rules(), source));
    }

    private Id archive(Archiver archiver, Optional<Id> parentRoot) throws IOException {
        if (request.stream().isEmpty()) {
            SourceTree sources = SourceTree.of(request.sources(), request.workingDirectory(), files);
            return archiver.save(sources, parentRoot);
        }
        BackupRequest.Stream stream = request.stream().get();
        return archiver.save(nameOf(stream), stream.bytes()::read, madeUp(FileType.FILE, 0644),
                madeUp(FileType.DIRECTORY, 0755));
    }

    private static RawPath nameOf(BackupRequest.Stream stream) {
        return SourceTree.absolute(stream.name(), RawPath.ROOT);
    }

    private FileStat madeUp(FileType type, int permissions) {
        Instant now = time().toInstant();
        Identity me = Identity.current();
        return new FileStat(type, permissions, 0, 0, now, now, now, me.uid(), me.gid(), 0, 0, 0, 0);
    }

    /** What is in finished packs need not be read again by the run that follows an interruption. */
    private void keepWhatIsStored(BlobWriter blobs) {
        try {
            blobs.flush();
        } catch (IOException e) {
            monitor.problem(Problem.warning("repository",
                    "what was stored before the interruption could not be indexed: " + e.getMessage()));
        }
    }

    private Optional<Id> saveSnapshot(Optional<Snapshot> parent, Id tree, SnapshotSummary summary)
            throws IOException {
        if (request.dryRun()) {
            return Optional.empty();
        }
        Identity me = Identity.current();
        Snapshot snapshot = new Snapshot(tree, time(), parent.map(Snapshot::id), tree, paths(), request.hostname(),
                me.username(), me.uid(), me.gid(), request.rules().excludes(), request.tags(), Optional.empty(),
                program, Optional.of(summary));
        lock.ensureHeld();
        return Optional.of(store.sealedFiles().saveProved(FileKind.SNAPSHOT, SnapshotJson.encode(snapshot)));
    }

    /** A storage may refuse what restic has no name for; the snapshot is saved all the same. */
    private void saveLedger(Id snapshot) {
        try {
            new LedgerFiles(store).save(tally.omissions().ledger(snapshot, request.rules()));
        } catch (IOException e) {
            tally.problem(Problem.warning("ledger", "the snapshot is saved, but not the list of what it left out: "
                    + e.getMessage()));
        }
    }
}
