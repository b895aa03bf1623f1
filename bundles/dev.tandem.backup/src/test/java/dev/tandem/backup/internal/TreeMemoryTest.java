package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.BackupReport;
import dev.tandem.backup.BackupRequest;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.Repository;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawPath;
import dev.tandem.scan.SourceRules;
import dev.tandem.storage.Storages;
import dev.tandem.storage.local.LocalProvider;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class TreeMemoryTest {
    private static final long SEED = Long.getLong("tandem.seed", 20_261_123);

    @TempDir
    Path folder;
    private final AtomicInteger leavesLookedAt = new AtomicInteger();
    private final AtomicInteger fileSystemsAskedFor = new AtomicInteger();
    private Path source;
    private Path denied;
    private TestStore store;

    /** Counts entries other than directories of which more than the metadata is read, and denies one. */
    private final class CountingFiles extends ObservedFiles {
        @Override
        public List<ExtendedAttribute> attributes(RawPath path) throws IOException {
            if (!Files.isDirectory(Path.of(path.toString()), LinkOption.NOFOLLOW_LINKS)) {
                leavesLookedAt.incrementAndGet();
            }
            return super.attributes(path);
        }

        @Override
        public boolean keepsChangeTimes(RawPath directory, FileStat stat) {
            fileSystemsAskedFor.incrementAndGet();
            return super.keepsChangeTimes(directory, stat);
        }

        @Override
        public FileStat stat(RawPath path) throws IOException {
            if (denied != null && path.toString().equals(denied.toString())) {
                throw new AccessDeniedException(path.toString());
            }
            return super.stat(path);
        }
    }

    @BeforeEach
    void makeRepository() throws IOException {
        source = Files.createDirectory(folder.resolve("source"));
        store = TestStore.create(folder.resolve("repository")).seeing(new CountingFiles());
    }

    private void makeFolders() throws IOException {
        for (String name : List.of("a/b/c", "a/d", "e")) {
            Files.createDirectories(source.resolve(name));
            Files.writeString(source.resolve(name + "/file"), name);
        }
    }

    private BackupRequest request() {
        return TestStore.relative(folder, "source");
    }

    private BackupReport backup(BackupRequest request) throws IOException {
        leavesLookedAt.set(0);
        fileSystemsAskedFor.set(0);
        return store.backup(request, JobMonitor.SILENT);
    }

    private Id tree(BackupReport report) throws IOException {
        try (Repository repository = store.openForReading()) {
            return repository.snapshot(report.snapshot().orElseThrow().toString(), SnapshotFilter.ALL).tree();
        }
    }

    private static BackupRequest forced(BackupRequest request) {
        return request.withChangeDetection(true, false, false);
    }

    @Test
    void nothingInFoldersThatLookTheSameIsLookedAt() throws IOException {
        makeFolders();
        BackupReport first = backup(request());
        BackupReport second = backup(request());
        assertEquals(0, leavesLookedAt.get());
        assertEquals(tree(first), tree(second));
        assertEquals(3, second.summary().filesUnmodified());
        assertEquals(first.summary().dirsNew(), second.summary().dirsUnmodified());
        assertEquals(first.summary().totalBytesProcessed(), second.summary().totalBytesProcessed());
    }

    @Test
    void theFileSystemIsAskedForOnceABackupWhereAllIsOnOne() throws IOException {
        makeFolders();
        for (int round = 0; round < 2; round++) {
            backup(request());
            assertEquals(1, fileSystemsAskedFor.get());
        }
    }

    @Test
    void aMemoryIsForThoseWhoMayReadAsMuch() throws IOException {
        backup(request());
        String rights = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("CapEff:")).findFirst().orElseThrow().substring(7).strip();
        String folder = memory().getParent().getFileName().toString();
        assertTrue(folder.contains("-" + rights + "-"), folder);
    }

    @Test
    void onlyFoldersOnTheWayToAChangeAreLookedAt() throws IOException {
        makeFolders();
        backup(request());
        Files.writeString(source.resolve("a/d/file"), "other");
        BackupReport second = backup(request());
        assertEquals(1, leavesLookedAt.get());
        assertEquals(1, second.summary().filesChanged());
        assertEquals(2, second.summary().filesUnmodified());
        assertEquals(tree(second), tree(backup(forced(request()))));
    }

    @Test
    void whateverHappensToATreeItIsBackedUpAsIfAllOfItWereReadAnew() throws IOException {
        Random random = new Random(SEED);
        new RandomTree(source, SEED).grow(120);
        for (int round = 0; round < 30; round++) {
            for (int change = random.nextInt(4); change > 0; change--) {
                change(random);
            }
            Id remembering = tree(backup(request()));
            Id anew = tree(backup(forced(request())));
            assertEquals(anew, remembering, "round " + round + " with -Dtandem.seed=" + SEED);
        }
        store.assertSound();
    }

    private void change(Random random) throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(source)) {
            all = paths.filter(path -> !path.equals(source)).sorted().toList();
        }
        Path path = all.get(random.nextInt(all.size()));
        Path fresh = path.resolveSibling("new" + random.nextInt(1000));
        boolean file = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        switch (random.nextInt(8)) {
            case 0 -> Files.writeString(fresh, "content " + random.nextInt());
            case 1 -> Files.createDirectories(fresh.resolve("in/it"));
            case 2 -> Files.deleteIfExists(fresh);
            case 3 -> Files.move(path, path.resolveSibling("moved" + random.nextInt()));
            case 4 -> {
                if (file) {
                    // Same size and time: only the change time tells.
                    FileTime before = Files.getLastModifiedTime(path);
                    byte[] content = Files.readAllBytes(path);
                    if (content.length > 0) {
                        content[random.nextInt(content.length)]++;
                    }
                    Files.write(path, content, StandardOpenOption.TRUNCATE_EXISTING);
                    Files.setLastModifiedTime(path, before);
                }
            }
            case 5 -> {
                if (file) {
                    Files.setAttribute(path, "user:mark", new byte[] {(byte) random.nextInt()});
                }
            }
            case 6 -> {
                if (file) {
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(
                            random.nextBoolean() ? "rw-r-----" : "rwxr-xr-x"));
                }
            }
            default -> {
                if (file) {
                    Files.createLink(path.resolveSibling("link" + random.nextInt()), path);
                }
            }
        }
    }

    @Test
    void whatCouldNotBeReadIsNotTakenAsRead() throws IOException {
        makeFolders();
        denied = source.resolve("a/d/file");
        backup(request());
        denied = null;
        BackupReport second = backup(request());
        assertEquals(1, second.summary().filesNew());
        assertEquals(tree(second), tree(backup(forced(request()))));
    }

    @Test
    void whatIsExcludedNowIsNotTakenFromBefore() throws IOException {
        makeFolders();
        backup(request());
        SourceRules rules = new SourceRules(List.of("d"), List.of(), List.of(), -1, false);
        Id without = tree(backup(request().withRules(rules)));
        assertEquals(without, tree(backup(forced(request().withRules(rules)))));
        assertEquals(3, backup(request()).summary().totalFilesProcessed());
    }

    @Test
    void aDamagedMemoryIsNone() throws IOException {
        makeFolders();
        Id first = tree(backup(request()));
        Path memory = memory();
        byte[] bytes = Files.readAllBytes(memory);
        bytes[bytes.length / 2] ^= 1;
        Files.write(memory, bytes);
        assertEquals(first, tree(backup(request())));
        assertEquals(3, leavesLookedAt.get());
        Files.write(memory(), new byte[5]);
        assertEquals(first, tree(backup(request())));
        assertEquals(3, leavesLookedAt.get());
    }

    private Path memory() throws IOException {
        try (Stream<Path> files = Files.walk(store.folder().resolve("cache"))) {
            return files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    @Test
    void aMemoryIsWorthNothingOnceIndexFilesWereTakenAway() throws IOException {
        makeFolders();
        Id first = tree(backup(request()));
        rewriteIndex();
        assertEquals(first, tree(backup(request())));
        assertEquals(3, leavesLookedAt.get());
        assertEquals(first, tree(backup(request())));
        assertEquals(0, leavesLookedAt.get());
    }

    /** Puts other index files in place of those there are, as prune and repair do. */
    private void rewriteIndex() throws IOException {
        Storages storages = new LocalProvider()::open;
        try (Store open = Store.open(storages.open(store.location(), Storages.Mode.EXISTING),
                store.password().toCharArray())) {
            for (var file : open.files().list(FileKind.INDEX)) {
                byte[] json = open.sealedFiles().load(FileKind.INDEX, file.id());
                Id written = open.sealedFiles().save(FileKind.INDEX, json);
                assertFalse(written.equals(file.id()));
                open.files().delete(FileKind.INDEX, file.id());
            }
        }
    }

    @Test
    void aDryRunRemembersNothingAndTellsTheSame() throws IOException {
        makeFolders();
        BackupReport dry = backup(request().withDryRun(true));
        assertTrue(dry.snapshot().isEmpty());
        assertEquals(3, dry.summary().filesNew());
        assertEquals(3, backup(request()).summary().filesNew());
    }
}
