package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.BackupReport;
import dev.tandem.backup.BackupRequest;
import dev.tandem.backup.Ledger;
import dev.tandem.backup.Ledger.Cause;
import dev.tandem.backup.Ledger.Count;
import dev.tandem.backup.Ledger.Omission;
import dev.tandem.backup.Ledger.Reason;
import dev.tandem.backup.Ledger.SourceSize;
import dev.tandem.backup.Repository;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.SourceRules;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.tck.Fault;
import dev.tandem.tck.FaultPlan;
import dev.tandem.tck.FaultPlan.Call;
import dev.tandem.tck.FaultyStorage;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backup leaves out is on record, and a source that shrank is told. */
class LedgerTest {
    @TempDir
    Path folder;
    private final MemoryStorage storage = new MemoryStorage();
    private Path source;
    private TestStore store;

    @BeforeEach
    void makeRepository() throws IOException {
        source = Files.createDirectory(folder.resolve("source"));
        write("kept", "12");
        store = TestStore.create(storage);
    }

    private void write(String name, String content) throws IOException {
        Files.createDirectories(source.resolve(name).getParent());
        Files.writeString(source.resolve(name), content);
    }

    private RawPath path(String name) {
        return RawPath.of(source.resolve(name));
    }

    private BackupRequest request() {
        return TestStore.request(source);
    }

    private Ledger ledger(TestStore of) throws IOException {
        try (Repository repository = of.openForReading()) {
            return repository.ledgers().of(repository.snapshot("latest", SnapshotFilter.ALL)).orElseThrow();
        }
    }

    private Ledger backup(SourceRules rules) throws IOException {
        assertEquals(0, store.backup(request().withRules(rules), JobMonitor.SILENT).problems());
        return ledger(store);
    }

    /** Asserts that one cause left out this, and nothing else did. */
    private static void assertOnly(Cause cause, RawPath path, Ledger ledger) {
        assertEquals(List.of(new Count(cause, 1)), ledger.counts());
        assertEquals(List.of(new Omission(path, cause)), ledger.omissions());
        assertFalse(ledger.cut());
    }

    private static SourceRules rules(List<String> exact, List<String> caseless, List<String> markers, long limit) {
        return new SourceRules(exact, caseless, markers, limit, false, Map.of("*.o", "line 3 of x", "TAG",
                "--exclude-if-present"));
    }

    @Test
    void aBackupThatLeavesNothingOutSaysSo() throws IOException {
        Ledger ledger = backup(SourceRules.EVERYTHING);
        assertEquals(List.of(), ledger.counts());
        assertEquals(List.of(), ledger.omissions());
        assertEquals(List.of(new SourceSize(RawPath.of(source), 1, 2)), ledger.sources());
    }

    @Test
    void thePatternAndWhereItCameFromAreRecorded() throws IOException {
        write("dir/x.o", "");
        SourceRules rules = rules(List.of("*.o"), List.of(), List.of(), -1);
        Ledger ledger = backup(rules);
        assertOnly(new Cause(Reason.PATTERN, "*.o", "line 3 of x"), path("dir/x.o"), ledger);
        assertEquals(rules, ledger.rules());
    }

    @Test
    void aFolderThatIsLeftOutIsOneEntry() throws IOException {
        write("Dir/a", "");
        write("Dir/b/c", "");
        assertOnly(new Cause(Reason.PATTERN, "dir", ""), path("Dir"),
                backup(rules(List.of(), List.of("dir"), List.of(), -1)));
    }

    @Test
    void markersCachesAndLargeFilesAreRecorded() throws IOException {
        write("marked/TAG", "");
        write("marked/a", "");
        write("marked/b/c", "");
        assertOnly(new Cause(Reason.MARKER, "TAG", "--exclude-if-present"), path("marked"),
                backup(rules(List.of(), List.of(), List.of("TAG"), -1)));
        write("cache/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55");
        write("cache/a", "");
        assertOnly(new Cause(Reason.CACHE, SourceRules.CACHE_TAG, ""), path("cache"),
                backup(rules(List.of(), List.of(), List.of(SourceRules.CACHE_TAG), -1)));
        write("cache/CACHEDIR.TAG", "no signature");
        write("large", "1234567890123");
        assertOnly(new Cause(Reason.SIZE, "12", ""), path("large"),
                backup(rules(List.of(), List.of(), List.of(), 12)));
    }

    @Test
    void anotherFileSystemIsRecorded() throws IOException {
        write("mounted/a", "");
        store = store.seeing(new ObservedFiles() {
            @Override
            public FileStat stat(RawPath path) throws IOException {
                FileStat s = super.stat(path);
                return !path.startsWith(path("mounted")) ? s : new FileStat(s.type(), s.permissions(), s.size(),
                        s.allocated(), s.modified(), s.accessed(), s.changed(), s.uid(), s.gid(), s.device() + 1,
                        s.inode(), s.links(), s.rawDevice());
            }
        });
        SourceRules rules = new SourceRules(List.of(), List.of(), List.of(), -1, true);
        assertOnly(new Cause(Reason.FILE_SYSTEM, "", ""), path("mounted/a"), backup(rules));
    }

    @Test
    void whatCannotBeReadOrVanishedIsRecorded() throws IOException {
        write("denied", "");
        write("gone", "");
        TestStore seeing = store.seeing(new ObservedFiles() {
            @Override
            public SourceFile open(RawPath path) throws IOException {
                if (path.equals(path("denied"))) {
                    throw new AccessDeniedException(path.toString());
                }
                return super.open(path);
            }

            @Override
            public FileStat stat(RawPath path) throws IOException {
                if (path.equals(path("gone"))) {
                    throw new NoSuchFileException(path.toString());
                }
                return super.stat(path);
            }
        });
        assertEquals(1, seeing.backup(request(), JobMonitor.SILENT).problems());
        Ledger ledger = ledger(store);
        Cause denied = new Cause(Reason.UNREADABLE, "permission denied", "");
        Cause gone = new Cause(Reason.VANISHED, "", "");
        assertEquals(Map.of(path("denied"), denied, path("gone"), gone), Map.of(
                ledger.omissions().get(0).path(), ledger.omissions().get(0).cause(),
                ledger.omissions().get(1).path(), ledger.omissions().get(1).cause()));
        assertEquals(2, ledger.counts().stream().mapToLong(Count::count).sum());
    }

    @Test
    void aFolderThatIsKnownToBeUnchangedIsRecordedTheSame() throws IOException {
        store = TestStore.create(folder.resolve("repository"));
        write("dir/x.o", "");
        write("dir/y", "123");
        SourceRules rules = rules(List.of("*.o"), List.of(), List.of(), -1);
        Ledger first = backup(rules);
        Ledger second = backup(rules);
        assertEquals(first.omissions(), second.omissions());
        assertEquals(first.counts(), second.counts());
        assertEquals(List.of(new SourceSize(RawPath.of(source), 2, 5)), second.sources());
    }

    @Test
    void aSocketIsRecorded() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(source.resolve("s")));
            assertOnly(new Cause(Reason.SPECIAL, "", ""), path("s"), backup(SourceRules.EVERYTHING));
        }
    }

    @Test
    void aNameThatIsNoTextKeepsItsBytes() throws IOException {
        RawPath odd = RawPath.of(source).child(RawName.of(new byte[] {'o', (byte) 0xff, '.', 'o'}));
        Files.createFile(odd.toPath());
        assertOnly(new Cause(Reason.PATTERN, "*.o", "line 3 of x"), odd,
                backup(rules(List.of("*.o"), List.of(), List.of(), -1)));
    }

    @Test
    void ofAHundredThousandAllAreCountedAndTheFirstAreListed() throws IOException {
        TestStore seeing = store.seeing(new MadeUpFiles(100_000, 1));
        BackupRequest request = BackupRequest.of(List.of(RawPath.of("/wide")), RawPath.ROOT, "testhost")
                .withRules(new SourceRules(List.of("entry*"), List.of(), List.of(), -1, false));
        seeing.backup(request, JobMonitor.SILENT);
        Ledger ledger = ledger(store);
        assertEquals(List.of(new Count(new Cause(Reason.PATTERN, "entry*", ""), 100_000)), ledger.counts());
        assertEquals(10_000, ledger.omissions().size());
        assertTrue(ledger.cut());
        assertTrue(ledger.omissions().stream().mapToLong(o -> o.path().length()).sum() <= 1 << 20);
    }

    @Test
    void aStorageThatRefusesTheLedgerCostsNoSnapshot() throws IOException {
        FaultPlan plan = FaultPlan.NONE.on(Call.WRITE, "tandem/", new Fault.Failure(
                new StorageException(StorageException.Kind.FAILED, "no such kind of file")));
        Listener listener = new Listener();
        BackupReport report = TestStore.at(new FaultyStorage(storage, plan, 1)).backup(request(), listener);
        assertTrue(report.snapshot().isPresent());
        assertEquals(0, report.problems());
        assertTrue(listener.heard("ledger", "no such kind of file"));
        try (Repository repository = store.openForReading()) {
            assertEquals(Optional.empty(),
                    repository.ledgers().of(repository.snapshot("latest", SnapshotFilter.ALL)));
        }
    }

    @Test
    void aSourceThatLosesMoreThanAThirdIsTold() throws IOException {
        for (int i = 0; i < 9; i++) {
            write("many/" + i, "1234567890");
        }
        assertEquals(List.of(), warnings(request(), 0));
        Files.delete(source.resolve("many/0"));
        Files.delete(source.resolve("many/1"));
        Files.delete(source.resolve("many/2"));
        assertEquals(List.of(), warnings(request(), 0));
        for (int i = 3; i < 6; i++) {
            Files.delete(source.resolve("many/" + i));
        }
        List<Problem> warnings = warnings(request(), 0);
        assertEquals(source.toString(), warnings.getFirst().subject());
        assertTrue(warnings.getFirst().message().contains("7 files of 62 bytes"), warnings.toString());
        write("kept", "1234567890".repeat(100));
        assertEquals(List.of(), warnings(request(), 0));
        write("kept", "1");
        assertTrue(warnings(request(), 0).getFirst().message().contains("31 bytes now"));
    }

    private List<Problem> warnings(BackupRequest request, long errors) throws IOException {
        Listener listener = new Listener();
        assertEquals(errors, store.backup(request, listener).problems());
        return listener.problems();
    }

    @Test
    void ofSeveralSourcesTheOneThatShrankIsTold() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        for (int i = 0; i < 3; i++) {
            Files.writeString(other.resolve("f" + i), "123");
            write("f" + i, "123");
        }
        assertEquals(List.of(), warnings(TestStore.request(source, other), 0));
        Files.delete(other.resolve("f0"));
        Files.delete(other.resolve("f1"));
        assertEquals(List.of(other.toString()), warnings(TestStore.request(source, other), 0).stream()
                .map(Problem::subject).toList());
    }

    @Test
    void aSourceThatBecameEmptyIsAnErrorUnlessAccepted() throws IOException {
        BackupRequest request = TestStore.relative(folder, "source");
        assertEquals(List.of(), warnings(request, 0));
        Files.delete(source.resolve("kept"));
        assertEquals(List.of(), warnings(request.withDryRun(true).withAcceptEmpty(true), 0));
        Problem problem = warnings(request, 1).getFirst();
        assertEquals(Problem.Severity.ERROR, problem.severity());
        assertEquals(source.toString(), problem.subject());
        assertTrue(problem.message().contains("--accept-empty"), problem.message());
        assertEquals(List.of(), warnings(request, 0));
    }

    @Test
    void aFolderWhoseFilesAreAllExcludedIsNotEmpty() throws IOException {
        store.backup(request(), JobMonitor.SILENT);
        SourceRules rules = new SourceRules(List.of("kept"), List.of(), List.of(), -1, false);
        assertEquals(List.of(Problem.Severity.WARNING), warnings(request().withRules(rules), 0).stream()
                .map(Problem::severity).toList());
    }

    @Test
    void aDryRunWritesNoLedger() throws IOException {
        store.backup(request().withDryRun(true), JobMonitor.SILENT);
        List<String> names = new ArrayList<>();
        storage.list(RemotePath.ROOT, info -> names.add(info.path().value()));
        assertFalse(names.contains("tandem"), names.toString());
    }
}
