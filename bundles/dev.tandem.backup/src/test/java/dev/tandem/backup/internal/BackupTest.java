package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.BackupReport;
import dev.tandem.backup.BackupRequest;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RestoreRequest;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.SourceRules;
import dev.tandem.tck.MemoryStorage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    @TempDir
    Path folder;
    private final MemoryStorage storage = new MemoryStorage();
    private Path source;
    private TestStore store;

    @BeforeEach
    void makeRepository() throws IOException {
        source = Files.createDirectory(folder.resolve("source"));
        Files.createDirectory(source.resolve("dir"));
        Files.writeString(source.resolve("dir/bad"), "cannot be had");
        Files.writeString(source.resolve("good"), "can be had");
        store = TestStore.create(storage);
    }

    private BackupRequest request() {
        return TestStore.relative(folder, "source");
    }

    private Snapshot backup(BackupRequest request) throws IOException {
        Id id = store.backup(request, JobMonitor.SILENT).snapshot().orElseThrow();
        return snapshot(id);
    }

    private Snapshot snapshot(Id id) throws IOException {
        try (Repository repository = store.openForReading()) {
            return repository.snapshot(id.toString(), SnapshotFilter.ALL);
        }
    }

    private boolean has(String path) throws IOException {
        try (Repository repository = store.openForReading()) {
            repository.entry(store.latest(), RawPath.of(path));
            return true;
        } catch (RepositoryException e) {
            assertEquals(Kind.NOT_FOUND, e.kind());
            return false;
        }
    }

    /** Backs up with files that fail; the snapshot must be there, sound, and hold what did not fail. */
    private Listener backupSeeing(ObservedFiles files, int errors) throws IOException {
        Listener listener = new Listener();
        BackupReport report = store.seeing(files).backup(request(), listener);
        assertTrue(report.snapshot().isPresent());
        assertEquals(errors, report.problems());
        assertEquals(errors, listener.problems().stream()
                .filter(p -> p.severity() == Problem.Severity.ERROR).count());
        assertTrue(has("/source/good"));
        store.assertSound();
        return listener;
    }

    private static boolean bad(RawPath path) {
        return path.name().equals(RawName.of("bad"));
    }

    @Test
    void aFileThatCannotBeOpenedIsReportedAndLeftOut() throws IOException {
        Listener listener = backupSeeing(new ObservedFiles() {
            @Override
            public SourceFile open(RawPath path) throws IOException {
                if (bad(path)) {
                    throw new AccessDeniedException(path.toString());
                }
                return super.open(path);
            }
        }, 1);
        assertTrue(listener.heard("source/dir/bad", "permission denied"));
        assertFalse(has("/source/dir/bad"));
    }

    @Test
    void aFileThatFailsHalfWayIsReportedAndLeftOut() throws IOException {
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        Files.write(source.resolve("dir/bad"), large);
        Listener listener = backupSeeing(new ObservedFiles() {
            @Override
            public SourceFile open(RawPath path) throws IOException {
                SourceFile file = super.open(path);
                return bad(path) ? failingAfter(file, 2 << 20) : file;
            }
        }, 1);
        assertTrue(listener.heard("source/dir/bad", "bad sector"));
        assertFalse(has("/source/dir/bad"));
    }

    private static LocalReader.SourceFile failingAfter(LocalReader.SourceFile file,
            int bytes) {
        return new LocalReader.SourceFile() {
            private int left = bytes;

            @Override
            public FileStat stat() throws IOException {
                return file.stat();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (left <= 0) {
                    throw new FileSystemException("bad", null, "bad sector");
                }
                int got = file.read(buffer, offset, Math.min(length, left));
                left -= got;
                return got;
            }

            @Override
            public void close() {
                file.close();
            }
        };
    }

    @Test
    void aFileThatVanishesIsNoErrorButTold() throws IOException {
        Listener listener = backupSeeing(new ObservedFiles() {
            @Override
            public FileStat stat(RawPath path) throws IOException {
                if (bad(path)) {
                    throw new NoSuchFileException(path.toString());
                }
                return super.stat(path);
            }
        }, 0);
        assertTrue(listener.heard("source/dir/bad", "vanished"));
        assertFalse(has("/source/dir/bad"));
    }

    @Test
    void aFolderThatCannotBeListedIsReportedAndLeftOut() throws IOException {
        Listener listener = backupSeeing(new ObservedFiles() {
            @Override
            public List<RawName> names(RawPath directory) throws IOException {
                if (directory.name().equals(RawName.of("dir"))) {
                    throw new AccessDeniedException(directory.toString());
                }
                return super.names(directory);
            }
        }, 1);
        assertTrue(listener.heard("source/dir", "permission denied"));
        assertFalse(has("/source/dir"));
    }

    @Test
    void aFileThatGrowsWhileItIsReadIsKeptAsFarAsItWasRead() throws IOException {
        backupSeeing(new ObservedFiles() {
            @Override
            public SourceFile open(RawPath path) throws IOException {
                SourceFile file = super.open(path);
                file.stat();
                if (bad(path)) {
                    Files.writeString(path.toPath(), " and more", StandardOpenOption.APPEND);
                }
                return file;
            }
        }, 0);
        try (Repository repository = store.openForReading()) {
            Node node = repository.entry(store.latest(), RawPath.of("/source/dir/bad")).node();
            var content = new ByteArrayOutputStream();
            repository.read(node, content);
            assertEquals(content.size(), node.stat().size());
            assertEquals("cannot be had and more", content.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aSourceThatIsMissingIsReportedAndTheOthersAreSaved() throws IOException {
        Listener listener = new Listener();
        BackupReport report = store.backup(
                TestStore.relative(folder, "missing", "no/such/folder", "source"), listener);
        assertEquals(2, report.problems());
        assertTrue(listener.heard("missing", "no such file") && listener.heard("no", "no such file"));
        assertTrue(has("/source/good"));
        assertFalse(has("/missing"));
    }

    @Test
    void withoutAnySourceThereIsNoSnapshot() throws IOException {
        for (BackupRequest nothing : List.of(TestStore.relative(folder, "missing"), TestStore.relative(folder),
                TestStore.relative(folder, "missing", "gone"))) {
            RepositoryException e = assertThrows(RepositoryException.class,
                    () -> store.backup(nothing, JobMonitor.SILENT));
            assertEquals(Kind.INVALID, e.kind());
        }
        assertEquals(List.of(), new Tampering(storage).list(FileKind.SNAPSHOT));
    }

    @Test
    void aDryRunCountsWhatItWouldAddAndStoresNothing() throws IOException {
        Tampering files = new Tampering(storage);
        BackupReport dry = store.backup(request().withDryRun(true), JobMonitor.SILENT);
        for (FileKind kind : List.of(FileKind.PACK, FileKind.INDEX, FileKind.SNAPSHOT, FileKind.LOCK)) {
            assertEquals(List.of(), files.list(kind));
        }
        assertEquals(Optional.empty(), dry.snapshot());
        BackupReport real = store.backup(request(), JobMonitor.SILENT);
        assertEquals(real.summary().dataAdded(), dry.summary().dataAdded());
        assertEquals(real.summary().dataBlobs(), dry.summary().dataBlobs());
        assertEquals(real.summary().treeBlobs(), dry.summary().treeBlobs());
        assertEquals(real.summary().filesNew(), dry.summary().filesNew());
    }

    @Test
    void forceReadsEveryFileAndAddsNothing() throws IOException {
        backup(request());
        BackupReport report = store.backup(request().withChangeDetection(true, false, false), JobMonitor.SILENT);
        assertEquals(0, report.summary().filesUnmodified());
        assertEquals(2, report.summary().filesNew());
        assertEquals(0, report.summary().dataAdded());
        assertEquals(Optional.empty(), snapshot(report.snapshot().orElseThrow()).parent());
    }

    @Test
    void contentTheRepositoryHasLostIsReadAgain() throws IOException {
        backup(request());
        Tampering files = new Tampering(storage);
        for (FileKind kind : List.of(FileKind.PACK, FileKind.INDEX)) {
            for (Id id : files.list(kind)) {
                files.delete(kind, id);
            }
        }
        try (Forgery forgery = new Forgery(storage)) {
            Snapshot old = store.latest();
            assertFalse(forgery.store().index().contains(BlobType.TREE, old.tree()));
        }
        Listener listener = new Listener();
        store.backup(request(), listener);
        assertTrue(listener.heard("tree", "read again"));
        store.assertSound();
    }

    private BackupRequest named(String host, OffsetDateTime time, String... sources) {
        return BackupRequest.of(List.of(sources).stream().map(RawPath::of).toList(), RawPath.of(folder), host)
                .withTime(time);
    }

    @Test
    void theParentIsTheNewestEarlierSnapshotOfThisHostWithAllThesePaths() throws IOException {
        OffsetDateTime noon = OffsetDateTime.parse("2024-05-05T12:00:00+02:00");
        Files.createDirectory(folder.resolve("other"));
        Id old = backup(named("here", noon.minusHours(5), "source")).id();
        Id more = backup(named("here", noon.minusHours(4), "other", "source")).id();
        backup(named("here", noon.minusHours(2), "other"));
        backup(named("there", noon.minusHours(1), "source"));
        backup(named("here", noon.plusHours(1), "source").withChangeDetection(true, false, false));
        assertEquals(Optional.of(more), backup(named("here", noon, "source")).parent());
        assertEquals(Optional.of(old), backup(named("here", noon.minusHours(4).minusSeconds(1), "source")).parent());
        assertEquals(Optional.empty(), backup(named("elsewhere", noon, "source")).parent());
        assertEquals(Optional.of(old), backup(named("elsewhere", noon, "source").withParent(old)).parent());
        RepositoryException e = assertThrows(RepositoryException.class,
                () -> backup(request().withParent(new Id(1, 2, 3, 4))));
        assertEquals(Kind.NOT_FOUND, e.kind());
    }

    @Test
    void ignoredInodesAndChangeTimesMakeNoFileChanged() throws IOException {
        backup(request());
        Path copy = source.resolve("copy");
        Files.copy(source.resolve("good"), copy, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(copy, source.resolve("good"), StandardCopyOption.REPLACE_EXISTING);
        assertEquals(1, store.backup(request().withDryRun(true), JobMonitor.SILENT).summary().filesChanged());
        assertEquals(1, store.backup(request().withDryRun(true).withChangeDetection(false, true, false),
                JobMonitor.SILENT).summary().filesChanged());
        assertEquals(0, store.backup(request().withDryRun(true).withChangeDetection(false, false, true),
                JobMonitor.SILENT).summary().filesChanged());
    }

    @Test
    void whatIsExcludedIsLeftOutAndThePatternsAreRecorded() throws IOException {
        SourceRules rules = new SourceRules(List.of("b?d", "*.tmp"), List.of(), List.of(), -1, false);
        Snapshot snapshot = backup(request().withRules(rules).withTags(List.of("one", "two")));
        assertEquals(List.of("b?d", "*.tmp"), snapshot.excludes());
        assertEquals(List.of("one", "two"), snapshot.tags());
        assertEquals("tandem test", snapshot.programVersion());
        assertTrue(has("/source/dir") && has("/source/good"));
        assertFalse(has("/source/dir/bad"));
    }

    @Test
    void aMalformedPatternIsRefusedBeforeAnythingIsDone() throws IOException {
        SourceRules broken = new SourceRules(List.of("a[b"), List.of(), List.of(), -1, false);
        SourceRules brokenToo = new SourceRules(List.of(), List.of("a[b"), List.of(), -1, false);
        for (SourceRules rules : List.of(broken, brokenToo)) {
            RepositoryException e = assertThrows(RepositoryException.class, () -> backup(request().withRules(rules)));
            assertEquals(Kind.INVALID, e.kind());
            assertTrue(e.getMessage().contains("a[b"), e.getMessage());
        }
        Snapshot snapshot = backup(request());
        try (Repository repository = store.openForReading()) {
            RestoreRequest restore = new RestoreRequest(snapshot, RawPath.ROOT, RawPath.of(folder.resolve("t")),
                    List.of("a[b"), List.of(), RestoreRequest.Overwrite.ALWAYS, false, false, false, false);
            RepositoryException e = assertThrows(RepositoryException.class,
                    () -> repository.restore(restore, JobMonitor.SILENT));
            assertEquals(Kind.INVALID, e.kind());
        }
        assertFalse(Files.exists(folder.resolve("t")));
    }

    @Test
    void aStreamBecomesAFileOfItsName() throws IOException {
        byte[] bytes = new byte[5 << 20];
        new Random(2).nextBytes(bytes);
        for (String name : List.of("/stdin", "dumps/all.sql")) {
            Snapshot snapshot = backup(BackupRequest.ofStream(
                    new BackupRequest.Stream(RawPath.of(name), new ByteArrayInputStream(bytes)), "testhost"));
            String path = name.startsWith("/") ? name : "/" + name;
            assertEquals(List.of(path), snapshot.paths());
            assertEquals(bytes.length, snapshot.summary().orElseThrow().totalBytesProcessed());
            try (Repository repository = store.openForReading()) {
                var content = new ByteArrayOutputStream();
                repository.read(repository.entry(snapshot, RawPath.of(path)).node(), content);
                assertArrayEquals(bytes, content.toByteArray());
            }
        }
        store.assertSound();
    }

    @Test
    void aStreamThatBreaksLeavesNoSnapshot() throws IOException {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the pipe broke");
            }
        };
        RepositoryException e = assertThrows(RepositoryException.class, () -> backup(
                BackupRequest.ofStream(new BackupRequest.Stream(RawPath.of("/stdin"), broken), "testhost")));
        assertTrue(e.getMessage().contains("the pipe broke"), e.getMessage());
        assertEquals(List.of(), new Tampering(storage).list(FileKind.SNAPSHOT));
    }
}
