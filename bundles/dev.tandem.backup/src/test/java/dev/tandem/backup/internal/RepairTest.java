package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.CheckReport.Finding;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.IndexRepair;
import dev.tandem.backup.PackRepair;
import dev.tandem.backup.Recovery;
import dev.tandem.backup.Repairs;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RestoreRequest;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.Hashing;
import dev.tandem.backup.internal.store.IndexFile;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.SideFiles.Subject;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.storage.Storages;
import dev.tandem.storage.local.LocalProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A check names each kind of damage, and what it says is to be done mends it. */
class RepairTest {
    private static final Pattern COMMAND = Pattern.compile("'tandem ([^']+)'");

    @TempDir
    Path folder;
    private Path source;
    private TestStore store;
    private TestStore other;
    private Tampering tampering;
    private final Map<Id, Map<String, String>> saved = new LinkedHashMap<>();

    @BeforeEach
    void makeTwoSnapshots() throws IOException {
        source = Files.createDirectory(folder.resolve("source"));
        Random random = new Random(81);
        for (String name : List.of("a/one", "a/two", "b/c/three", "b/four", "five", "b/six")) {
            Files.createDirectories(source.resolve(name).getParent());
            byte[] content = new byte[random.nextInt(100, 300_000)];
            random.nextBytes(content);
            Files.write(source.resolve(name), content);
        }
        store = TestStore.create(folder.resolve("repository"));
        other = TestStore.create(folder.resolve("other")).withPassword(TestStore.PASSWORD);
        tampering = new Tampering(new LocalProvider().open(store.location(), Storages.Mode.EXISTING));
        backup();
        Files.writeString(source.resolve("a/new"), "only in the second");
        backup();
    }

    private void backup() throws IOException {
        Id id = store.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT).snapshot().orElseThrow();
        saved.put(id, Folder.describe(source));
        other.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
    }

    /** What may befall a repository. */
    enum Damage {
        NO_INDEX, ONE_INDEX_GONE, INDEX_TRUNCATED, INDEX_FLIPPED, INDEX_SPLIT, INDEX_CONTRADICTED, PACK_GONE,
        PACK_TRUNCATED, PACK_WITHOUT_END, PACK_GROWN, PACK_FLIPPED_AT_START, PACK_FLIPPED_IN_THE_MIDDLE,
        PACK_FLIPPED_IN_THE_HEADER, SNAPSHOT_FLIPPED, SNAPSHOT_TRUNCATED;

        boolean ofPack() {
            return name().startsWith("PACK");
        }

        boolean ofSnapshot() {
            return name().startsWith("SNAPSHOT");
        }
    }

    private void damage(Damage damage, int which) throws IOException {
        FileKind kind = damage.ofPack() ? FileKind.PACK : damage.ofSnapshot() ? FileKind.SNAPSHOT : FileKind.INDEX;
        List<Id> files = tampering.list(kind);
        Id file = files.get(which % files.size());
        switch (damage) {
            case NO_INDEX -> {
                for (Id index : files) {
                    tampering.delete(FileKind.INDEX, index);
                }
            }
            case ONE_INDEX_GONE, PACK_GONE -> tampering.delete(kind, file);
            case INDEX_TRUNCATED, SNAPSHOT_TRUNCATED, PACK_TRUNCATED -> tampering.truncate(kind, file, 0.5);
            case PACK_WITHOUT_END -> tampering.truncate(kind, file, 0.999);
            case PACK_GROWN -> {
                byte[] bytes = tampering.read(kind, file);
                byte[] more = Arrays.copyOf(bytes, bytes.length + 10);
                tampering.write(kind, file, more);
            }
            case PACK_FLIPPED_AT_START -> tampering.flip(kind, file, 0.0001);
            case INDEX_FLIPPED, SNAPSHOT_FLIPPED, PACK_FLIPPED_IN_THE_MIDDLE -> tampering.flip(kind, file, 0.5);
            case PACK_FLIPPED_IN_THE_HEADER -> damageHeader(file);
            case INDEX_SPLIT -> forgeIndex(file, false);
            case INDEX_CONTRADICTED -> forgeIndex(file, true);
        }
    }

    /** Splits what is said of each pack over two files, as restic did long ago; or adds a file that is wrong. */
    private void forgeIndex(Id file, boolean wrong) throws IOException {
        try (Store raw = rawStore()) {
            Map<Id, List<PackedBlob>> all = new TreeMap<>();
            IndexFile.decode(raw.sealedFiles().load(FileKind.INDEX, file), file, all::put);
            Map<Id, List<PackedBlob>> first = new TreeMap<>();
            Map<Id, List<PackedBlob>> rest = new TreeMap<>();
            all.forEach((pack, blobs) -> {
                first.put(pack, blobs.subList(0, 1));
                rest.put(pack, blobs.subList(1, blobs.size()));
                if (wrong) {
                    List<PackedBlob> changed = new ArrayList<>(blobs);
                    PackedBlob last = changed.removeLast();
                    changed.add(new PackedBlob(last.type(), new Id(1, 2, 3, 4), last.offset(), last.length(),
                            last.plainLength()));
                    rest.put(pack, changed);
                }
            });
            raw.sealedFiles().save(FileKind.INDEX, IndexFile.encode(rest));
            if (!wrong) {
                raw.sealedFiles().save(FileKind.INDEX, IndexFile.encode(first));
                tampering.delete(FileKind.INDEX, file);
            }
        }
    }

    private Store rawStore() throws IOException {
        return Store.open(new LocalProvider().open(store.location(), Storages.Mode.EXISTING),
                TestStore.PASSWORD.toCharArray());
    }

    private List<Finding> errors() throws IOException {
        return store.check().findings().stream().filter(Finding::error).toList();
    }

    /** Does what a check says is to be done until it says nothing any more. */
    private void followTheChecks(boolean anotherRepository) throws IOException {
        for (int round = 0; round < 6; round++) {
            List<Finding> errors = errors();
            if (errors.isEmpty()) {
                return;
            }
            for (String command : commands(errors, anotherRepository)) {
                run(command);
            }
        }
        throw new AssertionError(errors().toString());
    }

    private static Set<String> commands(List<Finding> errors, boolean anotherRepository) {
        Set<String> commands = new LinkedHashSet<>();
        for (Finding error : errors) {
            Matcher matcher = COMMAND.matcher(error.remedy());
            assertTrue(matcher.find(), error.toString());
            boolean healed = false;
            do {
                String command = matcher.group(1);
                boolean heals = command.startsWith("heal");
                if (heals ? anotherRepository : !healed) {
                    commands.add(command);
                }
                healed |= heals && anotherRepository;
            } while (matcher.find());
        }
        return commands;
    }

    private void run(String command) throws IOException {
        List<String> words = List.of(command.split(" "));
        try (Repository repository = store.open(); Repository source2 = other.open()) {
            Repairs repairs = repository.repairs();
            switch (words.getFirst() + " " + (words.size() > 1 ? words.get(1) : "")) {
                case "repair index" -> repairs.index(false, JobMonitor.SILENT);
                case "repair packs" -> repairs.packs(words.subList(2, words.size()), JobMonitor.SILENT);
                case "heal --from" -> repairs.heal(source2, words.subList(3, words.size()), JobMonitor.SILENT);
                case "recover --forget-damaged" -> repairs.recover(true, JobMonitor.SILENT);
                case "backup " -> repository.backup(TestStore.relative(folder, "source"), JobMonitor.SILENT);
                case "repair snapshots" -> { }
                default -> throw new AssertionError(command);
            }
        } catch (RepositoryException e) {
            // What an earlier command mended need not be mended again.
            assertEquals(RepositoryException.Kind.NOT_FOUND, e.kind(), command + ": " + e.getMessage());
        }
    }

    private void assertAllRestores() throws IOException {
        try (Repository repository = store.openForReading()) {
            List<Snapshot> snapshots = repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT);
            Set<Id> present = new HashSet<>(snapshots.stream().map(Snapshot::id).toList());
            for (var each : saved.entrySet()) {
                assertTrue(present.contains(each.getKey()));
                Snapshot snapshot = repository.snapshot(each.getKey().toString(), SnapshotFilter.ALL);
                assertEquals(each.getValue(), restored(repository, snapshot, "/source"));
            }
        }
    }

    private Map<String, String> restored(Repository repository, Snapshot snapshot, String path) throws IOException {
        Path target = Files.createTempDirectory(folder, "target");
        Listener listener = new Listener();
        repository.restore(RestoreRequest.of(snapshot, RawPath.of(path), RawPath.of(target)), listener);
        assertEquals(List.of(), listener.problems());
        return Folder.describe(target);
    }

    private void assertResticIsContent() throws IOException {
        for (String restic : Programs.restics()) {
            Programs.restic(restic, store, folder, "check", "--read-data");
        }
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void whatACheckSaysMendsWithAnotherRepositoryAtHand(Damage damage) throws IOException {
        for (int which = 0; which < (damage.ofPack() ? 4 : 2); which++) {
            damage(damage, which);
            assertFalse(errors().isEmpty(), damage.toString());
            if (damage.ofSnapshot()) {
                saved.keySet().retainAll(soundSnapshots());
            }
            followTheChecks(true);
            assertAllRestores();
        }
        assertResticIsContent();
    }

    private Set<Id> soundSnapshots() throws IOException {
        try (Repository repository = store.openForReading()) {
            return Set.copyOf(repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT).stream().map(Snapshot::id)
                    .toList());
        }
    }

    @ParameterizedTest
    @EnumSource(value = Damage.class, names = "PACK.*", mode = EnumSource.Mode.MATCH_ALL)
    void whatACheckSaysMendsWhileTheFilesAreStillThere(Damage damage) throws IOException {
        // Of the first snapshot a folder was changed since, which no backup brings back.
        Id first = saved.keySet().iterator().next();
        tampering.delete(FileKind.SNAPSHOT, first);
        saved.remove(first);
        for (int which = 0; which < 2; which++) {
            damage(damage, which);
            assertFalse(errors().isEmpty(), damage.toString());
            followTheChecks(false);
            assertAllRestores();
        }
        assertResticIsContent();
    }

    @Test
    void aDamagedSnapshotsFoldersAreInTheRecoveredOne() throws IOException {
        Id second = List.copyOf(saved.keySet()).getLast();
        tampering.flip(FileKind.SNAPSHOT, second, 0.4);
        try (Repository repository = store.open()) {
            Recovery recovery = repository.repairs().recover(true, JobMonitor.SILENT);
            assertEquals(List.of(second), recovery.forgotten());
            Snapshot snapshot = repository.snapshot("latest", SnapshotFilter.ALL);
            assertEquals(recovery.snapshot().orElseThrow(), snapshot.id());
            assertEquals(List.of("recovered"), snapshot.tags());
            List<String> roots = new ArrayList<>();
            repository.list(snapshot, RawPath.ROOT, false, entry -> roots.add(entry.path().toString()));
            assertEquals(recovery.trees(), roots.size());
            assertEquals(saved.get(second), restored(repository, snapshot, roots.getFirst() + "/source"));
            assertEquals(0, repository.repairs().recover(false, JobMonitor.SILENT).trees());
        }
        assertResticIsContent();
        for (String restic : Programs.restics()) {
            String found = Programs.restic(restic, store, folder, "recover");
            assertTrue(found.contains("no unreferenced trees") || found.contains("found 0 "), found);
        }
    }

    @Test
    void whatIsForgottenAsDamagedIsKeptAsideAndPinnedOnesStay() throws IOException {
        Id pinned = List.copyOf(saved.keySet()).getFirst();
        Id flipped = List.copyOf(saved.keySet()).getLast();
        tampering.flip(FileKind.SNAPSHOT, pinned, 0.4);
        tampering.flip(FileKind.SNAPSHOT, flipped, 0.4);
        byte[] bytes = tampering.read(FileKind.SNAPSHOT, flipped);
        Id strange;
        try (Store raw = rawStore()) {
            strange = raw.sealedFiles().save(FileKind.SNAPSHOT, "{\"newer\":true}".getBytes(StandardCharsets.UTF_8));
            raw.sideFiles().write(Subject.PINNED, pinned, new byte[] {1});
        }
        try (Repository repository = store.open()) {
            assertEquals(Set.of(flipped, strange),
                    Set.copyOf(repository.repairs().recover(true, JobMonitor.SILENT).forgotten()));
        }
        assertTrue(tampering.list(FileKind.SNAPSHOT).contains(pinned));
        assertArrayEquals(bytes, Files.readAllBytes(aside(flipped)));
        assertTrue(Files.exists(store.folder().resolve("tandem/forgotten").resolve(strange.toString())));
    }

    @Test
    void anIndexThatIsStoredInSpiteOfTheLockStays() throws IOException {
        List<Id> theirs = new ArrayList<>();
        JobMonitor whileHeadersAreRead = new JobMonitor() {
            @Override
            public void phase(String name) {
                if (name.equals("reading pack headers")) {
                    theirs.add(storeInSpiteOfTheLock());
                }
            }
        };
        try (Repository repository = store.open()) {
            repository.repairs().index(true, whileHeadersAreRead);
        }
        assertEquals(1, theirs.size());
        assertTrue(tampering.list(FileKind.INDEX).containsAll(theirs));
        assertEquals(List.of(), errors());
        assertAllRestores();
    }

    private Id storeInSpiteOfTheLock() {
        byte[] data = "by another program".getBytes(StandardCharsets.UTF_8);
        PackedBlob blob = new PackedBlob(BlobType.DATA, Hashing.sha256(data), 0, data.length + 32, 0);
        try (Forgery forgery = new Forgery(new LocalProvider().open(store.location(), Storages.Mode.EXISTING))) {
            return forgery.index(forgery.pack(List.of(data), List.of(blob)), blob);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nothingIsRecoveredWhereSnapshotsHaveEverything() throws IOException {
        try (Repository repository = store.open()) {
            assertEquals(new Recovery(0, Optional.empty(), List.of()),
                    repository.repairs().recover(true, JobMonitor.SILENT));
        }
    }

    @Test
    void whatIsNotWholeIsNotRecoveredButWhatIsWholeInItIs() throws IOException {
        for (Id snapshot : saved.keySet()) {
            tampering.delete(FileKind.SNAPSHOT, snapshot);
        }
        try (Repository repository = store.open()) {
            Id gone = dataPack();
            tampering.delete(FileKind.PACK, gone);
            repository.repairs().index(false, JobMonitor.SILENT);
            Listener listener = new Listener();
            repository.repairs().recover(false, listener);
            assertTrue(listener.heard("repository", "not whole"));
        }
        store.assertSound();
        assertResticIsContent();
    }

    @Test
    void ofADamagedPackOnlyTheDamagedBlobIsLost() throws IOException {
        Id pack = dataPack();
        tampering.flip(FileKind.PACK, pack, 0.5);
        long blobs = blobsOf(pack);
        assertTrue(blobs > 3);
        try (Repository repository = store.open()) {
            PackRepair repair = repository.repairs().packs(List.of(pack.brief()), JobMonitor.SILENT);
            assertEquals(List.of(pack), repair.packs());
            assertEquals(1, repair.lost().size());
            assertEquals(blobs - 1, repair.salvaged());
        }
        assertFalse(tampering.list(FileKind.PACK).contains(pack));
        assertEquals(1, errors().size());
    }

    private Path aside(Id pack) {
        return store.folder().resolve("tandem/damaged").resolve(pack.toString());
    }

    @Test
    void aPackOfWhichNotAllCouldBeSavedIsPutAsideAndCanBePutBack() throws IOException {
        Id pack = dataPack();
        byte[] sound = tampering.read(FileKind.PACK, pack);
        // To a computer with bad memory a sound pack looks like this.
        tampering.flip(FileKind.PACK, pack, 0);
        byte[] seen = tampering.read(FileKind.PACK, pack);
        Listener listener = new Listener();
        try (Repository repository = store.open()) {
            repository.repairs().packs(List.of(pack.toString()), listener);
        }
        assertTrue(listener.heard("pack " + pack.brief(), "tandem/damaged/" + pack), listener.problems().toString());
        assertArrayEquals(seen, Files.readAllBytes(aside(pack)));
        for (String restic : Programs.restics()) {
            assertTrue(Programs.restic(restic, store, folder, "snapshots").contains("2 snapshots"));
        }
        tampering.write(FileKind.PACK, pack, sound);
        try (Repository repository = store.open()) {
            repository.repairs().index(false, JobMonitor.SILENT);
        }
        assertAllRestores();
        assertResticIsContent();
    }

    @Test
    void aPackOfWhichAllWasSavedIsNotKept() throws IOException {
        Id pack = dataPack();
        tampering.flip(FileKind.PACK, pack, 0);
        try (Repository repository = store.open(); Repository from = other.open()) {
            repository.repairs().heal(from, List.of(pack.toString()), JobMonitor.SILENT);
        }
        assertFalse(Files.exists(aside(pack)));
        assertAllRestores();
    }

    @Test
    void aPackOfWhichNobodyKnowsWhatItHoldsIsPutAsideBesideAnEarlierOne() throws IOException {
        Id pack = dataPack();
        for (int round = 0; round < 2; round++) {
            byte[] sound = tampering.read(FileKind.PACK, pack);
            damageHeader(pack);
            tampering.list(FileKind.INDEX).forEach(this::deleteIndex);
            try (Repository repository = store.open()) {
                repository.repairs().index(false, JobMonitor.SILENT);
                repository.repairs().packs(List.of(pack.toString()), JobMonitor.SILENT);
            }
            assertFalse(tampering.list(FileKind.PACK).contains(pack));
            tampering.write(FileKind.PACK, pack, sound);
        }
        assertTrue(Files.exists(aside(pack)));
        assertTrue(Files.exists(aside(pack).resolveSibling(pack + "-2")));
    }

    private void damageHeader(Id pack) throws IOException {
        byte[] bytes = tampering.read(FileKind.PACK, pack);
        bytes[bytes.length - 30] ^= 1;
        tampering.write(FileKind.PACK, pack, bytes);
    }

    private void deleteIndex(Id index) {
        try {
            tampering.delete(FileKind.INDEX, index);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the pack that holds the most data blobs. */
    private Id dataPack() throws IOException {
        try (Store raw = rawStore()) {
            Map<Id, Integer> blobs = new TreeMap<>();
            raw.index().forEach(place -> {
                if (place.blob().type() == BlobType.DATA) {
                    blobs.merge(place.pack(), 1, Integer::sum);
                }
            });
            return Collections.max(blobs.entrySet(), Map.Entry.comparingByValue()).getKey();
        }
    }

    private long blobsOf(Id pack) throws IOException {
        try (Store raw = rawStore()) {
            Map<Id, Long> counts = new HashMap<>();
            raw.index().forEach(place -> counts.merge(place.pack(), 1L, Long::sum));
            return counts.get(pack);
        }
    }

    @Test
    void aSoundPackThatIsRepairedLosesNothing() throws IOException {
        try (Repository repository = store.open()) {
            for (Id pack : tampering.list(FileKind.PACK)) {
                assertEquals(List.of(), repository.repairs().packs(List.of(pack.toString()), JobMonitor.SILENT).lost());
            }
        }
        assertAllRestores();
        assertResticIsContent();
    }

    @Test
    void aSecondSoundCopyIsNotStoredAThirdTime() throws IOException {
        Id pack = dataPack();
        byte[] sound = tampering.read(FileKind.PACK, pack);
        try (Repository repository = store.open()) {
            repository.repairs().packs(List.of(pack.toString()), JobMonitor.SILENT);
            tampering.write(FileKind.PACK, pack, sound);
            repository.repairs().index(false, JobMonitor.SILENT);
            assertEquals(0, repository.repairs().packs(List.of(pack.toString()), JobMonitor.SILENT).salvaged());
        }
        assertAllRestores();
    }

    @Test
    void anIndexThatIsRightStaysAsItIs() throws IOException {
        List<Id> before = tampering.list(FileKind.INDEX);
        try (Repository repository = store.open()) {
            IndexRepair repair = repository.repairs().index(false, JobMonitor.SILENT);
            assertEquals(0, repair.filesWritten() + repair.filesRemoved() + repair.packsRead());
            assertEquals(before, tampering.list(FileKind.INDEX));
            assertEquals(tampering.list(FileKind.PACK).size(), repair.packs());
            IndexRepair anew = repository.repairs().index(true, JobMonitor.SILENT);
            assertEquals(repair.packs(), anew.packsRead());
            assertEquals(before.size(), anew.filesRemoved());
        }
        assertAllRestores();
        assertResticIsContent();
    }

    @Test
    void theIndexIsTakenOnTrustOfAPackWhoseHeaderCannotBeRead() throws IOException {
        damage(Damage.PACK_FLIPPED_IN_THE_HEADER, 0);
        try (Repository repository = store.open()) {
            IndexRepair repair = repository.repairs().index(true, JobMonitor.SILENT);
            assertEquals(1, repair.unreadable().size());
        }
        assertAllRestores();
        followTheChecks(false);
        assertAllRestores();
        assertResticIsContent();
    }

    @Test
    void aPackThatNobodyKnowsIsNamed() throws IOException {
        try (Repository repository = store.open()) {
            Repairs repairs = repository.repairs();
            for (String name : List.of("", "zz", "ffffffffffff")) {
                assertThrows(RepositoryException.class, () -> repairs.packs(List.of(name), JobMonitor.SILENT));
            }
            assertThrows(RepositoryException.class, () -> repairs.heal(repository, List.of(), JobMonitor.SILENT));
        }
        assertAllRestores();
    }

    @Test
    void aTreeBelowAMissingTreeIsHealedToo() throws IOException {
        for (Id pack : tampering.list(FileKind.PACK)) {
            tampering.delete(FileKind.PACK, pack);
        }
        for (Id index : tampering.list(FileKind.INDEX)) {
            tampering.delete(FileKind.INDEX, index);
        }
        try (Repository repository = store.open(); Repository from = other.open()) {
            assertEquals(List.of(), repository.repairs().heal(from, List.of(), JobMonitor.SILENT).lost());
        }
        assertAllRestores();
        assertResticIsContent();
    }
}
