package dev.tandem.cli.commands;

import dev.tandem.backup.BackupReport;
import dev.tandem.backup.BackupRequest;
import dev.tandem.backup.CheckReport;
import dev.tandem.backup.CheckRequest;
import dev.tandem.backup.Compression;
import dev.tandem.backup.CopyReport;
import dev.tandem.backup.Copying;
import dev.tandem.backup.Destination;
import dev.tandem.backup.DiffEntry;
import dev.tandem.backup.DiffReport;
import dev.tandem.backup.Editing;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.KeyInfo;
import dev.tandem.backup.Ledger;
import dev.tandem.backup.Ledgers;
import dev.tandem.backup.LockInfo;
import dev.tandem.backup.Node;
import dev.tandem.backup.Proof;
import dev.tandem.backup.ProofRequest;
import dev.tandem.backup.Proofs;
import dev.tandem.backup.PruneEstimate.Amount;
import dev.tandem.backup.PruneEstimate.Packs;
import dev.tandem.backup.PruneEstimate;
import dev.tandem.backup.PruneReport.Outcome;
import dev.tandem.backup.PruneReport;
import dev.tandem.backup.PruneRequest;
import dev.tandem.backup.Pruning;
import dev.tandem.backup.Repairs;
import dev.tandem.backup.Repositories;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryInfo;
import dev.tandem.backup.RestoreReport;
import dev.tandem.backup.RestoreRequest;
import dev.tandem.backup.Retention;
import dev.tandem.backup.SharedBackupReport;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotEntry;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.SnapshotSummary;
import dev.tandem.backup.StatsReport;
import dev.tandem.backup.StatsRequest;
import dev.tandem.backup.Trees;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.storage.Location;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A repository in memory, which remembers what it was asked and answers what a test tells it to. */
final class FakeRepository implements Repository {
    static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05.25Z");

    private static final CopyReport NOTHING_COPIED = new CopyReport(List.of(), List.of(), List.of(), 0, 0);

    final RepositoryInfo info;
    final List<Snapshot> snapshots = new ArrayList<>();
    final FakeRetention retention = new FakeRetention(snapshots);
    final Map<RawPath, Node> entries = new TreeMap<>();
    final Map<Id, byte[]> blobs = new TreeMap<>();
    final List<CheckReport.Finding> findings = new ArrayList<>();
    final List<KeyInfo> keys = new ArrayList<>();
    final List<LockInfo> locks = new ArrayList<>();
    final FakeRepairs repairs = new FakeRepairs();
    final List<Proof> proofs = new ArrayList<>();
    final Map<Id, Ledger> ledgers = new TreeMap<>();
    long problems;
    boolean closed;
    BackupRequest backup;
    RestoreRequest restore;
    CheckRequest check;
    PruneRequest prune;
    ProofRequest proof;
    String newPassword;
    List<Snapshot> copied;
    Repository copiedFrom;
    CopyReport copyReport = NOTHING_COPIED;
    final FakeEditing editing = new FakeEditing();

    FakeRepository(Location where) {
        info = new RepositoryInfo(where, "ab".repeat(32), 2, 1);
    }

    static Id id(int number) {
        return new Id((long) number << 32, 0, 0, number);
    }

    Snapshot snapshot(int number, String host, String... paths) {
        OffsetDateTime time = OffsetDateTime.parse("2026-01-02T03:04:05Z").plusDays(number);
        Snapshot snapshot = new Snapshot(id(number), time, Optional.empty(), id(1000 + number), List.of(paths), host,
                "me", 1, 2, List.of(), number == 1 ? List.of("a", "b") : List.of(), Optional.empty(), "tandem 1",
                Optional.of(summary()));
        snapshots.add(snapshot);
        return snapshot;
    }

    static SnapshotSummary summary() {
        OffsetDateTime start = OffsetDateTime.parse("2026-01-02T03:04:05Z");
        return new SnapshotSummary(start, start.plusSeconds(65), 1, 2, 3, 4, 5, 6, 7, 8, 2048, 1024, 6, 4096);
    }

    Node add(String path, FileType type, String content) {
        return add(RawPath.of(path), type, content);
    }

    Node add(RawPath path, FileType type, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        Id blob = id(5000 + blobs.size());
        boolean file = type == FileType.FILE;
        if (file) {
            blobs.put(blob, bytes);
        }
        FileStat stat = new FileStat(type, type == FileType.DIRECTORY ? 0755 : 0640, file ? bytes.length : 0, 0,
                MODIFIED, MODIFIED, MODIFIED, 1000, 100, 1, 42, 1, type == FileType.BLOCK_DEVICE ? 2049 : 0);
        Node node = new Node(path.name(), stat, "me", "us", type == FileType.SYMLINK ? bytes : new byte[0], List.of(),
                file ? List.of(blob) : List.of(), type == FileType.DIRECTORY ? Optional.of(id(9)) : Optional.empty());
        entries.put(path, node);
        return node;
    }

    @Override
    public RepositoryInfo info() {
        return info;
    }

    @Override
    public List<Snapshot> snapshots(SnapshotFilter filter, JobMonitor monitor) {
        return snapshots.stream().filter(filter::accepts).toList();
    }

    @Override
    public Snapshot snapshot(String name, SnapshotFilter filter) throws RepositoryException {
        return snapshots.reversed().stream()
                .filter(s -> name.equals("latest") ? filter.accepts(s) : s.id().toString().startsWith(name))
                .findFirst().orElseThrow(() -> notFound("no snapshot " + name));
    }

    private static RepositoryException notFound(String message) {
        return new RepositoryException(RepositoryException.Kind.NOT_FOUND, message);
    }

    @Override
    public BackupReport backup(BackupRequest request, JobMonitor monitor) {
        backup = request;
        for (int i = 0; i < problems; i++) {
            monitor.problem(Problem.error("/bad" + i, "permission denied"));
        }
        return new BackupReport(request.dryRun() ? Optional.empty() : Optional.of(id(77)), summary(), problems);
    }

    @Override
    public RestoreReport restore(RestoreRequest request, JobMonitor monitor) {
        restore = request;
        return new RestoreReport(3, 2, 1, 4, 300, 250, 200, 3, problems);
    }

    @Override
    public CheckReport check(CheckRequest request, JobMonitor monitor) {
        check = request;
        return new CheckReport(findings, 2, 5, 1, 100);
    }

    @Override
    public void list(Snapshot snapshot, RawPath path, boolean recursive, Consumer<? super SnapshotEntry> sink)
            throws RepositoryException {
        if (!path.equals(RawPath.ROOT)) {
            sink.accept(entry(snapshot, path));
        }
        entries.forEach((at, node) -> {
            boolean below = at.startsWith(path) && !at.equals(path);
            if (below && (recursive || at.parent().orElseThrow().equals(path))) {
                sink.accept(new SnapshotEntry(at, node));
            }
        });
    }

    @Override
    public SnapshotEntry entry(Snapshot snapshot, RawPath path) throws RepositoryException {
        if (!entries.containsKey(path)) {
            throw notFound("no " + path);
        }
        return new SnapshotEntry(path, entries.get(path));
    }

    @Override
    public void read(Node file, OutputStream output) throws IOException {
        for (Id id : file.content()) {
            output.write(blobs.get(id));
        }
    }

    @Override
    public DiffReport diff(Snapshot first, Snapshot second, RawPath path, boolean metadata,
            Consumer<? super DiffEntry> sink) {
        sink.accept(new DiffEntry(DiffEntry.Kind.ADDED, RawPath.of("/new"), true));
        sink.accept(new DiffEntry(DiffEntry.Kind.MODIFIED, RawPath.of("/mod"), false));
        return new DiffReport(1, new DiffReport.Side(1, 2, 3, 4, 5, 2048, 512),
                new DiffReport.Side(6, 7, 8, 9, 10, 1024, 256));
    }

    @Override
    public StatsReport stats(StatsRequest request, JobMonitor monitor) {
        List<Snapshot> some = request.snapshots();
        StatsReport.Blobs blobs = new StatsReport.Blobs(20, 3000, 1000, 10, 2680, 500);
        boolean distinct = request.distinct() != StatsRequest.Distinct.NOT_COUNTED;
        return new StatsReport(some.size(), 12, 10, 4000, blobs,
                distinct ? Optional.of(new StatsReport.DistinctFiles(7, 9, 3500)) : Optional.empty(),
                request.bySnapshot() ? some.stream().map(s -> new StatsReport.OfSnapshot(s, 12, 10, 4000, blobs)).toList()
                        : List.of());
    }

    @Override
    public Editing editing() {
        return editing;
    }

    @Override
    public List<LockInfo> locks() {
        return List.copyOf(locks);
    }

    @Override
    public List<LockInfo> unlock(boolean all) {
        List<LockInfo> removed = locks.stream().filter(lock -> all || lock.state().stale()).toList();
        locks.removeAll(removed);
        return removed;
    }

    @Override
    public List<KeyInfo> keys() {
        return keys;
    }

    @Override
    public KeyInfo addKey(char[] password, Repositories.Strength strength) {
        newPassword = new String(password);
        return new KeyInfo(id(8), false, "host", "me", Optional.empty());
    }

    @Override
    public void removeKey(String id) throws RepositoryException {
        if (keys.stream().noneMatch(key -> key.id().toString().startsWith(id))) {
            throw notFound("no key " + id);
        }
    }

    @Override
    public KeyInfo changePassword(char[] password, Repositories.Strength strength) {
        return addKey(password, strength);
    }

    @Override
    public List<Id> files(FileKind kind) {
        return List.of();
    }

    @Override
    public void cat(FileKind kind, String id, OutputStream output) throws IOException {
        output.write((kind + " " + id + (kind == FileKind.PACK ? "" : "\n")).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void catBlob(Id id, OutputStream output) throws IOException {
        output.write(("blob " + id.brief()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Copying copying() {
        return new Copying() {
            @Override
            public CopyReport copy(Repository source, List<Snapshot> some, Compression compression,
                    JobMonitor monitor) {
                copied = some;
                copiedFrom = source;
                return copyReport;
            }

            @Override
            public SharedBackupReport backup(BackupRequest request, List<Destination> others, JobMonitor monitor) {
                return new SharedBackupReport(FakeRepository.this.backup(request, monitor),
                        others.stream().map(FakeRepository::arrival).toList());
            }
        };
    }

    private static SharedBackupReport.Arrival arrival(Destination destination) {
        Optional<Id> saved = Optional.empty();
        Optional<String> failure = Optional.empty();
        try (Repository _ = destination.opening().open()) {
            saved = Optional.of(id(78));
        } catch (IOException e) {
            failure = Optional.of(e.getMessage());
        }
        return new SharedBackupReport.Arrival(destination.name(), saved, NOTHING_COPIED, 3, failure);
    }

    @Override
    public Retention retention() {
        return retention;
    }

    @Override
    public Trees trees() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Pruning pruning() {
        return (request, beforehand, _) -> {
            prune = request;
            PruneEstimate estimate = estimate();
            beforehand.accept(estimate);
            return request.dryRun() ? new PruneReport(estimate, Outcome.ESTIMATED, 0, 0, 0, 0)
                    : new PruneReport(estimate, Outcome.DONE, 6, 6000, 1, 1500);
        };
    }

    static PruneEstimate estimate() {
        return new PruneEstimate(new Amount(100, 100_000), new Amount(1, 1000), new Amount(10, 10_000),
                new Amount(8, 4500), new Amount(5, 3000), new Amount(4, 2000), 500, 0,
                new Packs(20, 4, 2, 1, 21, 3, 2));
    }

    @Override
    public Repairs repairs() {
        return repairs;
    }

    @Override
    public Proofs proofs() {
        return new Proofs() {
            @Override
            public Proof prove(ProofRequest request, JobMonitor monitor) {
                proof = request;
                return proofs.getLast();
            }

            @Override
            public List<Proof> recorded(JobMonitor monitor) {
                return proofs;
            }
        };
    }

    @Override
    public Ledgers ledgers() {
        return snapshot -> Optional.ofNullable(ledgers.get(snapshot.id()));
    }

    @Override
    public String masterKeyJson() {
        return "{\"mac\":{}}";
    }

    @Override
    public void close() {
        closed = true;
    }
}
