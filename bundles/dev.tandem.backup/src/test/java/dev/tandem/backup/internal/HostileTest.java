package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.CheckReport.Finding;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RestoreReport;
import dev.tandem.backup.RestoreRequest.Overwrite;
import dev.tandem.backup.RestoreRequest;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.StatsReport;
import dev.tandem.backup.internal.format.Sealer;
import dev.tandem.backup.internal.format.Zstandard;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.Hashing;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.tck.MemoryStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody may put into a repository, or in the way of a restore, to do harm. */
class HostileTest {
    private static final byte[] ZEROS = new byte[36 << 20];

    @TempDir
    Path folder;
    private final MemoryStorage storage = new MemoryStorage();
    private final Tampering tampering = new Tampering(storage);
    private TestStore store;
    private Path target;
    private Path outside;

    @BeforeEach
    void makeRepository() throws IOException {
        store = TestStore.create(storage);
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "mine");
        target = Files.createDirectory(folder.resolve("target"));
    }

    private Snapshot forge(Id tree) throws IOException {
        try (Forgery forgery = new Forgery(storage)) {
            return forgery.snapshot(tree);
        }
    }

    private Id tree(String... nodes) throws IOException {
        try (Forgery forgery = new Forgery(storage)) {
            return forgery.tree(nodes);
        }
    }

    private Listener restore(Snapshot snapshot) throws IOException {
        Listener listener = new Listener();
        try (Repository repository = store.openForReading()) {
            repository.restore(RestoreRequest.of(snapshot, RawPath.ROOT, RawPath.of(target)), listener);
        }
        return listener;
    }

    private List<Finding> errors() throws IOException {
        return store.check().findings().stream().filter(Finding::error).toList();
    }

    private static void refused(Kind kind, String message, Executable action) {
        RepositoryException e = assertThrows(RepositoryException.class, action);
        assertTrue(e.getMessage().contains(message), e.getMessage());
        assertEquals(kind, e.kind());
    }

    @ParameterizedTest
    @CsvSource({"1073741824,8,1", "1073741824,134217728,1", "2,1073741823,1", "131072,8,1000000", "4294999296,8,2"})
    void aKeyThatAsksForEndlessWorkIsRefusedButStopsNoOtherKey(long n, long r, long p) throws IOException {
        Id sound = tampering.list(FileKind.KEY).getFirst();
        byte[] key = tampering.read(FileKind.KEY, sound);
        byte[] bomb = new String(key, StandardCharsets.UTF_8).replaceAll("\"N\":\\d+,\"r\":\\d+,\"p\":\\d+",
                "\"N\":" + n + ",\"r\":" + r + ",\"p\":" + p).getBytes(StandardCharsets.UTF_8);
        tampering.write(FileKind.KEY, Hashing.sha256(bomb), bomb);
        store.open().close();
        tampering.delete(FileKind.KEY, sound);
        refused(Kind.DAMAGED, "scrypt", store::open);
    }

    @Test
    void aKeyFileOfManyMegabytesIsNotRead() throws IOException {
        tampering.delete(FileKind.KEY, tampering.list(FileKind.KEY).getFirst());
        tampering.write(FileKind.KEY, Hashing.sha256(ZEROS), ZEROS);
        refused(Kind.DAMAGED, "larger than any such file", store::open);
    }

    /** Puts a blob into the repository whose index entry and bytes are as given. */
    private PackedBlob blob(BlobType type, Id id, byte[] frame, int plainLength) throws IOException {
        try (Forgery forgery = new Forgery(storage)) {
            PackedBlob blob = new PackedBlob(type, id, 0, frame.length + Sealer.OVERHEAD, plainLength);
            forgery.index(forgery.pack(List.of(frame), List.of(blob)), blob);
            return blob;
        }
    }

    @Test
    void aBlobThatYieldsMoreThanTheIndexSaysIsDamaged() throws IOException {
        Id id = Hashing.sha256(ZEROS);
        byte[] frame = Zstandard.compress(ZEROS, 0, ZEROS.length, 3);
        blob(BlobType.DATA, id, frame, 1000);
        Snapshot snapshot = forge(tree(Forgery.file("bomb", id)));
        assertTrue(restore(snapshot).heard("bomb", "incomplete"));
        assertEquals(1, errors().size());
    }

    @Test
    void aTreeThatYieldsMoreOrLessThanTheIndexSaysIsDamaged() throws IOException {
        byte[] frame = Zstandard.compress(ZEROS, 0, ZEROS.length, 3);
        for (int plainLength : new int[] {1000, 33 << 20, 40 << 20, Integer.MAX_VALUE}) {
            Id id = new Id(plainLength, 0, 0, 0);
            blob(BlobType.TREE, id, frame, plainLength);
            Snapshot snapshot = forge(id);
            assertTrue(restore(snapshot).heard("target", "cannot be restored"), "length " + plainLength);
        }
        assertEquals(4, errors().size());
    }

    @Test
    void anIndexThatClaimsContentBlobsOfGigabytesIsRefused() throws IOException {
        blob(BlobType.DATA, new Id(1, 2, 3, 4), new byte[50], Integer.MAX_VALUE);
        refused(Kind.DAMAGED, "larger than any chunk", () -> restore(forge(new Id(1, 1, 1, 1))));
        assertTrue(errors().stream().anyMatch(f -> f.file().startsWith("index/")));
    }

    @Test
    void aSnapshotFileThatUnpacksToHundredsOfMegabytesIsRefused() throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write(2);
        try (OutputStream out = Zstandard.compressing(bytes, 1)) {
            for (int i = 0; i < 6; i++) {
                out.write(ZEROS);
            }
        }
        Id id;
        try (Forgery forgery = new Forgery(storage)) {
            byte[] sealed = forgery.store().sealer().seal(bytes.toByteArray());
            id = forgery.store().files().write(FileKind.SNAPSHOT, sealed);
        }
        assertEquals(List.of("snapshots/" + id), errors().stream().map(Finding::file).toList());
    }

    @ParameterizedTest
    @CsvSource({"5000,100,0", "0,2147483647,0", "4294967000,100,0", "0,50000000,0"})
    void aPlaceBeyondThePackIsDamageAndTakesNoMemory(long offset, int length, int plainLength) throws IOException {
        Id data = new Id(7, 7, 7, 7);
        Id tree = new Id(8, 8, 8, 8);
        try (Forgery forgery = new Forgery(storage)) {
            PackedBlob honest = new PackedBlob(BlobType.DATA, data, 0, 132, 0);
            Id pack = forgery.pack(List.of(new byte[100]), List.of(honest));
            int dataLength = Math.min(length, 60_000_000);
            forgery.index(pack, new PackedBlob(BlobType.DATA, data, offset, dataLength, plainLength),
                    new PackedBlob(BlobType.TREE, tree, offset, length, plainLength));
        }
        Snapshot first = forge(tree(Forgery.directory("dir", tree), Forgery.file("file", data)));
        Listener listener = restore(first);
        assertTrue(listener.heard("target/file", "incomplete"), listener.problems().toString());
        assertTrue(listener.heard("target/dir", "cannot be restored"), listener.problems().toString());
        assertEquals(1, errors().size(), errors().toString());
    }

    @Test
    void blobsThatOverlapAreReadEachForItself() throws IOException {
        byte[] content = "x".repeat(1000).getBytes(StandardCharsets.UTF_8);
        Id sound = Hashing.sha256(content);
        Id lie = new Id(9, 9, 9, 9);
        try (Forgery forgery = new Forgery(storage)) {
            PackedBlob honest = new PackedBlob(BlobType.DATA, sound, 0, 1032, 0);
            forgery.index(forgery.pack(List.of(content), List.of(honest)), honest,
                    new PackedBlob(BlobType.DATA, lie, 10, 40, 0),
                    new PackedBlob(BlobType.DATA, new Id(1, 1, 1, 1), 5, 700, 0));
        }
        Snapshot snapshot = forge(tree(Forgery.file("a", lie), Forgery.file("b", sound),
                Forgery.file("c", new Id(1, 1, 1, 1))));
        Listener listener = restore(snapshot);
        assertEquals(2, listener.problems().size(), listener.problems().toString());
        assertEquals(1000, Files.size(target.resolve("b")));
        assertEquals(1, errors().size());
    }

    @Test
    void aHeaderThatContradictsTheIndexIsFound() throws IOException {
        byte[] content = new byte[100];
        Id pack;
        try (Forgery forgery = new Forgery(storage)) {
            PackedBlob honest = new PackedBlob(BlobType.DATA, Hashing.sha256(content), 0, 132, 0);
            pack = forgery.pack(List.of(content), List.of(new PackedBlob(BlobType.DATA, new Id(1, 2, 3, 4), 0, 132, 0)));
            forgery.index(pack, honest);
        }
        Finding finding = errors().getFirst();
        assertEquals(Tampering.path(FileKind.PACK, pack).value(), finding.file());
        assertTrue(finding.message().contains("do not agree"), finding.message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside/evil", "..", ".", "", "a/b", "/etc/evil", "a\\\\x00b", "a\\\\/b"})
    void aNameThatIsNoNameIsRefused(String name) throws IOException {
        Snapshot snapshot = forge(tree(Forgery.file("0"), Forgery.file(name)));
        Map<String, String> before = Folder.describe(outside);
        Listener listener = restore(snapshot);
        assertTrue(listener.heard("target", "cannot be restored"), listener.problems().toString());
        assertEquals(before, Folder.describe(outside));
        try (var all = Files.list(target)) {
            assertTrue(all.allMatch(file -> file.endsWith("0")));
        }
        assertEquals(1, errors().size());
        try (Repository repository = store.openForReading()) {
            refused(Kind.DAMAGED, "tree", () -> repository.list(snapshot, RawPath.ROOT, true, entry -> { }));
        }
    }

    @Test
    void aDirectoryUnderTheNameOfALinkIsRefused() throws IOException {
        Id below = tree(Forgery.file("evil"));
        Snapshot snapshot = forge(tree(Forgery.symlink("x", outside.toString()), Forgery.directory("x", below)));
        assertTrue(restore(snapshot).heard("target", "cannot be restored"));
        assertFalse(Files.exists(outside.resolve("evil")));
    }

    @Test
    void aLinkInTheWayOfARestoreIsReplacedAndNeverFollowed() throws IOException {
        Id below = tree(Forgery.file("precious"));
        Snapshot snapshot = forge(tree(Forgery.directory("dir", below), Forgery.file("file")));
        Files.createSymbolicLink(target.resolve("dir"), outside);
        Files.createSymbolicLink(target.resolve("file"), outside.resolve("precious"));
        assertEquals(List.of(), restore(snapshot).problems());
        assertTrue(Files.isDirectory(target.resolve("dir"), LinkOption.NOFOLLOW_LINKS));
        assertTrue(Files.isRegularFile(target.resolve("file"), LinkOption.NOFOLLOW_LINKS));
        assertEquals("mine", Files.readString(outside.resolve("precious")));
    }

    @Test
    void deletingNeverFollowsALink() throws IOException {
        Snapshot snapshot = forge(tree(Forgery.directory("dir", tree())));
        Files.createSymbolicLink(target.resolve("dir"), outside);
        Files.createSymbolicLink(target.resolve("other"), outside);
        for (boolean dryRun : new boolean[] {true, false}) {
            try (Repository repository = store.openForReading()) {
                repository.restore(new RestoreRequest(snapshot, RawPath.ROOT, RawPath.of(target), List.of(), List.of(),
                        Overwrite.ALWAYS, true, false, false, dryRun), JobMonitor.SILENT);
            }
            assertEquals("mine", Files.readString(outside.resolve("precious")));
        }
        assertFalse(Files.exists(target.resolve("other"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void foldersNestedBeyondAnyPathAreRefusedAndExhaustNoStack() throws IOException {
        Snapshot snapshot;
        try (Forgery forgery = new Forgery(storage)) {
            snapshot = forgery.snapshot(forgery.chain(20_000));
        }
        try (Repository repository = store.openForReading()) {
            refused(Kind.DAMAGED, "nested", () -> repository.list(snapshot, RawPath.ROOT, true, entry -> { }));
            refused(Kind.DAMAGED, "nested", () -> repository.stats(List.of(snapshot), JobMonitor.SILENT));
            Listener listener = new Listener();
            repository.restore(new RestoreRequest(snapshot, RawPath.ROOT, RawPath.of(target), List.of(), List.of(),
                    Overwrite.ALWAYS, false, false, false, true), listener);
            assertTrue(listener.heard("target", "nested"));
        }
        store.assertSound();
    }

    @Test
    void foldersNestedAsDeepAsPathsAllowAreHandled() throws IOException {
        int depth = 2000;
        store = store.seeing(new MadeUpFiles(0, depth));
        assertEquals(0, store.backup(Path.of("/deep")).problems());
        Snapshot snapshot = store.latest();
        AtomicLong entries = new AtomicLong();
        try (Repository repository = store.openForReading()) {
            repository.list(snapshot, RawPath.ROOT, true, entry -> entries.incrementAndGet());
            StatsReport stats = repository.stats(List.of(snapshot), JobMonitor.SILENT);
            assertEquals(depth + 2, stats.blobs().count());
            RestoreReport restored = repository.restore(new RestoreRequest(snapshot, RawPath.ROOT, RawPath.of(target),
                    List.of(), List.of(), Overwrite.ALWAYS, false, false, false, true), JobMonitor.SILENT);
            assertEquals(depth + 2, restored.filesRestored());
        }
        assertEquals(depth + 2, entries.get());
        store.assertSound();
    }

    @Test
    void aFolderOfAMillionEntriesIsHandledIn512MegabytesOfHeap(TestReporter reporter) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(java, "-Xmx512m", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), HugeDirectory.class.getName(),
                folder.resolve("huge").toString(), "1000000");
        String output = Programs.mustRun(folder, Map.of(), command);
        assertTrue(output.contains("listed 1000001"), output);
        output.lines().filter(line -> line.startsWith("peak")).forEach(reporter::publishEntry);
    }
}
