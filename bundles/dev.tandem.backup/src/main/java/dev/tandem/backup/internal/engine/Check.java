package dev.tandem.backup.internal.engine;

import dev.tandem.backup.CheckReport;
import dev.tandem.backup.CheckReport.Finding;
import dev.tandem.backup.CheckRequest;
import dev.tandem.backup.CheckRequest.ReadData;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.internal.engine.TreeCheck.Lost;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.store.Background;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobLocation;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.IndexFile;
import dev.tandem.backup.internal.store.PackHeader;
import dev.tandem.backup.internal.store.PackHeaders;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.RepositoryFiles;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import dev.tandem.backup.internal.store.SnapshotJson;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One check of a repository (restic repository format, check). */
public final class Check {
    /**
     * What is wrong with a pack.
     *
     * @param message what
     * @param remedy  what mends it
     */
    private record Trouble(String message, Remedy remedy) { }

    private final Store store;
    private final CheckRequest request;
    private final JobMonitor monitor;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final BlobIndex index = new BlobIndex();
    private final Map<Id, List<PackedBlob>> indexed = new HashMap<>();
    private final Map<Id, Long> packs = new HashMap<>();
    private final Map<Id, Set<PackedBlob>> lost = new HashMap<>();
    private final Map<Id, Trouble> problems = new HashMap<>();

    public Check(Store store, CheckRequest request, JobMonitor monitor) {
        this.store = store;
        this.request = request;
        this.monitor = monitor;
    }

    /** Checks, while the caller keeps others from changing the repository. */
    public CheckReport run() throws IOException {
        monitor.phase("loading indexes");
        checkKeys();
        loadSnapshots();
        loadIndexes();
        monitor.phase("checking packs");
        checkPacks();
        monitor.phase("checking trees");
        BlobReader reader = new BlobReader(store.files(), store.sealer(), index);
        TreeCheck trees = new TreeCheck(reader, index, monitor);
        snapshots.forEach(snapshot -> trees.check(snapshot.tree()));
        List<Id> chosen = chosenPacks();
        monitor.phase("reading packs");
        long bytesRead = readPacks(chosen, reader);
        report(trees);
        reportOrphans();
        findings.sort(Comparator.comparing((Finding f) -> !f.error()).thenComparing(Finding::file));
        return new CheckReport(List.copyOf(findings), snapshots.size(), packs.size(), chosen.size(), bytesRead);
    }

    private void checkKeys() throws IOException {
        for (StoredFile key : store.files().list(FileKind.KEY)) {
            try {
                store.describe(key.id());
            } catch (DamagedException e) {
                findings.add(new Finding(true, RepositoryFiles.path(FileKind.KEY, key.id()).toString(), e.getMessage(),
                        List.of(), Remedy.KEY.text(key.id(), false)));
            }
        }
    }

    private void loadSnapshots() throws IOException {
        store.forEach(FileKind.SNAPSHOT, (id, json) -> {
            try {
                snapshots.add(SnapshotJson.decode(id, json));
            } catch (DamagedException e) {
                error("snapshots/" + id, e.getMessage(), List.of("snapshot " + id.brief()),
                        Remedy.SNAPSHOT.text(id, true));
            }
        }, (id, e) -> error("snapshots/" + id, e.getMessage(), List.of("snapshot " + id.brief()),
                Remedy.SNAPSHOT.text(id, true)));
        snapshots.sort(Comparator.comparing(s -> s.time().toInstant()));
    }

    private void loadIndexes() throws IOException {
        store.forEach(FileKind.INDEX, (id, json) -> {
            try {
                IndexFile.decode(json, id, (pack, blobs) -> addPack(id, pack, blobs));
            } catch (DamagedException e) {
                error("index/" + id, e.getMessage(), List.of(), Remedy.INDEX.text(id, false));
            }
        }, (id, e) -> error("index/" + id, e.getMessage(), List.of(), Remedy.INDEX.text(id, false)));
    }

    private void addPack(Id indexFile, Id pack, List<PackedBlob> blobs) {
        List<PackedBlob> before = indexed.putIfAbsent(pack, blobs);
        if (before == null) {
            index.add(pack, blobs);
        } else if (!before.equals(blobs)) {
            error("index/" + indexFile, "it and another index do not agree on what the pack " + pack.brief() + " holds",
                    List.of(), Remedy.INDEX.text(indexFile, false));
        }
    }

    private void checkPacks() throws IOException {
        for (StoredFile file : store.files().list(FileKind.PACK)) {
            packs.put(file.id(), file.size());
        }
        for (var entry : indexed.entrySet()) {
            Id pack = entry.getKey();
            List<PackedBlob> blobs = entry.getValue();
            Long size = packs.get(pack);
            if (size == null) {
                lose(pack, blobs, "the pack is missing", Remedy.PACK_GONE);
            } else if (size != PackHeader.packSize(blobs)) {
                lose(pack, blobs, "the pack has " + size + " bytes but should have " + PackHeader.packSize(blobs),
                        remedyBySize(pack, size));
            } else if (!contiguous(blobs)) {
                lose(pack, blobs, "the index says that its blobs overlap or leave gaps", remedyBySize(pack, size));
            }
        }
    }

    /** A pack whose header describes it is right, and the index is not. */
    private Remedy remedyBySize(Id pack, long size) throws IOException {
        try {
            new PackHeaders(store.files(), store.sealer()).read(new StoredFile(pack, size));
            return Remedy.INDEX;
        } catch (DamagedException e) {
            return Remedy.PACK;
        }
    }

    private static boolean contiguous(List<PackedBlob> blobs) {
        long end = 0;
        for (PackedBlob blob : blobs) {
            if (blob.offset() != end) {
                return false;
            }
            end = blob.end();
        }
        return true;
    }

    private static String path(Id pack) {
        return RepositoryFiles.path(FileKind.PACK, pack).toString();
    }

    private void lose(Id pack, List<PackedBlob> blobs, String message, Remedy remedy) {
        lost.put(pack, new HashSet<>(blobs));
        problems.put(pack, new Trouble(message, remedy));
    }

    private List<Id> chosenPacks() {
        List<Id> all = new ArrayList<>(packs.keySet());
        all.retainAll(indexed.keySet());
        all.removeAll(lost.keySet());
        Collections.sort(all);
        return switch (request.readData()) {
            case ReadData.None _ -> List.of();
            case ReadData.All _ -> all;
            case ReadData.Group(int part, int parts) -> all.stream()
                    .filter(id -> (int) (id.a() >>> 56) % parts == part - 1).toList();
            case ReadData.Share(double percent) -> {
                Collections.shuffle(all, new Random());
                int count = (int) Math.ceil(all.size() * percent / 100);
                yield all.subList(0, Math.min(all.size(), count));
            }
        };
    }

    private long readPacks(List<Id> chosen, BlobReader reader) throws IOException {
        PackCheck check = new PackCheck(store.files(), store.sealer(), reader);
        long total = chosen.stream().mapToLong(packs::get).sum();
        monitor.expect(chosen.size(), total);
        int threads = store.files().readers();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads,
                Thread.ofPlatform().name("pack checker ", 0).factory())) {
            Map<Id, Future<PackCheck.Verdict>> verdicts = new HashMap<>();
            for (Id pack : chosen) {
                verdicts.put(pack, pool.submit(() -> checkPack(check, pack)));
            }
            for (Id pack : chosen) {
                take(pack, Background.await(verdicts.get(pack)));
            }
        }
        monitor.checkCancelled();
        return total;
    }

    private PackCheck.Verdict checkPack(PackCheck check, Id pack) {
        if (monitor.cancelled()) {
            return PackCheck.Verdict.SOUND;
        }
        monitor.current(path(pack));
        PackCheck.Verdict verdict = check.check(pack, packs.get(pack), indexed.get(pack));
        monitor.advance(1, packs.get(pack));
        return verdict;
    }

    private void take(Id pack, PackCheck.Verdict verdict) {
        if (!verdict.message().isEmpty()) {
            lose(pack, verdict.lost(), verdict.message(), verdict.remedy());
        }
    }

    private void report(TreeCheck trees) {
        Map<Id, Lost> lostByPack = new HashMap<>();
        problems.keySet().forEach(pack -> lostByPack.put(pack,
                new Lost(lostFrom(pack, BlobType.TREE), lostFrom(pack, BlobType.DATA))));
        Lost all = new Lost(new HashSet<>(trees.unreadable().keySet()), new HashSet<>(trees.missing()));
        lostByPack.values().forEach(some -> {
            all.trees().addAll(some.trees());
            all.data().addAll(some.data());
        });
        trees.mark(snapshots, all);
        problems.forEach((pack, trouble) -> {
            List<String> affected = trees.affected(snapshots, lostByPack.get(pack));
            error(path(pack), trouble.message(), affected, trouble.remedy().text(pack, !affected.isEmpty()));
        });
        trees.unreadable().forEach((tree, reason) -> {
            if (lostByPack.values().stream().noneMatch(some -> some.trees().contains(tree))) {
                reportTree(trees, tree, reason);
            }
        });
        if (!trees.missing().isEmpty()) {
            Id first = trees.missing().iterator().next();
            error("index", trees.missing().size() + " data blobs that files need are in no index, the first is "
                    + first, trees.affected(snapshots, new Lost(Set.of(), trees.missing())),
                    Remedy.BLOBS_GONE.text(first, true));
        }
    }

    /** Where the index lacks something, it may be in the packs that it does not list. */
    private void reportOrphans() {
        boolean incomplete = findings.stream().anyMatch(f -> f.error() && f.file().startsWith("index"));
        for (Id pack : packs.keySet()) {
            if (!indexed.containsKey(pack)) {
                findings.add(incomplete
                        ? new Finding(false, path(pack), "the pack is in no index, which may be why something is missing",
                                List.of(), Remedy.INDEX.text(pack, false))
                        : new Finding(false, path(pack), "the pack is in no index: the rest of an interrupted backup",
                                List.of(), Remedy.ORPHAN.text(pack, false)));
            }
        }
    }

    private void reportTree(TreeCheck trees, Id tree, String reason) {
        Optional<Id> pack = index.locate(BlobType.TREE, tree).map(BlobLocation::pack);
        Remedy remedy = pack.isEmpty() ? Remedy.BLOBS_GONE : isSound(tree) ? Remedy.MALFORMED : Remedy.PACK;
        error(pack.map(Check::path).orElse("index"), "tree " + tree + ": " + reason,
                trees.affected(snapshots, new Lost(Set.of(tree), Set.of())), remedy.text(pack.orElse(tree), true));
    }

    private boolean isSound(Id tree) {
        try {
            return new BlobReader(store.files(), store.sealer(), index).readContent(BlobType.TREE, tree).length() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the blobs lost with a pack of which no other pack has a sound copy. */
    private Set<Id> lostFrom(Id pack, BlobType type) {
        Set<Id> ids = new HashSet<>();
        for (PackedBlob blob : lost.get(pack)) {
            boolean elsewhere = index.locateAll(type, blob.id()).stream()
                    .anyMatch(place -> !lost.getOrDefault(place.pack(), Set.of()).contains(place.blob()));
            if (blob.type() == type && !elsewhere) {
                ids.add(blob.id());
            }
        }
        return ids;
    }

    private void error(String file, String message, List<String> affected, String remedy) {
        findings.add(new Finding(true, file, message, affected, remedy));
    }
}
