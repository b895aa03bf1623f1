package dev.tandem.sync.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.WriteOptions;
import dev.tandem.sync.GateLimits;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.SyncItem;
import dev.tandem.sync.SyncPair;
import dev.tandem.sync.SyncReport;
import dev.tandem.sync.SyncRequest;
import dev.tandem.sync.SyncRules;
import dev.tandem.sync.internal.replica.Faults;
import dev.tandem.sync.internal.replica.Faults.Failure;
import dev.tandem.sync.internal.replica.remote.MemoryObjects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Stories of a folder and a storage, whatever that can do. */
class StoragePairTest {
    /** What storages promise. */
    enum Like {
        EVERYTHING(true),
        S3(true, Capability.DIRECTORIES, Capability.RENAME_DIRECTORIES, Capability.SET_TIME),
        SFTP(false, Capability.TAGS, Capability.IF_UNCHANGED_WRITE, Capability.IF_ABSENT_WRITE),
        WEBDAV(true, Capability.TAGS, Capability.IF_UNCHANGED_WRITE, Capability.IF_ABSENT_WRITE,
                Capability.ATOMIC_WRITE, Capability.SET_TIME),
        BARE(false, Capability.TAGS, Capability.IF_UNCHANGED_WRITE, Capability.IF_ABSENT_WRITE, Capability.RENAME,
                Capability.RENAME_DIRECTORIES, Capability.SET_TIME, Capability.DIRECTORIES);

        private final Set<Capability> can;
        private final boolean copies;

        Like(boolean copies, Capability... without) {
            this.copies = copies;
            this.can = MemoryObjects.without(without);
        }

        StoragePair pair(Path folder) throws IOException {
            return new StoragePair(folder, can, copies);
        }
    }

    /** A lock comes and goes with each run. */
    private static final int LOCK = 2;

    @TempDir
    Path folder;

    static Stream<Arguments> sides() {
        return Arrays.stream(Like.values()).flatMap(like -> Arrays.stream(Side.values())
                .map(side -> Arguments.of(like, side)));
    }

    private static StoragePair inStep(StoragePair pair) throws IOException {
        for (int i = 0; i < 6; i++) {
            pair.write(Side.LEFT, "folder " + i % 2 + "/file " + i, "file " + i);
        }
        pair.write(Side.RIGHT, "on the right", "right");
        pair.sync();
        assertStill(pair);
        return pair;
    }

    private static void assertStill(StoragePair pair) throws IOException {
        assertEquals(pair.files(Side.LEFT), pair.files(Side.RIGHT));
        // What was moved, and what is young, is looked at once more.
        assertEquals(Optional.empty(), pair.sync().run(), pair.items::toString);
        long before = pair.right.changes();
        SyncReport report = pair.sync();
        assertEquals(List.of(), pair.items);
        assertEquals(Optional.empty(), report.run());
        assertEquals(before + LOCK, pair.right.changes(), "the storage was written to although nothing was to be done");
    }

    @ParameterizedTest
    @EnumSource
    void theFirstRunBringsEverythingAndTheSecondWritesNothing(Like like) throws IOException {
        StoragePair pair = inStep(like.pair(folder));
        assertEquals(7, pair.files(Side.LEFT).size());
        assertTrue(Files.isReadable(pair.left.resolve("on the right")));
        assertTrue(Files.getPosixFilePermissions(pair.left.resolve("on the right")).size() >= 3,
                "what comes from a storage gets the permissions new files get");
    }

    @ParameterizedTest
    @MethodSource("sides")
    void whatOneSideChangesComesToTheOtherAndTheOldVersionIsKept(Like like, Side side) throws IOException {
        StoragePair pair = inStep(like.pair(folder));
        pair.write(side, "folder 0/file 0", "edited");
        pair.write(side, "new/deep/file", "new");
        pair.delete(side, "folder 1/file 1");
        SyncReport report = pair.sync();
        assertEquals(0, report.conflicts() + report.failed() + report.skipped());
        assertStill(pair);
        Map<String, String> files = pair.files(side.other());
        assertEquals("edited", files.get("folder 0/file 0"));
        assertEquals("new", files.get("new/deep/file"));
        assertFalse(files.containsKey("folder 1/file 1"));
        List<String> kept = side == Side.RIGHT ? Pair.versions(pair.left) : pair.right.kept().stream().sorted().toList();
        assertEquals(List.of("file 0", "file 1"), kept);
        assertEquals(2, pair.engine.versions(pair.pair(), RawPath.of(".")).size());
    }

    @ParameterizedTest
    @MethodSource("sides")
    void whatOneSideMovesIsMovedOnTheOther(Like like, Side side) throws IOException {
        StoragePair pair = inStep(like.pair(folder));
        pair.rename(side, "folder 1/file 3", "folder 0/moved");
        SyncReport report = pair.sync();
        assertEquals(1, report.of(side.other()).moved(), pair.items::toString);
        assertEquals(0, report.of(side.other()).bytes(), "nothing is transferred");
        assertStill(pair);
        pair.rename(side, "folder 0", "other folder");
        report = pair.sync();
        assertTrue(report.of(side.other()).moved() > 0, pair.items::toString);
        assertEquals(0, report.of(side.other()).bytes(), "nothing is transferred");
        assertStill(pair);
    }

    @ParameterizedTest
    @EnumSource
    void ofAConflictBothVersionsStay(Like like) throws IOException {
        StoragePair pair = inStep(like.pair(folder));
        pair.write(Side.LEFT, "folder 0/file 0", "one");
        pair.write(Side.RIGHT, "folder 0/file 0", "two");
        assertEquals(1, pair.sync().conflicts());
        assertStill(pair);
        assertTrue(pair.files(Side.LEFT).values().containsAll(List.of("one", "two")));
    }

    @ParameterizedTest
    @MethodSource("sides")
    void aRunIsTakenBack(Like like, Side side) throws IOException {
        StoragePair pair = inStep(like.pair(folder));
        Map<String, String> before = pair.files(side.other());
        pair.write(side, "folder 0/file 0", "edited");
        pair.delete(side, "folder 1/file 1");
        pair.rename(side, "folder 1/file 3", "folder 1/moved");
        pair.write(side, "new/file", "new");
        pair.sync();
        SyncReport undone = pair.undo();
        assertEquals(0, undone.failed() + undone.skipped(), pair.problems::toString);
        assertEquals(before, pair.files(side.other()));
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyFolderStaysWhatEverTheOtherSideCanHold(Like like) throws IOException {
        StoragePair pair = inStep(like.pair(folder));
        Files.createDirectories(pair.left.resolve("empty/in it"));
        pair.delete(Side.LEFT, "folder 0/file 0");
        pair.delete(Side.LEFT, "folder 0/file 2");
        pair.delete(Side.LEFT, "folder 0/file 4");
        pair.sync();
        assertStill(pair);
        assertTrue(Files.isDirectory(pair.left.resolve("empty/in it")));
        assertTrue(Files.isDirectory(pair.left.resolve("folder 0")));
    }

    @ParameterizedTest
    @EnumSource
    void anotherTimeAloneIsNoChange(Like like) throws IOException {
        StoragePair pair = inStep(like.pair(folder));
        Pair.age(pair.left.resolve("folder 0/file 0"), java.time.Instant.EPOCH);
        pair.right.touch(RawPath.of("on the right"), 1_000_000_000L);
        assertEquals(Optional.empty(), pair.sync().run());
        assertStill(pair);
    }

    @Test
    void permissionsOfFilesThatAStorageCannotHoldStay() throws IOException {
        StoragePair pair = inStep(Like.SFTP.pair(folder));
        Path script = pair.left.resolve("folder 0/file 0");
        script.toFile().setExecutable(true);
        pair.sync();
        pair.write(Side.RIGHT, "folder 0/file 0", "edited there");
        pair.sync();
        assertEquals("edited there", Files.readString(script));
        assertTrue(Files.isExecutable(script));
    }

    // What goes wrong

    @ParameterizedTest
    @EnumSource
    void aStorageThatIsNotReachedIsNotEmpty(Like like) throws IOException {
        StoragePair pair = inStep(like.pair(folder));
        Map<String, String> before = pair.files(Side.LEFT);
        for (long call = 0; call < 40; call += 3) {
            pair.faults.failFrom(call, Failure.LOST_CONNECTION);
            try {
                pair.sync();
            } catch (SyncException lost) {
                assertEquals(SyncException.Kind.STORAGE, lost.kind(), lost::getMessage);
            }
            pair.faults.end();
            assertEquals(before, pair.files(Side.LEFT));
            assertEquals(before, pair.files(Side.RIGHT));
        }
        assertStill(pair);
    }

    @ParameterizedTest
    @MethodSource("sides")
    void aConnectionMayBeLostAtAnyCallAndTheNextRunGoesOn(Like like, Side side) throws IOException {
        for (long call = 0; call < 60; call += 7) {
            Path own = Files.createDirectory(folder.resolve("call" + call));
            StoragePair pair = inStep(like.pair(own));
            pair.write(side, "folder 0/file 0", "edited");
            pair.write(side, "new/file", "new");
            pair.delete(side, "folder 1/file 1");
            Map<String, String> wanted = pair.files(side);
            pair.faults.failFrom(call, Failure.LOST_CONNECTION);
            try {
                pair.sync();
            } catch (SyncException lost) {
                assertEquals(SyncException.Kind.STORAGE, lost.kind(), lost::getMessage);
            }
            pair.faults.end();
            pair.sync();
            assertEquals(wanted, pair.files(side), "at call " + call);
            assertStill(pair);
        }
    }

    @Test
    void aRunThatIsCancelledStopsAndTheNextGoesOn() throws IOException {
        StoragePair pair = inStep(Like.S3.pair(folder));
        pair.write(Side.LEFT, "new", "new");
        pair.cancelled.set(true);
        assertThrows(CancellationException.class, pair::sync);
        pair.cancelled.set(false);
        assertFalse(pair.files(Side.RIGHT).containsKey("new"));
        pair.sync();
        assertStill(pair);
    }

    @Test
    void aStorageThatIsNotThereIsMadeOnlyWhereThatIsMeant() throws IOException {
        StoragePair pair = Like.S3.pair(folder);
        SyncPair missing = new SyncPair(pair.pair().left(), StoragePair.at("missing"));
        SyncException gate = assertThrows(SyncException.class, () -> pair.sync(SyncRequest.of(missing)));
        assertEquals("new-root", gate.gates().getFirst().id());
        pair.write(Side.LEFT, "file", "text");
        SyncReport report = pair.sync(new SyncRequest(missing, SyncRules.USUAL, GateLimits.USUAL, List.of("new-root"),
                false, Optional.empty()));
        assertEquals(1, report.right().created());
    }

    @Test
    void anotherStorageUnderTheSameAddressIsNotedBeforeAnythingIsWritten() throws IOException {
        StoragePair pair = inStep(Like.S3.pair(folder));
        MemoryObjects other = new MemoryObjects(MemoryObjects.all(), true, pair.clock, new Faults());
        pair.replaceRight(other);
        SyncException gate = assertThrows(SyncException.class, pair::sync);
        assertEquals("root-replaced", gate.gates().getFirst().id());
        assertEquals(0, other.changes());
    }

    @Test
    void aRunThatUsesTheStorageElsewhereIsNamed() throws IOException {
        StoragePair pair = inStep(Like.S3.pair(folder));
        lock(pair, "another-host", 42, java.time.Instant.now());
        SyncException locked = assertThrows(SyncException.class, pair::sync);
        assertEquals(SyncException.Kind.LOCKED, locked.kind());
        assertTrue(locked.getMessage().contains("process 42 on another-host"), locked::getMessage);
        lock(pair, "another-host", 42, java.time.Instant.now().minusSeconds(31 * 60));
        pair.sync();
    }

    @Test
    void theLockOfAProcessOfThisMachineThatIsGoneCountsNoMore() throws IOException {
        StoragePair pair = inStep(Like.S3.pair(folder));
        lock(pair, java.net.InetAddress.getLocalHost().getHostName(), Integer.MAX_VALUE, java.time.Instant.now());
        pair.sync();
    }

    private static void lock(StoragePair pair, String host, long process, java.time.Instant alive) throws IOException {
        String text = "{\"host\":\"" + host + "\",\"process\":" + process + ",\"token\":\"x\",\"since\":\"" + alive
                + "\",\"alive\":\"" + alive + "\"}";
        pair.right.write(new RemotePath(".tandem/lock.json"), Content.of(text.getBytes(StandardCharsets.UTF_8)),
                WriteOptions.OVERWRITE);
    }

    @Test
    void whatAStorageCannotHoldIsSkippedWithItsReason() throws IOException {
        StoragePair pair = inStep(Like.SFTP.pair(folder));
        Files.createSymbolicLink(pair.left.resolve("link"), Path.of("on the right"));
        Path odd = RawPath.of(pair.left).child(RawName.of(new byte[] {'x', (byte) 0xff})).toPath();
        Files.writeString(odd, "odd");
        SyncReport report = pair.sync();
        assertEquals(2, report.skipped());
        assertEquals(0, report.failed());
        assertTrue(pair.items.stream().anyMatch(item -> item.stage() == SyncItem.Stage.SKIPPED
                && item.reason().contains("links")));
    }

    @Test
    void oneStorageIsNotKeptInStepWithItselfUnderAnotherName() throws IOException {
        StoragePair pair = inStep(Like.S3.pair(folder));
        MemoryObjects copy = pair.add("copy", EnumSet.copyOf(MemoryObjects.all()), true);
        copy.write(RawPath.of(".tandem/root.json"), pair.right.content(RawPath.of(".tandem/root.json")));
        SyncPair same = new SyncPair(StoragePair.at("right"), StoragePair.at("copy"));
        SyncException refused = assertThrows(SyncException.class, () -> pair.sync(SyncRequest.of(same)));
        assertTrue(refused.getMessage().contains("the same mark"), refused::getMessage);
        SyncPair within = new SyncPair(StoragePair.at("right"), StoragePair.at("right/below"));
        pair.add("right/below", MemoryObjects.all(), true);
        assertThrows(SyncException.class, () -> pair.sync(SyncRequest.of(within)));
    }
}
