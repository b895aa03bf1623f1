package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.Proof;
import dev.tandem.backup.Proof.Failure;
import dev.tandem.backup.Proof.Sample;
import dev.tandem.backup.ProofRequest;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawPath;
import dev.tandem.storage.StorageException;
import dev.tandem.tck.Fault;
import dev.tandem.tck.FaultPlan;
import dev.tandem.tck.FaultPlan.Call;
import dev.tandem.tck.FaultyStorage;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a proof says of a snapshot is so, and it leaves nothing behind. */
class ProofTest {
    private static final int FILES = 20;

    @TempDir
    Path folder;
    private final MemoryStorage storage = new MemoryStorage();
    private Path source;
    private Path scratch;
    private TestStore store;

    @BeforeEach
    void makeSnapshot() throws IOException {
        source = Files.createDirectory(folder.resolve("source"));
        scratch = folder.resolve("scratch");
        Random random = new Random(7);
        Files.createDirectory(source.resolve("dir"));
        for (int i = 0; i < FILES; i++) {
            byte[] content = new byte[1000 + random.nextInt(3000)];
            random.nextBytes(content);
            Files.write(source.resolve(i % 2 == 0 ? "file" + i : "dir/file" + i), content);
        }
        store = TestStore.create(storage);
        store.backup(JobMonitor.SILENT, source);
    }

    private Proof prove(TestStore with, Sample sample, JobMonitor monitor) throws IOException {
        try (Repository repository = with.open()) {
            return repository.proofs().prove(new ProofRequest(repository.snapshot("latest", SnapshotFilter.ALL), sample,
                    11, RawPath.of(scratch)), monitor);
        }
    }

    private Proof prove(Sample sample) throws IOException {
        Proof proof = prove(store, sample, JobMonitor.SILENT);
        assertNothingLeft();
        return proof;
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> left = Files.list(scratch)) {
            assertEquals(List.of(".tandem-proof.lock"), left.map(file -> file.getFileName().toString()).toList());
        }
    }

    private static String only(Proof proof) {
        assertFalse(proof.proven());
        assertEquals(1, proof.failed());
        Failure failure = proof.failures().getFirst();
        return failure.path() + ": " + failure.message() + ": " + failure.remedy();
    }

    @Test
    void aSoundSnapshotIsProvenAndTheResultIsRecorded() throws IOException {
        Proof proof = prove(new Sample.All());
        assertEquals(List.of(), proof.failures());
        assertTrue(proof.proven());
        assertEquals(FILES, proof.files());
        assertEquals(FILES, proof.compared());
        assertEquals(store.latest().summary().orElseThrow().totalBytesProcessed(), proof.bytes());
        assertEquals(List.of(source.toString()), proof.plan().paths());
        Proof second = prove(new Sample.Some(3, 1 << 20));
        try (Repository repository = store.openForReading()) {
            assertEquals(List.of(proof, second), repository.proofs().recorded(JobMonitor.SILENT));
        }
    }

    @Test
    void everythingAFileSystemHasIsProven() throws IOException {
        new RandomTree(source, 5).grow(300);
        store.backup(JobMonitor.SILENT, source);
        Proof proof = prove(new Sample.All());
        assertEquals(List.of(), proof.failures());
        assertTrue(proof.files() > 100 && proof.compared() > 50, proof.toString());
        assertTrue(prove(Sample.USUAL).proven());
        assertTrue(prove(new Sample.Share(30)).proven());
    }

    @Test
    void aSourceGivenByARelativeNameIsFound() throws IOException {
        store.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
        assertEquals(FILES, prove(new Sample.All()).compared());
    }

    @Test
    void aSourceThatChangedIsNotCompared() throws IOException {
        Files.writeString(source.resolve("file0"), "changed");
        Files.delete(source.resolve("file2"));
        Proof proof = prove(new Sample.All());
        assertTrue(proof.proven());
        assertEquals(FILES - 2, proof.compared());
    }

    @Test
    void theSampleIsAsLargeAsAsked() throws IOException {
        assertEquals(5, prove(new Sample.Some(5, Long.MAX_VALUE)).files());
        Proof some = prove(new Sample.Some(Sample.MOST_FILES, 10_000));
        assertTrue(some.bytes() <= 10_000 && some.files() >= 2, some.toString());
        assertEquals(1, prove(new Sample.Some(Sample.MOST_FILES, 10)).files());
        assertEquals(1, prove(new Sample.Share(0.001)).files());
        Proof half = prove(new Sample.Share(50));
        assertTrue(half.files() > 3 && half.files() < FILES - 3, half.toString());
        assertEquals(FILES, prove(new Sample.Share(100)).files());
    }

    @Test
    void theSameSeedChoosesTheSame() throws IOException {
        assertEquals(prove(new Sample.Some(7, 1 << 20)).bytes(), prove(new Sample.Some(7, 1 << 20)).bytes());
    }

    @Test
    void aDamagedPackIsFoundWithTheFilesItHitsAndWhatToDo() throws IOException {
        Tampering files = new Tampering(storage);
        Id data = files.list(FileKind.PACK).stream().max(java.util.Comparator.comparing(id -> size(files, id)))
                .orElseThrow();
        files.flip(FileKind.PACK, data, 0.3);
        String failure = only(prove(new Sample.All()));
        assertTrue(failure.startsWith(source.toString()), failure);
        assertTrue(failure.contains(data.toString()), failure);
        assertTrue(failure.contains("check --read-data"), failure);
    }

    private static int size(Tampering files, Id pack) {
        try {
            return files.read(FileKind.PACK, pack).length;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aLostPackOfTreesFailsTheProof() throws IOException {
        Tampering files = new Tampering(storage);
        Id trees = files.list(FileKind.PACK).stream().min(java.util.Comparator.comparing(id -> size(files, id)))
                .orElseThrow();
        files.delete(FileKind.PACK, trees);
        Proof proof = prove(Sample.USUAL);
        assertFalse(proof.proven());
        assertTrue(proof.failures().getFirst().remedy().contains("check --read-data"));
    }

    @Test
    void aSourceThatReadsDifferentlyIsSuspect() throws IOException {
        RawPath bad = RawPath.of(source.resolve("file0"));
        String failure = only(prove(store.seeing(misreading(bad.toString())), new Sample.All(), JobMonitor.SILENT));
        assertTrue(failure.startsWith(bad.toString()) && failure.contains("disk"), failure);
    }

    @Test
    void whatIsReadBackWrongMakesTheComputerSuspect() throws IOException {
        String failure = only(prove(store.seeing(misreading(scratch.toString() + "/tandem-proof-")),
                new Sample.Some(1, 1 << 20), JobMonitor.SILENT));
        assertTrue(failure.contains("this computer is suspect"), failure);
        assertNothingLeft();
    }

    /** Files whose path begins like this are read with the first byte changed. */
    private static ObservedFiles misreading(String prefix) {
        return new ObservedFiles() {
            @Override
            public SourceFile open(RawPath path) throws IOException {
                SourceFile file = super.open(path);
                return !path.toString().startsWith(prefix) ? file : new SourceFile() {
                    private boolean first = true;

                    @Override
                    public FileStat stat() throws IOException {
                        return file.stat();
                    }

                    @Override
                    public int read(byte[] buffer, int offset, int length) throws IOException {
                        int got = file.read(buffer, offset, length);
                        buffer[offset] ^= (byte) (first ? 1 : 0);
                        first = false;
                        return got;
                    }

                    @Override
                    public void close() {
                        file.close();
                    }
                };
            }
        };
    }

    @Test
    void otherMetadataFailsTheProof() throws IOException {
        ObservedFiles looseModes = new ObservedFiles() {
            @Override
            public FileStat stat(RawPath path) throws IOException {
                FileStat s = super.stat(path);
                boolean hit = path.toString().contains("tandem-proof-") && path.toString().endsWith("file0");
                return !hit ? s : new FileStat(s.type(), s.permissions() ^ 0020, s.size(), s.allocated(), s.modified(),
                        s.accessed(), s.changed(), s.uid(), s.gid(), s.device(), s.inode(), s.links(), s.rawDevice());
            }
        };
        String failure = only(prove(store.seeing(looseModes), new Sample.All(), JobMonitor.SILENT));
        assertTrue(failure.contains("permissions") && failure.contains("--scratch"), failure);
    }

    @Test
    void foldersAndFilesClosedToTheirOwnerAreProvenAndDeleted() throws IOException {
        Files.setPosixFilePermissions(source.resolve("dir/file1"), PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(source.resolve("dir"), PosixFilePermissions.fromString("r-xr-xr-x"));
        store.backup(JobMonitor.SILENT, source);
        Files.setPosixFilePermissions(source.resolve("dir"), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertTrue(prove(new Sample.All()).proven());
    }

    @Test
    void aCancelledProofLeavesNothing() throws IOException {
        for (int after : List.of(1, 5, FILES + 3, 2 * FILES - 1)) {
            assertThrows(CancellationException.class, () -> prove(store, new Sample.All(), new Listener(after)));
            assertNothingLeft();
        }
        try (Repository repository = store.openForReading()) {
            assertEquals(List.of(), repository.proofs().recorded(JobMonitor.SILENT));
        }
    }

    @Test
    void whatAKilledProofLeftIsDeletedByTheNext() throws IOException {
        Path left = Files.createDirectories(scratch.resolve("tandem-proof-123/home/a"));
        Files.writeString(left.resolve("file"), "x");
        Files.setPosixFilePermissions(left, PosixFilePermissions.fromString("---------"));
        assertTrue(prove(Sample.USUAL).proven());
    }

    @Test
    void aScratchFolderInUseIsRefused() throws IOException {
        Files.createDirectory(scratch);
        Path other = Files.createDirectory(scratch.resolve("tandem-proof-running"));
        try (FileChannel lock = FileChannel.open(scratch.resolve(".tandem-proof.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            lock.lock();
            RepositoryException e = assertThrows(RepositoryException.class, () -> prove(Sample.USUAL));
            assertEquals(RepositoryException.Kind.LOCKED, e.kind());
            assertTrue(Files.exists(other));
        }
    }

    @Test
    void aSnapshotWithoutFilesIsNotProven() throws IOException {
        store.backup(JobMonitor.SILENT, Files.createDirectory(folder.resolve("empty")));
        assertFalse(prove(new Sample.All()).proven());
    }

    @Test
    void aResultThatCannotBeRecordedIsStillAResult() throws IOException {
        FaultPlan plan = FaultPlan.NONE.on(Call.WRITE, "tandem/", new Fault.Failure(
                new StorageException(StorageException.Kind.FAILED, "no such kind of file")));
        Listener listener = new Listener();
        assertTrue(prove(TestStore.at(new FaultyStorage(storage, plan, 1)), Sample.USUAL, listener).proven());
        assertTrue(listener.heard("proof", "no such kind of file"));
    }

    @Test
    void resticFindsNoFaultWithARepositoryOfLedgersAndProofs() throws IOException {
        TestStore real = TestStore.create(folder.resolve("repository"));
        real.backup(JobMonitor.SILENT, source);
        assertTrue(prove(real, Sample.USUAL, JobMonitor.SILENT).proven());
        for (String restic : Programs.restics()) {
            Programs.restic(restic, real, folder, "check", "--read-data");
        }
        real.assertSound();
    }
}
