package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.Repositories.Strength;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.RestoreRequest;
import dev.tandem.backup.RewriteRequest;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotChange;
import dev.tandem.backup.SnapshotChange.What;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.TagChange;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.Config;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.SideFiles;
import dev.tandem.backup.internal.store.SideFiles.Subject;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.storage.StorageException;
import dev.tandem.tck.Fault;
import dev.tandem.tck.FaultPlan;
import dev.tandem.tck.FaultPlan.Call;
import dev.tandem.tck.FaultyStorage;
import dev.tandem.tck.MemoryStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Tags, trees without some paths, trees without what is lost. */
class EditingTest {
    private static final TagChange ADD = new TagChange(Optional.empty(), List.of("a", "b"), List.of());
    private static final String ATTRIBUTES = ",\"generic_attributes\":{\"windows.creation_time\":\"AAAA\"}}";

    @TempDir
    Path folder;
    private final MemoryStorage storage = new MemoryStorage();
    private final Tampering files = new Tampering(storage);
    private TestStore store;
    private Path source;

    @BeforeEach
    void makeRepository() throws IOException {
        store = TestStore.create(storage);
        source = Files.createDirectories(folder.resolve("source"));
        Files.createDirectories(source.resolve("keep/deep"));
        Files.createDirectories(source.resolve("mixed"));
        Files.writeString(source.resolve("keep/deep/file"), "kept");
        Files.writeString(source.resolve("mixed/good"), "good");
        Files.writeString(source.resolve("mixed/secret"), "secret!");
    }

    private Snapshot backup() throws IOException {
        store.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
        return store.latest();
    }

    private List<Snapshot> snapshots() throws IOException {
        try (Repository repository = store.openForReading()) {
            return repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT);
        }
    }

    private List<SnapshotChange> tag(TagChange change) throws IOException {
        try (Repository repository = store.open()) {
            return repository.editing().tag(repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT), change,
                    JobMonitor.SILENT);
        }
    }

    private List<SnapshotChange> rewrite(RewriteRequest request) throws IOException {
        try (Repository repository = store.open()) {
            return repository.editing().rewrite(request, JobMonitor.SILENT);
        }
    }

    private List<SnapshotChange> repair(boolean forget, JobMonitor monitor) throws IOException {
        try (Repository repository = store.open()) {
            return repository.editing().repair(repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT), forget, false,
                    monitor);
        }
    }

    private List<String> paths(Snapshot snapshot) throws IOException {
        List<String> paths = new ArrayList<>();
        try (Repository repository = store.openForReading()) {
            repository.list(snapshot, RawPath.ROOT, true, entry -> paths.add(entry.path().toString()));
        }
        return paths;
    }

    private String blob(Id id) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Repository repository = store.openForReading()) {
            repository.catBlob(id, bytes);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private SideFiles aside() {
        return new SideFiles(storage);
    }

    @Test
    void tagsChangeAndTheFirstFormStaysTheOriginal() throws IOException {
        Snapshot first = backup();
        SnapshotChange added = tag(ADD).getFirst();
        assertEquals(new SnapshotChange(first, What.REPLACED, added.after()), added);
        tag(new TagChange(Optional.empty(), List.of("c", "a"), List.of("b")));
        Snapshot now = snapshots().getFirst();
        assertEquals(List.of("a", "c"), now.tags());
        assertEquals(Optional.of(first.id()), now.original());
        assertEquals(first.tree(), now.tree());
        assertEquals(first.summary(), now.summary());
        assertEquals(List.of(), tag(new TagChange(Optional.empty(), List.of("a"), List.of("x"))));
        assertEquals(List.of(now), snapshots());
        tag(new TagChange(Optional.of(List.of()), List.of(), List.of()));
        assertEquals(List.of(), snapshots().getFirst().tags());
        store.assertSound();
    }

    @Test
    void whatOtherProgramsKnowOfASnapshotStays() throws IOException {
        Snapshot first = backup();
        String json;
        try (Forgery forgery = new Forgery(storage)) {
            json = new String(forgery.store().sealedFiles().load(FileKind.SNAPSHOT, first.id()), StandardCharsets.UTF_8);
            String more = json.replace("\"summary\":{", "\"label\":\"<mine>\",\"delete\":{\"After\":1.50},"
                    + "\"summary\":{\"total_dirs_processed\":12345678901234567890,");
            forgery.store().sealedFiles().save(FileKind.SNAPSHOT, more.getBytes(StandardCharsets.UTF_8));
        }
        files.delete(FileKind.SNAPSHOT, first.id());
        tag(ADD);
        try (Forgery forgery = new Forgery(storage)) {
            String after = new String(forgery.store().sealedFiles().load(FileKind.SNAPSHOT, snapshots().getFirst().id()),
                    StandardCharsets.UTF_8);
            assertTrue(after.contains("\"label\":\"\\u003cmine\\u003e\",\"delete\":{\"After\":1.50}"), after);
            assertTrue(after.contains("\"total_dirs_processed\":12345678901234567890"), after);
            assertTrue(after.contains("\"tags\":[\"a\",\"b\"],\"original\":"), after);
        }
    }

    @Test
    void aPinAndALedgerFollowTheSnapshotThatTakesThePlace() throws IOException {
        Snapshot first = backup();
        byte[] pin = {1, 2, 3};
        aside().write(Subject.PINNED, first.id(), pin);
        aside().write(Subject.LEDGER, first.id(), new byte[] {4});
        Id tagged = tag(ADD).getFirst().after().orElseThrow();
        assertArrayEquals(pin, aside().read(Subject.PINNED, tagged).orElseThrow());
        Id rewritten = rewrite(RewriteRequest.excluding(snapshots(), List.of("secret")).forgetting()).getFirst().after()
                .orElseThrow();
        assertArrayEquals(pin, aside().read(Subject.PINNED, rewritten).orElseThrow());
        assertEquals(List.of(rewritten), List.copyOf(aside().list(Subject.PINNED)));
        assertEquals(List.of(rewritten), List.copyOf(aside().list(Subject.LEDGER)));
        assertEquals(List.of(tagged), List.copyOf(aside().list(Subject.FORGOTTEN)));
    }

    @Test
    void aPathIsTakenOutAndTreesWithoutItStayTheSame() throws IOException {
        Snapshot before = backup();
        SnapshotChange change = rewrite(RewriteRequest.excluding(List.of(before), List.of("secret"))).getFirst();
        assertEquals(What.COPIED, change.what());
        List<Snapshot> both = snapshots();
        assertEquals(2, both.size());
        Snapshot after = both.stream().filter(s -> s.id().equals(change.after().orElseThrow())).findFirst().orElseThrow();
        assertEquals(List.of("/source", "/source/keep", "/source/keep/deep", "/source/keep/deep/file", "/source/mixed",
                "/source/mixed/good"), paths(after));
        assertEquals(List.of("rewrite"), after.tags());
        assertEquals(Optional.of(before.id()), after.original());
        assertEquals(2, after.summary().orElseThrow().totalFilesProcessed());
        assertEquals(8, after.summary().orElseThrow().totalBytesProcessed());
        try (Repository repository = store.openForReading()) {
            RawPath kept = RawPath.of("/source/keep");
            assertEquals(repository.entry(before, kept).node().subtree(), repository.entry(after, kept).node().subtree());
        }
        // Once more finds nothing to do in the new one.
        assertEquals(List.of(), rewrite(RewriteRequest.excluding(List.of(after), List.of("secret"))));
        store.assertSound();
    }

    @Test
    void anAnchoredPatternTakesATreeOutOfOnePlaceOnly() throws IOException {
        try (Forgery forgery = new Forgery(storage)) {
            Id inner = forgery.tree(Forgery.symlink("same", "x"), Forgery.symlink("zz", "y"));
            Id tree = forgery.tree(Forgery.directory("a", inner), Forgery.directory("b", inner));
            forgery.snapshot(tree);
        }
        rewrite(RewriteRequest.excluding(snapshots(), List.of("/a/same")).forgetting());
        assertEquals(List.of("/a", "/a/zz", "/b", "/b/same", "/b/zz"), paths(snapshots().getFirst()));
    }

    @Test
    void whatIsKeptOfATreeStaysByteForByte() throws IOException {
        String odd = Forgery.symlink("odd", "x").replaceFirst("}$", ATTRIBUTES).replace(",\"uid\"", " , \"uid\"");
        String below;
        Snapshot before;
        try (Forgery forgery = new Forgery(storage)) {
            Id inner = forgery.tree(Forgery.symlink("in", "x"), Forgery.symlink("secret", "y"));
            below = Forgery.directory("below", inner).replaceFirst("}$", ATTRIBUTES);
            before = forgery.snapshot(forgery.tree(below, odd, Forgery.symlink("secret", "z")));
        }
        rewrite(RewriteRequest.excluding(List.of(before), List.of("secret")).forgetting());
        Snapshot after = snapshots().getFirst();
        Id inner;
        try (Repository repository = store.openForReading()) {
            inner = repository.entry(after, RawPath.of("/below")).node().subtree().orElseThrow();
        }
        String expected = below.replaceFirst("\"subtree\":\"[0-9a-f]*\"", "\"subtree\":\"" + inner + "\"");
        assertEquals("{\"nodes\":[" + expected + "," + odd + "]}\n", blob(after.tree()));
        assertEquals("{\"nodes\":[" + Forgery.symlink("in", "x") + "]}\n", blob(inner));
    }

    @Test
    void aTreeWithFieldsNobodyKnowsIsNotChanged() throws IOException {
        try (Forgery forgery = new Forgery(storage)) {
            byte[] tree = ("{\"nodes\":[" + Forgery.symlink("secret", "z") + "],\"more\":1}\n")
                    .getBytes(StandardCharsets.UTF_8);
            forgery.snapshot(forgery.blob(BlobType.TREE, tree));
        }
        refused(Kind.UNSUPPORTED, () -> rewrite(RewriteRequest.excluding(snapshots(), List.of("secret"))));
        assertEquals(List.of(), rewrite(RewriteRequest.excluding(snapshots(), List.of("other"))));
    }

    private static void refused(Kind kind, Executable action) {
        assertEquals(kind, assertThrows(RepositoryException.class, action).kind());
    }

    @Test
    void aRewriteThatMakesNoSenseChangesNothing() throws IOException {
        Snapshot before = backup();
        refused(Kind.INVALID, () -> rewrite(RewriteRequest.excluding(List.of(before), List.of())));
        refused(Kind.INVALID, () -> rewrite(RewriteRequest.excluding(List.of(before), List.of("["))));
        List<Id> packs = files.list(FileKind.PACK);
        RewriteRequest dry = new RewriteRequest(List.of(before), List.of("secret"), List.of(), Optional.empty(),
                Optional.empty(), false, true, true);
        assertEquals(List.of(new SnapshotChange(before, What.REPLACED, Optional.empty())), rewrite(dry));
        assertEquals(List.of(before), snapshots());
        assertEquals(packs, files.list(FileKind.PACK));
        files.delete(FileKind.SNAPSHOT, before.id());
        refused(Kind.NOT_FOUND, () -> rewrite(RewriteRequest.excluding(List.of(before), List.of("secret"))));
    }

    @Test
    void machineTimeAndCountsAreChangedAlone() throws IOException {
        Snapshot before = backup();
        OffsetDateTime time = OffsetDateTime.parse("2001-02-03T04:05:06.5+02:00");
        rewrite(new RewriteRequest(List.of(before), List.of(), List.of(), Optional.of("other"), Optional.of(time), false,
                true, false));
        Snapshot after = snapshots().getFirst();
        assertEquals("other", after.hostname());
        assertEquals(time, after.time());
        assertEquals(before.tree(), after.tree());
        assertEquals(List.of(), after.tags());
        assertEquals(before.summary(), after.summary());
        RewriteRequest count = new RewriteRequest(List.of(after), List.of(), List.of(), Optional.empty(),
                Optional.empty(), true, true, false);
        assertEquals(List.of(), rewrite(count), "what is recorded is right");
    }

    private Id contentOf(String path) throws IOException {
        try (Repository repository = store.openForReading()) {
            return repository.entry(store.latest(), RawPath.of(path)).node().content().getFirst();
        }
    }

    /** Takes blobs out of every index, as if their packs had been lost and the index repaired. */
    private void lose(Id... blobs) throws IOException {
        try (Forgery forgery = new Forgery(storage)) {
            var index = forgery.store().index();
            List<Id> old = files.list(FileKind.INDEX);
            for (Id pack : index.packs()) {
                List<PackedBlob> left = new ArrayList<>();
                index.forEach(place -> {
                    if (place.pack().equals(pack) && !List.of(blobs).contains(place.blob().id())) {
                        left.add(place.blob());
                    }
                });
                forgery.index(pack, left.toArray(PackedBlob[]::new));
            }
            for (Id id : old) {
                files.delete(FileKind.INDEX, id);
            }
        }
    }

    @Test
    void aSnapshotIsMadeAgainWithoutWhatIsLost() throws IOException {
        Snapshot before = backup();
        assertEquals(List.of(), repair(false, JobMonitor.SILENT));
        Id tree;
        try (Repository repository = store.openForReading()) {
            tree = repository.entry(before, RawPath.of("/source/keep/deep")).node().subtree().orElseThrow();
        }
        lose(contentOf("/source/mixed/secret"), tree);
        Listener listener = new Listener();
        SnapshotChange change = repair(false, listener).getFirst();
        assertEquals(What.COPIED, change.what());
        assertTrue(listener.heard("/source/mixed/secret", "0 of 7 bytes"), listener.problems().toString());
        assertTrue(listener.heard("/source/keep/deep", "left empty"), listener.problems().toString());
        Snapshot after = snapshots().stream().filter(s -> !s.id().equals(before.id())).findFirst().orElseThrow();
        assertEquals(List.of("repaired"), after.tags());
        assertEquals(List.of("/source", "/source/keep", "/source/keep/deep", "/source/mixed", "/source/mixed/good",
                "/source/mixed/secret"), paths(after));
        assertEquals(List.of(), repair(true, JobMonitor.SILENT).stream()
                .filter(c -> c.before().id().equals(after.id())).toList());
        try (Repository repository = store.openForReading()) {
            Listener restored = new Listener();
            repository.restore(RestoreRequest.of(after, RawPath.ROOT, RawPath.of(folder.resolve("target"))), restored);
            assertEquals(List.of(), restored.problems());
        }
    }

    @Test
    void aSnapshotOfWhichNothingIsLeftGoesOnlyWhenTold() throws IOException {
        Snapshot before = backup();
        lose(before.tree());
        assertEquals(What.LEFT, repair(false, JobMonitor.SILENT).getFirst().what());
        assertEquals(List.of(before), snapshots());
        assertEquals(What.REMOVED, repair(true, JobMonitor.SILENT).getFirst().what());
        assertEquals(List.of(), snapshots());
        assertEquals(List.of(before.id()), List.copyOf(aside().list(Subject.FORGOTTEN)));
    }

    @Test
    void aPinnedSnapshotOfWhichNothingIsLeftStaysPinned() throws IOException {
        Snapshot before = backup();
        aside().write(Subject.PINNED, before.id(), new byte[] {1});
        lose(before.tree());
        Listener listener = new Listener();
        assertEquals(What.LEFT, repair(true, listener).getFirst().what());
        assertTrue(listener.heard("snapshot " + before.id().brief(), "pinned"), listener.problems().toString());
        assertEquals(List.of(before), snapshots());
        assertEquals(List.of(before.id()), List.copyOf(aside().list(Subject.PINNED)));
    }

    @Test
    void aSnapshotIsReplacedOnlyByOneThatCanBeReadAgain() throws IOException {
        Snapshot before = backup();
        for (Fault lie : List.of(new Fault.Corrupted(), new Fault.Truncated(50))) {
            FaultPlan plan = FaultPlan.NONE.on(Call.WRITE, "snapshots/", lie);
            try (Repository repository = TestStore.at(new FaultyStorage(storage, plan, 1)).open()) {
                assertThrows(RepositoryException.class,
                        () -> repository.editing().tag(List.of(before), ADD, JobMonitor.SILENT));
            }
            assertEquals(List.of(before), snapshots());
        }
    }

    @Test
    void aConfigIsReplacedOnlyWhenItsCopyCanBeReadAgain() throws IOException {
        MemoryStorage old = new MemoryStorage();
        Config two = Config.generate(new SecureRandom());
        Store.init(old, new Config(1, two.id(), two.polynomial()), TestStore.PASSWORD.toCharArray(),
                Strength.GENERATED);
        FaultPlan plan = FaultPlan.NONE.on(Call.WRITE, "tandem/config", new Fault.Corrupted());
        try (Store lying = Store.open(new FaultyStorage(old, plan, 1), TestStore.PASSWORD.toCharArray())) {
            IOException refused = assertThrows(IOException.class, lying::upgrade);
            assertTrue(refused.getMessage().contains("nothing was changed"), refused.getMessage());
        }
        try (Store now = Store.open(old, TestStore.PASSWORD.toCharArray())) {
            assertEquals(1, now.config().version());
        }
    }

    @Test
    void aStorageThatCannotBeReadIsNoLoss() throws IOException {
        Snapshot before = backup();
        StorageException away = new StorageException(StorageException.Kind.UNREACHABLE, "the network is away");
        TestStore broken = TestStore.at(new FaultyStorage(storage,
                FaultPlan.NONE.on(Call.READ, "data/", new Fault.Failure(away)), 1));
        try (Repository repository = broken.open()) {
            assertThrows(RepositoryException.class,
                    () -> repository.editing().repair(List.of(before), true, false, JobMonitor.SILENT));
        }
        assertEquals(List.of(before), snapshots());
    }

    @Test
    void onlyAnOlderFormatCanBeMigrated() throws IOException {
        try (Repository repository = store.open()) {
            assertEquals(List.of(), repository.editing().migrations());
            refused(Kind.INVALID, () -> repository.editing().migrate("upgrade_repo_v2", JobMonitor.SILENT));
            refused(Kind.INVALID, () -> repository.editing().migrate("nosuch", JobMonitor.SILENT));
        }
        assertFalse(aside().list(Subject.CONFIG).iterator().hasNext());
    }
}
