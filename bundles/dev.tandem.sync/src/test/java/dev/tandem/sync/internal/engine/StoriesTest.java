package dev.tandem.sync.internal.engine;

import static dev.tandem.sync.internal.engine.Pair.age;
import static dev.tandem.sync.internal.engine.Pair.delete;
import static dev.tandem.sync.internal.engine.Pair.versions;
import static dev.tandem.sync.internal.engine.Pair.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.scan.SelectionRule;
import dev.tandem.sync.GateLimits;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.SyncMatrix;
import dev.tandem.sync.SyncReport;
import dev.tandem.sync.SyncRequest;
import dev.tandem.sync.SyncRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How people lost files to programs of this kind; each must end well. On real folders. */
class StoriesTest {
    @TempDir
    Path folder;

    private Pair pair;

    @BeforeEach
    void inStep() throws IOException {
        pair = new Pair(folder);
        for (int i = 0; i < 20; i++) {
            write(pair.left, "work/report-" + i + ".txt", "report " + i);
        }
        write(pair.left, "notes.txt", "notes");
        Files.createDirectory(pair.left.resolve("empty"));
        pair.sync();
        assertEquals(pair.leftTree(), pair.rightTree());
    }

    private void assertGate(String id) throws IOException {
        Map<String, String> left = pair.leftTree();
        Map<String, String> right = pair.rightTree();
        SyncException stopped = assertThrows(SyncException.class, pair::sync);
        assertEquals(SyncException.Kind.GATE, stopped.kind(), stopped.getMessage());
        assertTrue(stopped.gates().stream().anyMatch(gate -> gate.id().equals(id)), stopped.getMessage());
        assertEquals(left, pair.leftTree());
        assertEquals(right, pair.rightTree());
    }

    @Test
    void nothingIsDoneTwice() throws IOException {
        SyncReport again = pair.sync();
        assertEquals(0, again.left().changes() + again.right().changes());
        assertTrue(again.complete());
        assertTrue(again.run().isEmpty());
        assertEquals(21, again.filesLeft());
    }

    @Test
    void aFolderThatWasEmptiedIsNotTakenForDeletedFiles() throws IOException {
        delete(pair.left.resolve("work"));
        delete(pair.left.resolve("empty"));
        Files.delete(pair.left.resolve("notes.txt"));
        assertGate("root-emptied");
    }

    @Test
    void aFolderThatIsGoneIsNotTakenForDeletedFiles() throws IOException {
        delete(pair.left);
        SyncException stopped = assertThrows(SyncException.class, pair::sync);
        assertTrue(stopped.kind() == SyncException.Kind.NOT_FOUND || stopped.kind() == SyncException.Kind.GATE,
                stopped.getMessage());
        assertFalse(Files.exists(pair.left));
        assertEquals(21, pair.rightTree().values().stream().filter(text -> !text.isEmpty()).count());
    }

    @Test
    void anEmptyMountPointIsNotTakenForTheDiskThatIsNotThere() throws IOException {
        Path away = folder.resolve("away");
        Files.move(pair.left, away);
        Files.createDirectory(pair.left);
        SyncException stopped = assertThrows(SyncException.class, pair::sync);
        assertEquals(SyncException.Kind.GATE, stopped.kind(), stopped.getMessage());
        Files.delete(pair.left);
        Files.move(away, pair.left);
        assertEquals(0, pair.sync().right().changes());
    }

    @Test
    void halfOfAllFilesIsTooManyToDeleteWithoutAsking() throws IOException {
        for (int i = 0; i < 15; i++) {
            Files.delete(pair.left.resolve("work/report-" + i + ".txt"));
        }
        assertGate("max-delete");
        assertEquals(15, pair.force().right().deleted());
        assertEquals(pair.leftTree(), pair.rightTree());
        assertEquals(15, versions(pair.right).size());
    }

    @Test
    void aFolderThatIsRenamedIsNotDeleted() throws IOException {
        Object inode = Files.getAttribute(pair.right.resolve("work/report-3.txt"), "unix:ino");
        Files.move(pair.left.resolve("work"), pair.left.resolve("done"));
        SyncReport report = pair.sync();
        assertEquals(pair.leftTree(), pair.rightTree());
        assertEquals(1, report.right().moved());
        assertEquals(1, report.right().changes());
        assertEquals(inode, Files.getAttribute(pair.right.resolve("done/report-3.txt"), "unix:ino"));
    }

    @Test
    void aPeerRestoredFromAnOldBackupDeletesAndRevertsNothing() throws IOException {
        Path backup = folder.resolve("backup");
        copy(pair.right, backup);
        write(pair.left, "notes.txt", "notes, second edition");
        write(pair.left, "new.txt", "made after the backup");
        pair.sync();
        delete(pair.right);
        copy(backup, pair.right);
        SyncReport report = pair.force();
        assertEquals(0, report.left().deleted());
        assertTrue(pair.leftTree().containsValue("made after the backup"));
        assertEquals("notes, second edition", pair.leftTree().get("notes.txt"), pair.leftTree().toString());
        assertEquals(pair.leftTree(), pair.rightTree());
    }

    private static void copy(Path from, Path to) throws IOException {
        try {
            assertEquals(0, new ProcessBuilder("cp", "-a", from.toString(), to.toString()).inheritIO().start().waitFor());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aLostBaseIsAUnionWithoutDeletions() throws IOException {
        delete(folder.resolve("data"));
        Pair anew = new Pair(pair.left, pair.right, folder.resolve("data"));
        Files.delete(pair.left.resolve("notes.txt"));
        SyncReport report = anew.force();
        assertEquals(1, report.left().created());
        assertEquals(1, report.left().changes() + report.right().changes());
        assertEquals("notes", pair.leftTree().get("notes.txt"));
    }

    @Test
    void anIdenticalFileOnBothSidesEntersTheBaseSoThatItsDeletionCounts() throws IOException {
        write(pair.left, "same.txt", "same");
        write(pair.right, "same.txt", "same");
        pair.sync();
        Files.delete(pair.left.resolve("same.txt"));
        pair.sync();
        assertFalse(Files.exists(pair.right.resolve("same.txt")));
    }

    @Test
    void anEditBeatsADeletion() throws IOException {
        Files.delete(pair.left.resolve("notes.txt"));
        write(pair.right, "notes.txt", "edited while it was deleted");
        pair.sync();
        assertEquals("edited while it was deleted", pair.leftTree().get("notes.txt"));
        assertEquals(pair.leftTree(), pair.rightTree());
    }

    @Test
    void bothEditsOfAFileStay() throws IOException {
        write(pair.left, "notes.txt", "edited on the left");
        write(pair.right, "notes.txt", "edited on the right side");
        SyncReport report = pair.sync();
        assertEquals(1, report.conflicts());
        assertEquals(pair.leftTree(), pair.rightTree());
        assertTrue(pair.leftTree().containsValue("edited on the left"), pair.leftTree().toString());
        assertTrue(pair.leftTree().containsValue("edited on the right side"), pair.leftTree().toString());
        assertTrue(pair.leftTree().containsKey("notes.txt"));
        assertEquals(0, pair.sync().left().changes());
    }

    @Test
    void aFileEditedBetweenTheScanAndTheCopyIsNotOverwritten() throws IOException {
        write(pair.left, "notes.txt", "edited on the left");
        pair.syncWith(() -> write(pair.right, "notes.txt", "edited at the last moment"));
        assertEquals("edited at the last moment", pair.rightTree().get("notes.txt"));
        pair.sync();
        assertEquals(pair.leftTree(), pair.rightTree());
        assertTrue(pair.leftTree().containsValue("edited on the left"));
        assertTrue(pair.leftTree().containsValue("edited at the last moment"));
    }

    @Test
    void aFileEditedBetweenTheScanAndItsDeletionStays() throws IOException {
        Files.delete(pair.left.resolve("notes.txt"));
        pair.syncWith(() -> write(pair.right, "notes.txt", "edited at the last moment"));
        assertEquals("edited at the last moment", pair.rightTree().get("notes.txt"));
        pair.sync();
        assertEquals("edited at the last moment", pair.leftTree().get("notes.txt"));
    }

    @Test
    void aFileThatIsBeingWrittenIsTakenByTheNextRun() throws IOException {
        write(pair.left, "growing.log", "first line");
        pair.syncWith(() -> write(pair.left, "growing.log", "first line, second line"));
        pair.sync();
        assertEquals("first line, second line", pair.rightTree().get("growing.log"));
    }

    @Test
    void anEditThatKeepsSizeAndTimeIsSeen() throws IOException {
        Path file = pair.left.resolve("notes.txt");
        Instant time = Files.getLastModifiedTime(file).toInstant();
        Files.writeString(file, "noteS");
        age(file, time);
        pair.sync();
        assertEquals("noteS", pair.rightTree().get("notes.txt"));
    }

    @Test
    void onlyCaseOfANameIsARename() throws IOException {
        Files.move(pair.left.resolve("notes.txt"), pair.left.resolve("Notes.txt"));
        SyncReport report = pair.sync();
        assertEquals(pair.leftTree(), pair.rightTree());
        assertEquals(1, report.right().moved());
    }

    @Test
    void unicodeFormsOfANameAreTheSameName() throws IOException {
        age(write(pair.left, "caf\u00e9.txt", "coffee"), Instant.EPOCH);
        age(write(pair.right, "cafe\u0301.txt", "coffee"), Instant.EPOCH);
        SyncReport report = pair.sync();
        assertEquals(0, report.left().changes() + report.right().changes());
        assertEquals(0, report.conflicts());
    }

    @Test
    void twoUnicodeFormsOnOneSideAreReportedAndLeftAlone() throws IOException {
        write(pair.left, "caf\u00e9.txt", "one");
        write(pair.left, "cafe\u0301.txt", "other");
        SyncReport report = pair.sync();
        assertEquals(1, report.skipped());
        assertEquals("one", pair.leftTree().get("caf\u00e9.txt"));
        assertEquals("other", pair.leftTree().get("cafe\u0301.txt"));
        assertFalse(report.complete());
    }

    @Test
    void aFilterThatGrowsDeletesNothing() throws IOException {
        pair.rules = pair.rules.withSelection(List.of(new SelectionRule(false, "/work/**", false, "test")));
        SyncReport report = pair.sync();
        assertEquals(0, report.left().changes() + report.right().changes());
        Files.delete(pair.left.resolve("work/report-1.txt"));
        pair.sync();
        assertTrue(Files.exists(pair.right.resolve("work/report-1.txt")));
        pair.rules = pair.rules.withSelection(List.of());
        pair.sync();
        assertTrue(Files.exists(pair.left.resolve("work/report-1.txt")), "it comes back: nobody knows it was deleted");
    }

    @Test
    void aFolderThatHoldsIgnoredFilesStays() throws IOException {
        write(pair.right, "work/build.o", "object");
        pair.rules = pair.rules.withSelection(List.of(new SelectionRule(false, "*.o", false, "test")));
        delete(pair.left.resolve("work"));
        pair.force();
        assertEquals(Map.of("work/", "", "work/build.o", "object"), within(pair.rightTree(), "work/"));
        SyncReport again = pair.force();
        assertFalse(Files.exists(pair.left.resolve("work")));
        assertEquals(0, again.left().changes() + again.right().changes());
    }

    private static Map<String, String> within(Map<String, String> tree, String prefix) {
        Map<String, String> part = new java.util.TreeMap<>(tree);
        part.keySet().removeIf(name -> !name.startsWith(prefix));
        return part;
    }

    @Test
    void anUnreadableFolderIsNotAnEmptyOne() throws IOException {
        org.junit.jupiter.api.Assumptions.assumeFalse(System.getProperty("user.name").equals("root"),
                "root reads everything");
        Path work = pair.left.resolve("work");
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("---------"));
        try {
            SyncReport report = pair.sync();
            assertEquals(0, report.right().deleted());
            assertFalse(report.complete());
        } finally {
            Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void aFileThatBecameAFolderReplacesIt() throws IOException {
        Files.delete(pair.left.resolve("notes.txt"));
        write(pair.left, "notes.txt/today.txt", "today");
        pair.sync();
        assertEquals(pair.leftTree(), pair.rightTree());
        assertEquals(List.of("notes"), versions(pair.right));
    }

    @Test
    void aFolderThatBecameAFileReplacesIt() throws IOException {
        delete(pair.left.resolve("work"));
        write(pair.left, "work", "a file now");
        pair.force();
        assertEquals(pair.leftTree(), pair.rightTree());
        assertEquals(20, versions(pair.right).size());
    }

    @Test
    void emptyFoldersComeAndGo() throws IOException {
        Files.createDirectories(pair.right.resolve("new/deep"));
        Files.delete(pair.right.resolve("empty"));
        pair.sync();
        assertEquals(pair.leftTree(), pair.rightTree());
        assertTrue(Files.isDirectory(pair.left.resolve("new/deep")));
        assertFalse(Files.exists(pair.left.resolve("empty")));
    }

    @Test
    void linksAreKeptAndNeverFollowed() throws IOException {
        Files.createSymbolicLink(pair.left.resolve("link"), Path.of("/etc"));
        Files.createSymbolicLink(pair.left.resolve("dangling"), Path.of("nowhere"));
        pair.sync();
        assertEquals("-> /etc", pair.rightTree().get("link"));
        assertEquals("-> nowhere", pair.rightTree().get("dangling"));
        Files.delete(pair.left.resolve("link"));
        pair.sync();
        assertFalse(Files.exists(pair.right.resolve("link"), java.nio.file.LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void aFolderReplacedByALinkIsNotWrittenThrough() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        write(pair.left, "work/new.txt", "new");
        pair.syncWith(() -> {
            try {
                Files.move(pair.right.resolve("work"), folder.resolve("aside"));
                Files.createSymbolicLink(pair.right.resolve("work"), elsewhere);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        try (var inside = Files.list(elsewhere)) {
            assertEquals(0, inside.count());
        }
    }

    @Test
    void undoTakesBackAWholeRun() throws IOException {
        Map<String, String> before = pair.rightTree();
        write(pair.left, "notes.txt", "rewritten");
        Files.delete(pair.left.resolve("work/report-5.txt"));
        write(pair.left, "fresh.txt", "fresh");
        Files.move(pair.left.resolve("work/report-6.txt"), pair.left.resolve("moved.txt"));
        pair.sync();
        assertEquals(pair.leftTree(), pair.rightTree());
        pair.undo();
        assertEquals(before, pair.rightTree());
        pair.sync();
        assertEquals("report 5", pair.leftTree().get("work/report-5.txt"), "what was undone is not done again");
        assertEquals(pair.leftTree(), pair.rightTree());
    }

    @Test
    void aDryRunChangesNothing() throws IOException {
        write(pair.left, "notes.txt", "rewritten");
        Map<String, String> before = pair.rightTree();
        SyncReport report = pair.sync(new SyncRequest(pair.pair(), pair.rules, GateLimits.USUAL, List.of(), true,
                Optional.empty()));
        assertEquals(before, pair.rightTree());
        assertTrue(report.run().isEmpty());
        assertEquals(1, pair.items.size());
        assertEquals(1, pair.sync().right().updated());
    }

    @Test
    void aMirrorMakesTheRightSideWhatTheLeftOneIs() throws IOException {
        pair.mode(SyncMatrix.MIRROR);
        write(pair.right, "notes.txt", "edited on the right");
        write(pair.right, "stray.txt", "stray");
        Files.delete(pair.right.resolve("work/report-1.txt"));
        Map<String, String> left = pair.leftTree();
        pair.sync();
        assertEquals(left, pair.leftTree());
        assertEquals(left, pair.rightTree());
        assertEquals(2, versions(pair.right).size());
    }

    @Test
    void overlappingFoldersAreRefused() {
        Pair inside = new Pair(pair.left, pair.left.resolve("work"), folder.resolve("data"));
        SyncException refused = assertThrows(SyncException.class, inside::force);
        assertTrue(refused.getMessage().contains("inside"), refused.getMessage());
    }

    @Test
    void aConflictThatWaitsIsAnsweredLater() throws IOException {
        pair.rules = SyncRules.USUAL;
        pair.policy("ask");
        write(pair.left, "notes.txt", "left");
        write(pair.right, "notes.txt", "right!");
        SyncReport report = pair.sync();
        assertEquals(1, report.unresolved());
        assertFalse(report.complete());
        assertEquals(1, pair.engine.conflicts(pair.pair()).size());
        pair.sync();
        String id = pair.engine.conflicts(pair.pair()).getFirst().id();
        pair.engine.resolve(pair.request(), id, new dev.tandem.sync.spi.Resolution.Prefer(dev.tandem.sync.Side.RIGHT),
                dev.tandem.job.JobMonitor.SILENT);
        assertEquals("right!", pair.leftTree().get("notes.txt"));
        assertEquals(List.of(), pair.engine.conflicts(pair.pair()));
        assertTrue(versions(pair.left).contains("left"));
    }

    @Test
    void editsOfDifferentLinesAreBroughtTogether() throws IOException {
        pair.policy("merge");
        write(pair.left, "plan.txt", "one\ntwo\nthree\nfour\nfive\n");
        pair.sync();
        write(pair.left, "plan.txt", "ONE\ntwo\nthree\nfour\nfive\n");
        write(pair.right, "plan.txt", "one\ntwo\nthree\nfour\nFIVE and more\n");
        SyncReport report = pair.sync();
        assertEquals(1, report.conflicts());
        assertTrue(report.complete());
        assertEquals("ONE\ntwo\nthree\nfour\nFIVE and more\n", pair.leftTree().get("plan.txt"));
        assertEquals(pair.leftTree(), pair.rightTree());
        assertEquals(0, pair.sync().conflicts());
        pair.undo();
        assertEquals("ONE\ntwo\nthree\nfour\nfive\n", pair.leftTree().get("plan.txt"));
        assertEquals("one\ntwo\nthree\nfour\nFIVE and more\n", pair.rightTree().get("plan.txt"));
    }

    @Test
    void aSideThatOnlyGivesIsNotChangedByAMerge() throws IOException {
        pair.policy("merge").mode(SyncMatrix.CONTRIBUTE);
        write(pair.left, "plan.txt", "one\ntwo\nthree\n");
        pair.sync();
        write(pair.left, "plan.txt", "ONE\ntwo\nthree\n");
        write(pair.right, "plan.txt", "one\ntwo\nTHREE, three\n");
        Map<String, String> left = pair.leftTree();
        pair.sync();
        assertEquals(left, pair.leftTree());
        assertTrue(pair.rightTree().containsValue("one\ntwo\nTHREE, three\n"));
    }

    @Test
    void editsOfTheSameLineBothStay() throws IOException {
        pair.policy("merge");
        write(pair.left, "plan.txt", "one\n");
        pair.sync();
        write(pair.left, "plan.txt", "left\n");
        write(pair.right, "plan.txt", "right\n");
        pair.sync();
        assertTrue(pair.leftTree().containsValue("left\n"));
        assertTrue(pair.leftTree().containsValue("right\n"));
        assertEquals(pair.leftTree(), pair.rightTree());
    }

    @Test
    void aSideWithoutItsAccessCheckFileIsNotTouched() throws IOException {
        write(pair.left, "check", "");
        write(pair.right, "check", "");
        SyncRequest guarded = new SyncRequest(pair.pair(), pair.rules,
                new GateLimits(50, -1, -1, 1, Optional.of("check")), List.of(), false, Optional.empty());
        assertTrue(pair.sync(guarded).complete());
        Files.delete(pair.left.resolve("check"));
        write(pair.left, "notes.txt", "rewritten");
        SyncException stopped = assertThrows(SyncException.class, () -> pair.sync(guarded));
        assertEquals("access-check", stopped.gates().getFirst().id());
        assertEquals("notes", pair.rightTree().get("notes.txt"));
    }

    @Test
    void aDeviceThatWasAwayForLongResurrectsNothing() throws IOException {
        Pair spoke = new Pair(folder.resolve("spoke"), pair.left, folder.resolve("data"));
        Files.createDirectory(spoke.left);
        spoke.sync();
        Files.delete(pair.right.resolve("work/report-2.txt"));
        pair.sync();
        write(pair.right, "later.txt", "later");
        pair.sync();
        spoke.sync();
        assertFalse(Files.exists(spoke.left.resolve("work/report-2.txt")));
        assertEquals(spoke.leftTree(), pair.rightTree());
    }
}
