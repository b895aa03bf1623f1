package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.BackupReport;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RestoreReport;
import dev.tandem.backup.RestoreRequest.Overwrite;
import dev.tandem.backup.RestoreRequest;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.scanner.SystemReader;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {
    @TempDir
    Path folder;
    private Path source;
    private TestStore store;

    @BeforeEach
    void makeRepository() throws IOException {
        source = Files.createDirectory(folder.resolve("source"));
        store = TestStore.create(new MemoryStorage());
    }

    private BackupReport backup() throws IOException {
        Listener listener = new Listener();
        BackupReport report = store.backup(TestStore.relative(folder, "source"), listener);
        assertEquals(List.of(), listener.problems());
        return report;
    }

    private Path restored(String name) throws IOException {
        Path target = folder.resolve(name);
        store.restoreInto(target);
        return target.resolve("source");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aTreeIsRestoredAsItWasAndAgainAfterRandomChanges(long seed) throws IOException {
        RandomTree tree = new RandomTree(source, seed);
        tree.grow(120);
        backup();
        Folder.assertSame(source, restored("first"));
        tree.change(40);
        backup();
        Folder.assertSame(source, restored("second"));
        store.assertSound();
    }

    @Test
    void aBackupOfWhatHasNotChangedAddsNothing() throws IOException {
        new RandomTree(source, 4).grow(60);
        BackupReport first = backup();
        Snapshot before = store.latest();
        BackupReport second = backup();
        assertEquals(before.tree(), store.latest().tree());
        assertEquals(before.id(), store.latest().parent().orElseThrow());
        assertEquals(0, second.summary().dataAdded());
        assertEquals(0, second.summary().dataBlobs() + second.summary().treeBlobs());
        assertEquals(first.summary().filesNew(), second.summary().filesUnmodified());
        assertEquals(first.summary().dirsNew(), second.summary().dirsUnmodified());
        assertEquals(first.summary().totalBytesProcessed(), second.summary().totalBytesProcessed());
    }

    @Test
    void aFileAndADirectoryMayTakeEachOthersPlace() throws IOException {
        Files.writeString(source.resolve("file"), "once a file");
        Files.createDirectory(source.resolve("dir"));
        Files.writeString(source.resolve("dir/below"), "once below");
        backup();
        Files.delete(source.resolve("file"));
        Files.createDirectory(source.resolve("file"));
        Files.writeString(source.resolve("file/below"), "now below");
        Files.delete(source.resolve("dir/below"));
        Files.delete(source.resolve("dir"));
        Files.writeString(source.resolve("dir"), "now a file");
        backup();
        Folder.assertSame(source, restored("target"));
    }

    @Test
    void aFileChangedWithTheSameSizeAndTimeIsFoundByItsChangeTime() throws IOException {
        Path file = source.resolve("file");
        Files.writeString(file, "one");
        FileTime time = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        Files.setLastModifiedTime(file, time);
        backup();
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, time);
        backup();
        assertEquals("two", Files.readString(restored("target").resolve("file")));
    }

    @Test
    void aRestoreOverTheSameTreeWritesNothing() throws IOException {
        for (int i = 0; i < 20; i++) {
            Files.writeString(source.resolve("file" + i), "content ".repeat(i * 10_000));
        }
        backup();
        restored("target");
        RestoreReport again = store.restore(Path.of("/"), folder.resolve("target"), JobMonitor.SILENT);
        Folder.assertSame(source, folder.resolve("target/source"));
        assertEquals(0, again.bytesWritten());
    }

    @Test
    void aRestoreWritesOnlyTheChunksThatDiffer() throws IOException {
        Path file = source.resolve("large");
        byte[] content = new byte[12 << 20];
        new Random(6).nextBytes(content);
        Files.write(file, content);
        backup();
        Path target = restored("target").resolve("large");
        content[9 << 20] ^= 1;
        Files.write(target, content);
        Files.write(target, new byte[100], StandardOpenOption.APPEND);
        RestoreReport report = store.restore(Path.of("/"), folder.resolve("target"), JobMonitor.SILENT);
        assertTrue(report.bytesWritten() > 0 && report.bytesWritten() <= 8 << 20, report.toString());
        Folder.assertSame(source, folder.resolve("target/source"));
    }

    @Test
    void whatIsInTheWayOfARestoreIsReplacedButFoldersThatHoldSomething() throws IOException {
        Files.writeString(source.resolve("file"), "file");
        Files.createDirectory(source.resolve("dir"));
        Files.createSymbolicLink(source.resolve("link"), Path.of("anywhere"));
        backup();
        Path target = Files.createDirectories(folder.resolve("target/source"));
        Files.createDirectory(target.resolve("file"));
        Files.writeString(target.resolve("dir"), "in the way");
        Files.createDirectory(target.resolve("link"));
        Files.writeString(target.resolve("link/precious"), "kept");
        Listener listener = new Listener();
        store.restore(Path.of("/"), folder.resolve("target"), listener);
        assertEquals("file", Files.readString(target.resolve("file")));
        assertTrue(Files.isDirectory(target.resolve("dir")));
        assertEquals("kept", Files.readString(target.resolve("link/precious")));
        assertEquals(1, listener.problems().size());
        assertTrue(listener.heard("source/link", "cannot be restored"));
    }

    private RestoreReport restore(Overwrite overwrite, boolean delete, boolean dryRun, boolean verify, boolean sparse,
            List<String> includes, List<String> excludes) throws IOException {
        try (Repository repository = store.open()) {
            Snapshot snapshot = repository.snapshot("latest", SnapshotFilter.ALL);
            return repository.restore(new RestoreRequest(snapshot, RawPath.of("/source"),
                    RawPath.of(folder.resolve("target")), includes, excludes, overwrite, delete, verify, sparse, dryRun),
                    JobMonitor.SILENT);
        }
    }

    @Test
    void overwriteDecidesWhatBecomesOfFilesThatAreThere() throws IOException {
        Files.writeString(source.resolve("file"), "from the snapshot");
        Files.setLastModifiedTime(source.resolve("file"), FileTime.from(Instant.parse("2022-02-02T00:00:00Z")));
        backup();
        Path target = Files.createDirectory(folder.resolve("target"));
        Path file = target.resolve("file");
        Files.writeString(file, "newer on the disk");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2023-02-02T00:00:00Z")));
        assertEquals(1, restore(Overwrite.NEVER, false, false, false, false, List.of(), List.of()).filesSkipped());
        assertEquals(1, restore(Overwrite.IF_NEWER, false, false, false, false, List.of(), List.of()).filesSkipped());
        assertEquals("newer on the disk", Files.readString(file));
        restore(Overwrite.IF_CHANGED, false, false, false, false, List.of(), List.of());
        assertEquals("from the snapshot", Files.readString(file));
        assertEquals(1,
                restore(Overwrite.IF_CHANGED, false, false, false, false, List.of(), List.of()).filesUnchanged());
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "FROM the snapshot");
        Files.setLastModifiedTime(file, time);
        restore(Overwrite.IF_CHANGED, false, false, false, false, List.of(), List.of());
        assertEquals("FROM the snapshot", Files.readString(file));
        restore(Overwrite.ALWAYS, false, false, false, false, List.of(), List.of());
        assertEquals("from the snapshot", Files.readString(file));
    }

    @Test
    void aHardLinkIsNeverMadeToAFileThatWasLeftAlone() throws IOException {
        Files.writeString(source.resolve("a"), "snapshot");
        Files.createLink(source.resolve("b"), source.resolve("a"));
        backup();
        Path target = Files.createDirectory(folder.resolve("target"));
        Files.writeString(target.resolve("a"), "mine");
        restore(Overwrite.NEVER, false, false, false, false, List.of(), List.of());
        assertEquals("mine", Files.readString(target.resolve("a")));
        assertEquals("snapshot", Files.readString(target.resolve("b")));
    }

    @Test
    void deleteRemovesWhatTheSnapshotHasNotButNothingTheSelectionLeavesOut() throws IOException {
        Files.createDirectories(source.resolve("kept/inner"));
        Files.writeString(source.resolve("kept/inner/file"), "x");
        backup();
        Path target = Files.createDirectories(folder.resolve("target"));
        Files.createDirectories(target.resolve("kept/foreign/deep"));
        Files.writeString(target.resolve("kept/foreign/deep/file"), "y");
        Files.writeString(target.resolve("kept/save.me"), "z");
        assertEquals(3, restore(Overwrite.ALWAYS, true, true, false, false, List.of(), List.of("*.me")).filesDeleted());
        assertTrue(Files.exists(target.resolve("kept/foreign/deep/file")));
        assertEquals(3, restore(Overwrite.ALWAYS, true, false, false, false, List.of(), List.of("*.me")).filesDeleted());
        assertFalse(Files.exists(target.resolve("kept/foreign")));
        assertEquals("z", Files.readString(target.resolve("kept/save.me")));
        assertEquals("x", Files.readString(target.resolve("kept/inner/file")));
    }

    @Test
    void onlyWhatIsSelectedIsRestored() throws IOException {
        Files.createDirectories(source.resolve("a/b"));
        Files.writeString(source.resolve("a/b/yes.txt"), "1");
        Files.writeString(source.resolve("a/b/no.txt"), "2");
        Files.createDirectories(source.resolve("c"));
        Files.writeString(source.resolve("c/yes.bin"), "3");
        backup();
        restore(Overwrite.ALWAYS, false, false, false, false, List.of("*.txt"), List.of("no*"));
        assertEquals(List.of("", "a", "a/b", "a/b/yes.txt"), below(folder.resolve("target")));
    }

    private static List<String> below(Path target) throws IOException {
        try (var all = Files.walk(target)) {
            return all.map(p -> target.relativize(p).toString()).sorted().toList();
        }
    }

    @Test
    void aDryRunOfARestoreTouchesNothing() throws IOException {
        new RandomTree(source, 7).grow(30);
        backup();
        assertTrue(restore(Overwrite.ALWAYS, true, true, false, false, List.of(), List.of()).filesRestored() > 20);
        assertFalse(Files.exists(folder.resolve("target")));
    }

    @Test
    void aVerifiedSparseRestoreLeavesHolesAndReadsEverythingAgain() throws IOException {
        Path file = source.resolve("sparse");
        try (var out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(20 << 20);
            out.seek(10 << 20);
            out.write(1);
        }
        Files.createFile(source.resolve("empty"));
        backup();
        RestoreReport report = restore(Overwrite.ALWAYS, false, false, true, true, List.of(), List.of());
        assertEquals(2, report.filesVerified());
        assertTrue(report.bytesWritten() < 10 << 20, report.toString());
        Folder.assertSame(source, folder.resolve("target"));
        long blocks = new SystemReader().stat(RawPath.of(folder.resolve("target/sparse"))).allocated();
        assertTrue(blocks < 10 << 20, "takes " + blocks + " bytes on disk");
    }
}
