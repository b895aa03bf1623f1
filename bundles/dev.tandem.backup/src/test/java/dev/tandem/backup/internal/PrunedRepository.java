package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.CheckReport;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.PruneReport;
import dev.tandem.backup.PruneRequest;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RestoreRequest;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.Hashing;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.SideFiles;
import dev.tandem.backup.internal.store.SideFiles.Subject;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A small repository with something of everything a prune may meet, and what its snapshots hold. */
final class PrunedRepository {
    private static final PruneRequest ALL =
            PruneRequest.DEFAULT.withMaxUnused(new PruneRequest.MaxUnused.Bytes(0));

    private final Path folder;
    private final MemoryStorage storage = new MemoryStorage();
    private final Map<Id, Map<String, String>> content = new TreeMap<>();

    private PrunedRepository(Path folder) {
        this.folder = folder;
    }

    /** Makes it; {@code folder} is for files. */
    static PrunedRepository make(Path folder) throws IOException {
        PrunedRepository made = new PrunedRepository(folder);
        made.backUp();
        made.store().backup(JobMonitor.SILENT, folder.resolve("source/a"));
        made.storeAllAgain();
        made.addMixedPackWithPlainTree();
        made.forgetEverySecond();
        made.addOrphan();
        made.remember();
        return made;
    }

    private void backUp() throws IOException {
        Random random = new Random(40);
        TestStore store = TestStore.create(storage);
        for (int round = 0; round < 4; round++) {
            for (String name : List.of("a", "b", "c")) {
                Path directory = Files.createDirectories(folder.resolve("source").resolve(name));
                for (int i = 0; i < 3; i++) {
                    if (round == 0 || random.nextBoolean()) {
                        byte[] bytes = new byte[random.nextInt(1, 3000)];
                        random.nextBytes(bytes);
                        Files.write(directory.resolve("file" + i), bytes);
                    }
                }
            }
            store.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
        }
    }

    /** Without an index nothing is known, so all is stored a second time. */
    private void storeAllAgain() throws IOException {
        Tampering files = files();
        Map<Id, byte[]> indexes = new TreeMap<>();
        for (Id index : files.list(FileKind.INDEX)) {
            indexes.put(index, files.read(FileKind.INDEX, index));
            files.delete(FileKind.INDEX, index);
        }
        store().backup(TestStore.relative(folder, "source").withChangeDetection(true, false, false),
                JobMonitor.SILENT);
        for (var index : indexes.entrySet()) {
            files.write(FileKind.INDEX, index.getKey(), index.getValue());
        }
    }

    private void addMixedPackWithPlainTree() throws IOException {
        try (Forgery forgery = new Forgery(storage)) {
            byte[] data = "in a mixed pack".getBytes(StandardCharsets.UTF_8);
            byte[] tree = Forgery.treeBytes(Forgery.file("mixed", Hashing.sha256(data)));
            List<PackedBlob> blobs = List.of(
                    new PackedBlob(BlobType.DATA, Hashing.sha256(data), 0, data.length + 32, 0),
                    new PackedBlob(BlobType.TREE, Hashing.sha256(tree), data.length + 32, tree.length + 32, 0));
            Id pack = forgery.pack(List.of(data, tree), blobs);
            forgery.index(pack, blobs.toArray(PackedBlob[]::new));
            forgery.snapshot(Hashing.sha256(tree));
        }
    }

    private void forgetEverySecond() throws IOException {
        Tampering files = files();
        List<Snapshot> all = snapshots(store());
        for (int i = 0; i < all.size(); i += 2) {
            new SideFiles(storage).write(Subject.FORGOTTEN, all.get(i).id(),
                    files.read(FileKind.SNAPSHOT, all.get(i).id()));
            files.delete(FileKind.SNAPSHOT, all.get(i).id());
        }
    }

    private void addOrphan() throws IOException {
        byte[] rest = "the rest of an interrupted backup".getBytes(StandardCharsets.UTF_8);
        files().write(FileKind.PACK, Hashing.sha256(rest), rest);
    }

    private void remember() throws IOException {
        for (Snapshot snapshot : snapshots(store())) {
            content.put(snapshot.id(), restored(store(), snapshot));
        }
    }

    MemoryStorage storage() {
        return storage;
    }

    TestStore store() {
        return TestStore.at(storage);
    }

    Tampering files() {
        return new Tampering(storage);
    }

    /** Returns the snapshots there are. */
    List<Id> snapshots() {
        return List.copyOf(content.keySet());
    }

    /** Returns a copy of it that can be done with as one likes. */
    MemoryStorage copy() {
        return storage.copy();
    }

    /** Prunes all that is not needed. */
    static PruneReport prune(StorageSession session) throws IOException {
        return prune(session, ALL);
    }

    static PruneReport prune(StorageSession session, PruneRequest request) throws IOException {
        try (Repository repository = TestStore.at(session).open()) {
            return repository.pruning().prune(request, JobMonitor.SILENT);
        }
    }

    /** Asserts that every snapshot is there, restores as ever, and that a check finds no error. */
    void assertUnharmed(StorageSession session, String what) throws IOException {
        TestStore store = TestStore.at(session);
        List<Snapshot> snapshots = snapshots(store);
        assertEquals(content.keySet(), new java.util.TreeSet<>(snapshots.stream().map(Snapshot::id).toList()), what);
        for (Snapshot snapshot : snapshots) {
            assertEquals(content.get(snapshot.id()), restored(store, snapshot), what);
        }
        CheckReport check = store.check();
        assertTrue(check.clean(), () -> what + ": " + check.findings());
    }

    /** Asserts that all that is not needed is gone. */
    void assertPruned(StorageSession session, String what) throws IOException {
        PruneReport again = prune(session, ALL.withDryRun(true));
        assertEquals(0, again.estimate().pruned().blobs(), what + ": " + again);
        assertEquals(0, again.estimate().unreferenced(), what + ": " + again);
        assertEquals(0, again.estimate().packs().repack(), what + ": " + again);
        assertEquals(java.util.Set.of(), new SideFiles(session).list(Subject.FORGOTTEN), what);
    }

    private static List<Snapshot> snapshots(TestStore store) throws IOException {
        try (Repository repository = store.openForReading()) {
            return repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT);
        }
    }

    private Map<String, String> restored(TestStore store, Snapshot snapshot) throws IOException {
        Path target = Files.createTempDirectory(folder, "restored");
        Listener listener = new Listener();
        try (Repository repository = store.openForReading()) {
            repository.restore(RestoreRequest.of(snapshot, RawPath.ROOT, RawPath.of(target)), listener);
        }
        assertEquals(List.of(), listener.problems());
        Map<String, String> description = new TreeMap<>();
        try (var all = Files.walk(target)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                description.put(target.relativize(path).toString(),
                        Files.getLastModifiedTime(path) + " " + Hashing.sha256(Files.readAllBytes(path)));
            }
        }
        return description;
    }
}
