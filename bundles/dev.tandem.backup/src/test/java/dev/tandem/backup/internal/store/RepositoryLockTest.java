package dev.tandem.backup.internal.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.BackupReport;
import dev.tandem.backup.CheckRequest;
import dev.tandem.backup.Compression;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.LockInfo;
import dev.tandem.backup.LockPatience;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.internal.Programs;
import dev.tandem.backup.internal.TestStore;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import dev.tandem.job.JobMonitor;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.Storages;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.local.LocalProvider;
import dev.tandem.tck.Fault;
import dev.tandem.tck.FaultPlan;
import dev.tandem.tck.FaultyStorage;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class RepositoryLockTest {
    private static final CheckRequest STRUCTURE = new CheckRequest(new CheckRequest.ReadData.None());

    private final MemoryStorage storage = new MemoryStorage();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final InstantSource clock = now::get;
    private Store store;

    @BeforeEach
    void makeRepository() throws IOException {
        TestStore.create(storage);
        store = Store.open(storage, TestStore.PASSWORD.toCharArray());
    }

    private List<Id> locks() throws IOException {
        return store.files().list(FileKind.LOCK).stream().map(StoredFile::id).toList();
    }

    private RepositoryLock take() throws IOException {
        return RepositoryLock.acquire(store.files(), store.sealedFiles(), false, clock);
    }

    private static void assertLocked(Executable action) {
        RepositoryException e = assertThrows(RepositoryException.class, action);
        assertEquals(Kind.LOCKED, e.kind(), e.getMessage());
    }

    /** Writes somebody's lock. */
    private Id lockOf(String host, long pid, Duration age, boolean exclusive) throws IOException {
        Identity me = Identity.current();
        Identity holder = new Identity(host, me.username(), 1, 2, pid, host.equals(me.hostname()) ? me.space() : "");
        return store.sealedFiles().save(FileKind.LOCK,
                new LockFile(Instant.now().minus(age), exclusive, holder).toJson());
    }

    @Test
    void sharedLocksBearEachOtherButNoExclusiveOne() throws IOException {
        try (RepositoryLock first = store.lock(false); RepositoryLock second = store.lock(false)) {
            assertEquals(2, locks().size());
            assertLocked(() -> store.lock(true));
            assertEquals(2, locks().size());
            first.ensureHeld();
            second.ensureHeld();
        }
        assertEquals(List.of(), locks());
        try (RepositoryLock exclusive = store.lock(true)) {
            assertLocked(() -> store.lock(false));
            assertLocked(() -> store.lock(true));
            exclusive.ensureHeld();
        }
        assertEquals(List.of(), locks());
    }

    @Test
    void jobsOfOneRepositoryExcludeEachOtherAsThoseOfTwoWould() throws IOException {
        try (Repository repository = TestStore.at(storage).open()) {
            JobMonitor checksToo = new JobMonitor() {
                @Override
                public void phase(String name) {
                    assertLocked(() -> repository.stats(List.of(), JobMonitor.SILENT));
                    assertLocked(() -> repository.unlock(true));
                }
            };
            repository.check(STRUCTURE, checksToo);
            repository.stats(List.of(), JobMonitor.SILENT);
        }
        assertEquals(List.of(), locks());
    }

    @Test
    void aRefreshReplacesTheFileAndKeepsTheLock() throws IOException {
        try (RepositoryLock lock = take()) {
            List<Id> before = locks();
            now.set(now.get().plus(Duration.ofMinutes(5)));
            lock.refresh();
            assertEquals(1, locks().size());
            assertFalse(locks().equals(before));
            lock.ensureHeld();
        }
        assertEquals(List.of(), locks());
    }

    @Test
    void aLockThatWasNotRefreshedForLongIsProvedAndRefreshedBeforeItIsRelied() throws IOException {
        try (RepositoryLock lock = take()) {
            List<Id> before = locks();
            now.set(now.get().plus(Duration.ofMinutes(22)));
            lock.ensureHeld();
            assertEquals(before, locks());
            now.set(now.get().plus(Duration.ofMinutes(2)));
            lock.ensureHeld();
            assertEquals(1, locks().size());
            assertFalse(locks().equals(before));
        }
        assertEquals(List.of(), locks());
    }

    @Test
    void aLockThatOthersRemovedMeanwhileIsLost() throws IOException {
        try (RepositoryLock lock = take()) {
            now.set(now.get().plus(Duration.ofMinutes(40)));
            store.files().delete(FileKind.LOCK, locks().getFirst());
            assertLocked(lock::ensureHeld);
            assertTrue(lock.lost());
            assertEquals(List.of(), locks());
        }
    }

    @Test
    void aPeriodicRefreshDoesNotReviveALockThatOthersRemoved() throws IOException {
        try (RepositoryLock lock = take()) {
            now.set(now.get().plus(Duration.ofMinutes(40)));
            store.files().delete(FileKind.LOCK, locks().getFirst());
            lock.refresh();
            assertEquals(List.of(), locks());
            assertLocked(lock::ensureHeld);
            now.set(now.get().plus(Duration.ofMinutes(5)));
            lock.refresh();
            assertLocked(lock::ensureHeld);
            assertEquals(List.of(), locks());
        }
    }

    @Test
    void aPeriodicRefreshAfterSleepKeepsALockThatIsStillThere() throws IOException {
        try (RepositoryLock lock = take()) {
            List<Id> before = locks();
            now.set(now.get().plus(Duration.ofMinutes(40)));
            lock.refresh();
            assertEquals(1, locks().size());
            assertFalse(locks().equals(before));
            lock.ensureHeld();
        }
        assertEquals(List.of(), locks());
    }

    @Test
    void anExclusiveLockIsLostWhenAnotherTookOneWhileItSlept() throws IOException {
        try (RepositoryLock lock = RepositoryLock.acquire(store.files(), store.sealedFiles(), true, clock)) {
            now.set(now.get().plus(Duration.ofMinutes(40)));
            Id theirs = lockOf("elsewhere", 1, Duration.ZERO, false);
            lock.refresh();
            assertLocked(lock::ensureHeld);
            store.files().delete(FileKind.LOCK, theirs);
            assertLocked(lock::ensureHeld);
        }
        assertEquals(List.of(), locks());
    }

    /** Calls a lock, which somebody removes while its first new file is being stored. */
    private void removedDuringWrite(Duration before, Duration meanwhile, Consumer<RepositoryLock> call)
            throws IOException {
        AtomicReference<Runnable> onWrite = new AtomicReference<>(() -> { });
        MemoryStorage slow = new MemoryStorage() {
            @Override
            public ObjectInfo write(RemotePath path, Content content, WriteOptions options)
                    throws StorageException {
                onWrite.getAndSet(() -> { }).run();
                return super.write(path, content, options);
            }
        };
        TestStore.create(slow);
        try (Store other = Store.open(slow, TestStore.PASSWORD.toCharArray());
                RepositoryLock lock = RepositoryLock.acquire(other.files(), other.sealedFiles(), false, clock)) {
            Id mine = other.files().list(FileKind.LOCK).getFirst().id();
            now.set(now.get().plus(before));
            onWrite.set(() -> {
                now.set(now.get().plus(meanwhile));
                try {
                    other.files().delete(FileKind.LOCK, mine);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            call.accept(lock);
            for (int i = 0; i < 3; i++) {
                assertLocked(lock::ensureHeld);
                lock.refresh();
                assertEquals(List.of(), other.files().list(FileKind.LOCK));
            }
        }
    }

    @Test
    void aLockThatIsRemovedWhileItIsProvedStaysLost() throws IOException {
        removedDuringWrite(Duration.ofMinutes(40), Duration.ZERO, lock -> assertLocked(lock::ensureHeld));
    }

    @Test
    void aLockThatIsRemovedInASleepDuringARefreshIsLost() throws IOException {
        removedDuringWrite(Duration.ofMinutes(5), Duration.ofMinutes(40), RepositoryLock::refresh);
    }

    @Test
    void aStorageThatFailsAfterASleepDoesNotLoseALock() throws IOException {
        FaultyStorage failing = new FaultyStorage(storage, FaultPlan.NONE.at(FaultPlan.Call.STAT, 2,
                new Fault.Failure(new StorageException(StorageException.Kind.FAILED, "no network yet"))), 1);
        RepositoryFiles files = new RepositoryFiles(failing);
        try (RepositoryLock lock = RepositoryLock.acquire(files, store.sealedFiles(), false, clock)) {
            now.set(now.get().plus(Duration.ofMinutes(40)));
            assertThrows(StorageException.class, lock::ensureHeld);
            lock.ensureHeld();
            assertEquals(1, locks().size());
        }
        assertEquals(List.of(), locks());
    }

    @Test
    void nothingIsWrittenUnderALostLock() throws IOException {
        try (RepositoryLock lock = take();
                BlobWriter writer = store.writer(lock, Compression.AUTO, false)) {
            byte[] blob = "blob".getBytes(StandardCharsets.UTF_8);
            writer.save(BlobType.DATA, Hashing.sha256(blob), blob, 0, blob.length);
            now.set(now.get().plus(Duration.ofMinutes(40)));
            store.files().delete(FileKind.LOCK, locks().getFirst());
            assertLocked(writer::flush);
        }
        assertEquals(List.of(), store.files().list(FileKind.PACK));
        assertEquals(List.of(), store.files().list(FileKind.INDEX));
    }

    @Test
    void noIndexIsWrittenOfAPackDuringWhoseUploadTheLockWasLost() throws IOException {
        MemoryStorage slow = new MemoryStorage() {
            @Override
            public ObjectInfo write(RemotePath path, Content content, WriteOptions options)
                    throws StorageException {
                if (path.value().startsWith("data/")) {
                    now.set(now.get().plus(Duration.ofMinutes(40)));
                    RepositoryFiles files = new RepositoryFiles(this);
                    files.delete(FileKind.LOCK, files.list(FileKind.LOCK).getFirst().id());
                }
                return super.write(path, content, options);
            }
        };
        TestStore.create(slow);
        try (Store other = Store.open(slow, TestStore.PASSWORD.toCharArray());
                RepositoryLock lock = RepositoryLock.acquire(other.files(), other.sealedFiles(), false, clock);
                BlobWriter writer = other.writer(lock, Compression.OFF, false)) {
            for (int i = 0; i < IndexWriter.BLOBS_A_FILE; i++) {
                byte[] blob = ByteBuffer.allocate(4).putInt(i).array();
                writer.save(BlobType.DATA, Hashing.sha256(blob), blob, 0, blob.length);
            }
            assertLocked(writer::flush);
            assertEquals(1, other.files().list(FileKind.PACK).size());
            assertEquals(List.of(), other.files().list(FileKind.INDEX));
        }
    }

    @Test
    void aLockIsGivenBackByAnInterruptedThread() throws IOException {
        RepositoryLock lock = take();
        Thread.currentThread().interrupt();
        lock.close();
        assertTrue(Thread.interrupted());
        assertEquals(List.of(), locks());
        Thread.currentThread().interrupt();
        assertThrows(IOException.class, this::take);
        assertTrue(Thread.interrupted());
        assertEquals(List.of(), locks());
    }

    private static LockInfo.State state(Identity holder, Duration age, Identity me) {
        Instant time = Instant.now();
        return new LockFile(time, false, holder).state(time.plus(age), me);
    }

    @Test
    void aLockIsStaleWhenItIsOldOrItsProcessIsGone() {
        Identity me = Identity.current();
        assertEquals(LockInfo.State.RUNNING, state(me, Duration.ofMinutes(30), me));
        assertEquals(LockInfo.State.SILENT, state(me, Duration.ofMinutes(31), me));
        Identity dead = new Identity(me.hostname(), me.username(), me.uid(), me.gid(), pidOfNobody());
        assertEquals(LockInfo.State.GONE, state(dead, Duration.ZERO, me));
        Identity elsewhere = new Identity(me.hostname() + "x", me.username(), me.uid(), me.gid(), pidOfNobody());
        assertEquals(LockInfo.State.ELSEWHERE, state(elsewhere, Duration.ZERO, me));
        assertEquals(LockInfo.State.SILENT, state(elsewhere, Duration.ofMinutes(31), me));
        for (long pid : List.of(me.pid(), pidOfNobody())) {
            Identity inContainer = new Identity(me.hostname(), me.username(), 0, 0, pid, "another space");
            assertEquals(LockInfo.State.ELSEWHERE, state(inContainer, Duration.ZERO, me));
            assertEquals(LockInfo.State.SILENT, state(inContainer, Duration.ofMinutes(31), me));
        }
        Identity nameless = new Identity("", me.username(), me.uid(), me.gid(), pidOfNobody());
        assertEquals(LockInfo.State.ELSEWHERE, state(nameless, Duration.ZERO, nameless));
    }

    @Test
    void whoWaitsForALockGetsItWhenItIsGivenBackAndIsToldWhoHoldsIt() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        JobMonitor monitor = new JobMonitor() {
            @Override
            public void message(String text) {
                told.add(text);
            }
        };
        RepositoryLock held = store.lock(true);
        Thread giver = Thread.ofVirtual().start(() -> {
            try (held) {
                Thread.sleep(300);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        try (RepositoryLock got = store.lock(true, new LockPatience(Duration.ofMillis(1500), monitor))) {
            got.ensureHeld();
        }
        giver.join();
        assertEquals(1, told.size());
        assertTrue(told.getFirst().contains("process " + ProcessHandle.current().pid()), told.toString());
        assertEquals(List.of(), locks());
    }

    @Test
    void whoWaitsForALockGivesUpInTheEndOrWhenHeIsCancelled() throws IOException {
        try (RepositoryLock held = store.lock(false)) {
            long start = System.nanoTime();
            assertLocked(() -> store.lock(true, new LockPatience(Duration.ofMillis(400), JobMonitor.SILENT)));
            assertTrue(System.nanoTime() - start > 400_000_000);
            JobMonitor cancelled = new JobMonitor() {
                @Override
                public boolean cancelled() {
                    return true;
                }
            };
            assertThrows(CancellationException.class,
                    () -> store.lock(true, new LockPatience(Duration.ofHours(1), cancelled)));
            assertEquals(1, locks().size());
            held.ensureHeld();
        }
    }

    @Test
    void aLockThatIsJustBeingWrittenIsLookedAtAgain() throws Exception {
        byte[] whole = store.sealedFiles().seal(new LockFile(Instant.now(), false, Identity.current()).toJson());
        Id id = Hashing.sha256(whole);
        RemotePath path = RepositoryFiles.path(FileKind.LOCK, id);
        storage.write(path, Content.of(java.util.Arrays.copyOf(whole, 20)), WriteOptions.OVERWRITE);
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(200);
                storage.write(path, Content.of(whole), WriteOptions.OVERWRITE);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        try (RepositoryLock shared = store.lock(false)) {
            shared.ensureHeld();
        }
        writer.join();
    }

    private static long pidOfNobody() {
        long pid = 4_000_000;
        while (ProcessHandle.of(pid).isPresent()) {
            pid++;
        }
        return pid;
    }

    @Test
    void unlockRemovesStaleLocksOnlyUnlessToldToRemoveAll() throws IOException {
        Id old = lockOf("elsewhere", 1, Duration.ofHours(1), true);
        Id dead = lockOf(Identity.current().hostname(), pidOfNobody(), Duration.ZERO, false);
        Id live = lockOf("elsewhere", 1, Duration.ZERO, true);
        byte[] garbage = new byte[100];
        Id unreadable = store.files().write(FileKind.LOCK, garbage);
        assertLocked(() -> store.lock(false));
        try (Repository repository = TestStore.at(storage).open()) {
            assertEquals(Set.of(LockInfo.State.SILENT, LockInfo.State.ELSEWHERE, LockInfo.State.UNREADABLE),
                    Set.copyOf(repository.locks().stream().map(LockInfo::state).toList()));
            assertEquals(List.of(old), repository.unlock(false).stream().map(LockInfo::id).toList());
            assertFalse(locks().contains(old) || locks().contains(dead), "stale locks are left");
            assertTrue(locks().containsAll(List.of(live, unreadable)));
            assertEquals(2, repository.unlock(true).size());
        }
        assertEquals(List.of(), locks());
    }

    @Test
    void whatAKilledRunStoredIsTakenUpByTheNextOfTheSameUser(@TempDir Path folder) throws IOException {
        Path source = Files.createDirectory(folder.resolve("source"));
        byte[] content = new byte[3 << 20];
        new Random(60).nextBytes(content);
        Files.write(source.resolve("file"), content);
        FaultPlan noIndex = FaultPlan.NONE.on(FaultPlan.Call.WRITE, "index/",
                new Fault.Failure(new StorageException(StorageException.Kind.FAILED, "the run was killed here")));
        assertThrows(RepositoryException.class, () -> TestStore.at(new FaultyStorage(storage, noIndex, 1))
                .backup(TestStore.relative(folder, "source"), JobMonitor.SILENT));
        assertFalse(store.files().list(FileKind.PACK).isEmpty());
        byte[] torn = new byte[5000];
        store.files().write(FileKind.PACK, Hashing.sha256(torn), Content.of(torn));
        lockOf(Identity.current().hostname(), pidOfNobody(), Duration.ZERO, false);
        BackupReport next = TestStore.at(storage).backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
        assertEquals(0, next.summary().dataAdded());
        TestStore.at(storage).assertSound();
        TestStore.at(storage).restoreInto(folder.resolve("target"));
        assertArrayEquals(content, Files.readAllBytes(folder.resolve("target/source/file")));
    }

    @Test
    void aPackThatARepairHadTakenOutWhenItWasKilledIsNotTakenUp(@TempDir Path folder) throws IOException {
        Path source = Files.createDirectory(folder.resolve("source"));
        byte[] content = new byte[3 << 20];
        new Random(61).nextBytes(content);
        Files.write(source.resolve("file"), content);
        TestStore.at(storage).backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
        for (StoredFile pack : store.files().list(FileKind.PACK)) {
            RemotePath path = RepositoryFiles.path(FileKind.PACK, pack.id());
            byte[] bytes = storage.read(path, 0, -1).readAllBytes();
            bytes[bytes.length / 3] ^= 1;
            storage.write(path, Content.of(bytes), WriteOptions.OVERWRITE);
        }
        for (StoredFile index : store.files().list(FileKind.INDEX)) {
            store.files().delete(FileKind.INDEX, index.id());
        }
        lockOf(Identity.current().hostname(), pidOfNobody(), Duration.ZERO, false);
        TestStore.at(storage).backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
        TestStore.at(storage).assertSound();
        TestStore.at(storage).restoreInto(folder.resolve("target"));
        assertArrayEquals(content, Files.readAllBytes(folder.resolve("target/source/file")));
    }

    @Test
    void whatIsRememberedAfterAKilledRunRestsOnTheIndexOfWhatItLeft(@TempDir Path folder) throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("source")).resolve("file"), "content");
        TestStore disk = TestStore.create(folder.resolve("repository"));
        disk.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
        try (Store raw = Store.open(new LocalProvider().open(disk.location(), Storages.Mode.EXISTING),
                TestStore.PASSWORD.toCharArray())) {
            raw.files().delete(FileKind.INDEX, raw.files().list(FileKind.INDEX).getFirst().id());
            Identity me = Identity.current();
            Identity dead = new Identity(me.hostname(), me.username(), me.uid(), me.gid(), pidOfNobody(), me.space());
            raw.sealedFiles().save(FileKind.LOCK, new LockFile(Instant.now(), false, dead).toJson());
            disk.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
            Id salvaged = raw.files().list(FileKind.INDEX).getFirst().id();
            Map<Id, List<PackedBlob>> trees = new TreeMap<>();
            IndexFile.decode(raw.sealedFiles().load(FileKind.INDEX, salvaged), salvaged, (pack, blobs) -> {
                if (blobs.getFirst().type() == BlobType.TREE) {
                    trees.put(pack, blobs);
                }
            });
            raw.sealedFiles().save(FileKind.INDEX, IndexFile.encode(trees));
            raw.files().delete(FileKind.INDEX, salvaged);
        }
        disk.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
        disk.assertSound();
    }

    @Test
    void theLockOfAProcessThatAnotherContainerOfTheSameNameMayHoldIsNotRemoved() throws IOException {
        Identity me = Identity.current();
        Identity elsewhere = new Identity(me.hostname(), me.username(), me.uid(), me.gid(), pidOfNobody(),
                "another space");
        Id theirs = store.sealedFiles().save(FileKind.LOCK, new LockFile(Instant.now(), false, elsewhere).toJson());
        take().close();
        assertEquals(List.of(theirs), locks());
        assertEquals(List.of(), new LockFiles(store.files(), store.sealedFiles()).remove(false));
        assertEquals(List.of(theirs), locks());
    }

    @Test
    void anEmptyLockFileLocksNothing() throws IOException {
        store.files().write(FileKind.LOCK, new byte[0]);
        try (RepositoryLock lock = store.lock(true)) {
            lock.ensureHeld();
        }
        assertEquals(1, locks().size());
    }

    @Test
    void aLockFileSaysWhatResticsSays() throws IOException {
        LockFile lock = new LockFile(Instant.parse("2024-05-06T07:08:09.123Z"), true, new Identity("h", "u", 5, 6, 7));
        assertEquals(lock, LockFile.parse(new Id(1, 2, 3, 4), lock.toJson()));
        String json = "{\"time\":\"2024-05-06T09:08:09.123+02:00\",\"exclusive\":true,\"hostname\":\"h\","
                + "\"username\":\"u\",\"pid\":7,\"uid\":5,\"gid\":6,\"unknown\":[1]}";
        assertEquals(lock, LockFile.parse(new Id(1, 2, 3, 4), json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aRunningResticIsRespectedAndRespectsUs(@TempDir Path folder) throws IOException, InterruptedException {
        for (String restic : Programs.restics()) {
            TestStore shared = TestStore.create(folder.resolve("of " + restic));
            Process running = Programs.start(folder, Programs.resticEnvironment(shared),
                    Programs.resticCommand(restic, "backup", "--stdin"));
            awaitLock(shared, running);
            try (Repository repository = shared.open(); Repository another = shared.open()) {
                repository.stats(List.of(), JobMonitor.SILENT);
                assertLocked(() -> repository.check(STRUCTURE, JobMonitor.SILENT));
                assertLocked(() -> another.repairs().index(true, JobMonitor.SILENT));
                LockInfo theirs = another.locks().stream().filter(lock -> lock.pid() == running.pid()).findAny()
                        .orElseThrow();
                assertEquals(LockInfo.State.RUNNING, theirs.state());
                another.unlock(false);
                assertTrue(another.locks().contains(theirs));
            }
            try (var stdin = running.getOutputStream()) {
                stdin.write("something to save".getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, running.waitFor(), output);
            try (Repository repository = shared.open()) {
                repository.stats(List.of(), JobMonitor.SILENT);
                Programs.Result check = Programs.run(folder, Programs.resticEnvironment(shared),
                        Programs.resticCommand(restic, "check"));
                assertTrue(check.code() != 0 && check.output().contains("locked"), check.output());
                Programs.restic(restic, shared, folder, "snapshots");
            }
            Programs.restic(restic, shared, folder, "check");
        }
    }

    private static void awaitLock(TestStore store, Process running) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(store.folder().resolve("locks"));
        while (running.isAlive()) {
            try (var locks = Files.list(folder)) {
                if (locks.anyMatch(file -> Id.isId(file.getFileName().toString()))) {
                    return;
                }
            }
            Thread.sleep(20);
        }
        throw new AssertionError(new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
}
