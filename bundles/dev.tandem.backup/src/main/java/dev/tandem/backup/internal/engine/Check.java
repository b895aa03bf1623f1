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
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.IndexFile;
import dev.tandem.backup.internal.store.PackHeader;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.RepositoryFiles;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import dev.tandem.backup.internal.store.SnapshotJson;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.backup.internal.store.Workers;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One check of a repository (restic repository format, check). */
public final class Check {
    private static final String FROM_COPY = "bring the file back from a copy of the repository if there is one; else back"
            + " up the same folders to a new repository while their files still exist. restic's 'repair' commands work on"
            + " this repository too";

    private final Store store;
    private final CheckRequest request;
    private final JobMonitor monitor;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final BlobIndex index = new BlobIndex();
    private final Map<Id, List<PackedBlob>> indexed = new HashMap<>();
    private final Map<Id, Long> packs = new HashMap<>();
    private final Map<Id, Set<PackedBlob>> lost = new HashMap<>();
    private final Map<Id, String> problems = new HashMap<>();

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
        findings.sort(Comparator.comparing((Finding f) -> !f.error()).thenComparing(Finding::file));
        return new CheckReport(List.copyOf(findings), snapshots.size(), packs.size(), chosen.size(), bytesRead);
    }

    private void checkKeys() throws IOException {
        for (StoredFile key : store.files().list(FileKind.KEY)) {
            try {
                store.describe(key.id());
            } catch (DamagedException e) {
                findings.add(new Finding(true, RepositoryFiles.path(FileKind.KEY, key.id()).toString(), e.getMessage(),
                        List.of(), "its password opens nothing any more: add a key with that password, then remove this"
                                + " one"));
            }
        }
    }

    private void loadSnapshots() throws IOException {
        store.forEach(FileKind.SNAPSHOT, (id, json) -> {
            try {
                snapshots.add(SnapshotJson.decode(id, json));
            } catch (DamagedException e) {
                error("snapshots/" + id, e.getMessage(), List.of("snapshot " + id.brief()));
            }
        }, (id, e) -> error("snapshots/" + id, e.getMessage(), List.of("snapshot " + id.brief())));
        snapshots.sort(Comparator.comparing(s -> s.time().toInstant()));
    }

    private void loadIndexes() throws IOException {
        store.forEach(FileKind.INDEX, (id, json) -> {
            try {
                IndexFile.decode(json, id, (pack, blobs) -> addPack(id, pack, blobs));
            } catch (DamagedException e) {
                error("index/" + id, e.getMessage(), List.of());
            }
        }, (id, e) -> error("index/" + id, e.getMessage(), List.of()));
    }

    private void addPack(Id indexFile, Id pack, List<PackedBlob> blobs) {
        List<PackedBlob> before = indexed.putIfAbsent(pack, blobs);
        if (before == null) {
            index.add(pack, blobs);
        } else if (!before.equals(blobs)) {
            error("index/" + indexFile, "it and another index do not agree on what the pack " + pack.brief() + " holds",
                    List.of());
        }
    }

    private void checkPacks() throws IOException {
        for (StoredFile file : store.files().list(FileKind.PACK)) {
            packs.put(file.id(), file.size());
        }
        indexed.forEach((pack, blobs) -> {
            Long size = packs.get(pack);
            if (size == null) {
                lose(pack, blobs, "the pack is missing");
            } else if (size != PackHeader.packSize(blobs)) {
                lose(pack, blobs, "the pack has " + size + " bytes but should have " + PackHeader.packSize(blobs));
            } else if (!contiguous(blobs)) {
                lose(pack, blobs, "the index says that its blobs overlap or leave gaps");
            }
        });
        packs.forEach((pack, size) -> {
            if (!indexed.containsKey(pack)) {
                findings.add(new Finding(false, path(pack), "the pack is in no index: the rest of an interrupted backup",
                        List.of(), "nothing need be done: the next prune removes it"));
            }
        });
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

    private void lose(Id pack, List<PackedBlob> blobs, String message) {
        lost.put(pack, new HashSet<>(blobs));
        problems.put(pack, message);
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
        int threads = Workers.count();
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
            lose(pack, verdict.lost(), verdict.message());
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
        problems.forEach((pack, message) -> error(path(pack), message,
                trees.affected(snapshots, lostByPack.get(pack))));
        trees.unreadable().forEach((tree, reason) -> {
            if (lostByPack.values().stream().noneMatch(some -> some.trees().contains(tree))) {
                String file = index.locate(BlobType.TREE, tree).map(place -> path(place.pack())).orElse("index");
                error(file, "tree " + tree + ": " + reason,
                        trees.affected(snapshots, new Lost(Set.of(tree), Set.of())));
            }
        });
        if (!trees.missing().isEmpty()) {
            error("index", trees.missing().size() + " data blobs that files need are in no index, the first is "
                    + trees.missing().iterator().next(),
                    trees.affected(snapshots, new Lost(Set.of(), trees.missing())));
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

    private void error(String file, String message, List<String> affected) {
        findings.add(new Finding(true, file, message, affected, FROM_COPY));
    }
}
