package dev.tandem.sync.internal.replica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.model.Item.LinkItem;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every side keeps to, whatever it is on. */
abstract class ReplicaContract extends ObservedReplicaContract {
    // Placing

    @Test
    void aFileComesToWhereNothingIs() throws IOException {
        Item.Present placed = place(A, "content", Item.ABSENT);
        assertEquals("content", content(A));
        assertEquals(placed, replica.look(A));
        FileItem file = assertInstanceOf(FileItem.class, placed);
        assertEquals(7, file.size());
        assertEquals(LONG_AGO, file.attributes().modified());
        assertEquals(Set.of("a"), names(ROOT));
    }

    @Test
    void aFileTakesThePlaceOfAnotherWhichIsKept() throws IOException {
        editor.write(A, bytes("old"));
        long id = present(A).attributes().fileId();
        Item.Present placed = place(A, "new content", present(A));
        assertEquals("new content", content(A));
        assertEquals("old", content(KEEP));
        assertEquals(placed, replica.look(A));
        if (replica.traits().fileIds()) {
            assertNotEquals(id, placed.attributes().fileId());
            assertEquals(id, ((Item.Present) replica.look(KEEP)).attributes().fileId());
        }
        assertEquals(Set.of("a"), names(ROOT));
    }

    @Test
    void whatIsKeptCanBeReadAndListed() throws IOException {
        editor.write(A, bytes("old"));
        place(A, "new", present(A));
        assertEquals(Set.of("a"), names(KEEP.parent().orElseThrow()));
        try (Replica.Source source = replica.read(KEEP)) {
            assertEquals(3, source.stat().size());
        }
    }

    @Test
    void linksTakePlacesToo() throws IOException {
        assumeTrue(replica.traits().links());
        Item.Present placed = placeLink(A, "target", Item.ABSENT);
        assertArrayEquals(bytes("target"), assertInstanceOf(LinkItem.class, placed).target());
        assertEquals(placed, replica.look(A));
        Item.Present file = place(A, "a file", placed);
        assertEquals("a file", content(A));
        assertArrayEquals(bytes("target"), assertInstanceOf(LinkItem.class, replica.look(KEEP)).target());
        editor.delete(KEEP);
        placeLink(A, "again", file);
        assertArrayEquals(bytes("again"), assertInstanceOf(LinkItem.class, replica.look(A)).target());
        assertEquals("a file", content(KEEP));
    }

    @Test
    void whatIsNotPlacedLeavesNothing() throws IOException {
        editor.write(A, bytes("old"));
        try (Replica.Staged staged = replica.stage(A)) {
            staged.write(bytes("x"), 0, 1);
            assertEquals(Set.of("a"), names(ROOT));
        }
        try (Replica.Staged staged = replica.stage(B)) {
            staged.write(bytes("x"), 0, 1);
            staged.finish(attributes(0644, LONG_AGO));
        }
        assertEquals(Set.of("a"), names(ROOT));
        assertEquals("old", content(A));
    }

    @Test
    void whatIsNotFinishedIsNotPlaced() throws IOException {
        try (Replica.Staged staged = replica.stage(A)) {
            assertThrows(IllegalStateException.class, () -> replica.place(staged, A, Item.ABSENT, KEEP));
            staged.finish(attributes(0644, LONG_AGO));
            replica.place(staged, A, Item.ABSENT, KEEP);
            assertThrows(IllegalStateException.class, () -> replica.place(staged, B, Item.ABSENT, KEEP));
        }
        assertEquals(Set.of("a"), names(ROOT));
    }

    @Test
    void whatAppearedMeanwhileIsNotReplaced() throws IOException {
        editor.write(A, bytes("precious"));
        assertThrows(ChangedException.class, () -> place(A, "new", Item.ABSENT));
        assertThrows(ChangedException.class, () -> replica.makeDirectory(A, attributes(0755, LONG_AGO)));
        assertEquals("precious", content(A));
        editor.mkdir(B);
        assertThrows(ChangedException.class, () -> place(B, "new", Item.ABSENT));
        assertThrows(ChangedException.class, () -> replica.makeDirectory(B, attributes(0755, LONG_AGO)));
        assertInstanceOf(DirectoryItem.class, replica.look(B));
    }

    @Test
    void whatWasWrittenToMeanwhileIsNotReplaced() throws IOException {
        editor.write(A, bytes("old"));
        Item.Present seen = present(A);
        editor.write(A, bytes("edited"));
        assertChanged(seen, "edited");
    }

    @Test
    void whatWasTouchedMeanwhileIsNotReplaced() throws IOException {
        editor.write(A, bytes("old"));
        Item.Present seen = present(A);
        editor.touch(A, LONG_AGO);
        assertChanged(seen, "old");
    }

    @Test
    void anotherFileOfTheSameSizeAndTimeIsNotReplaced() throws IOException {
        assumeTrue(replica.traits().fileIds());
        editor.write(A, bytes("old"));
        editor.touch(A, LONG_AGO);
        Item.Present seen = present(A);
        editor.write(B, bytes("xxx"));
        editor.touch(B, LONG_AGO);
        editor.rename(B, A);
        assertChanged(seen, "xxx");
    }

    @Test
    void anEditThatSetsTheTimeBackIsNotReplaced() throws IOException {
        assumeTrue(replica.traits().changeTimes());
        editor.write(A, bytes("old"));
        editor.touch(A, LONG_AGO);
        Item.Present seen = present(A);
        waitForAnotherTime();
        editor.write(A, bytes("xxx"));
        editor.touch(A, LONG_AGO);
        assertChanged(seen, "xxx");
    }

    /** Returns when a change gets another time than the last one. */
    void waitForAnotherTime() throws IOException {
        long before = present(A).attributes().changed();
        RawPath other = RawPath.of("clock");
        do {
            editor.write(other, bytes("tick"));
        } while (present(other).attributes().changed() <= before);
        editor.delete(other);
    }

    private void assertChanged(Item.Present seen, String content) throws IOException {
        Set<String> before = names(ROOT);
        Item now = replica.look(A);
        assertThrows(ChangedException.class, () -> place(A, "new", seen));
        assertThrows(ChangedException.class, () -> replica.putAside(A, seen, KEEP));
        assertThrows(ChangedException.class, () -> replica.move(A, RawPath.of("moved"), seen));
        assertThrows(ChangedException.class, () -> replica.setAttributes(A, seen, attributes(0600, LONG_AGO + 1)));
        assertThrows(ChangedException.class, () -> replica.setExtended(A, seen, List.of()));
        assertEquals(content, content(A));
        assertEquals(now, replica.look(A));
        assertEquals(Item.ABSENT, replica.look(KEEP));
        assertEquals(before, names(ROOT));
    }

    @Test
    void whatVanishedMeanwhileIsToldAsAChange() throws IOException {
        editor.write(A, bytes("old"));
        Item.Present seen = present(A);
        editor.delete(A);
        assertThrows(ChangedException.class, () -> place(A, "new", seen));
        assertThrows(ChangedException.class, () -> replica.putAside(A, seen, KEEP));
        assertThrows(ChangedException.class, () -> replica.move(A, B, seen));
        assertThrows(ChangedException.class, () -> replica.setAttributes(A, seen, attributes(0600, LONG_AGO)));
        assertEquals(Set.of(), names(ROOT));
    }

    @Test
    void aFileThatBecameADirectoryIsNotReplaced() throws IOException {
        editor.write(A, bytes("old"));
        Item.Present seen = present(A);
        editor.delete(A);
        editor.mkdir(A);
        editor.write(RawPath.of("a/inside"), bytes("precious"));
        assertThrows(ChangedException.class, () -> place(A, "new", seen));
        assertThrows(ChangedException.class, () -> replica.putAside(A, seen, KEEP));
        assertEquals("precious", content(RawPath.of("a/inside")));
    }

    @Test
    void aLinkThatPointsElsewhereByNowIsNotReplaced() throws IOException {
        assumeTrue(replica.traits().links());
        editor.link(A, bytes("old"));
        Item.Present seen = present(A);
        editor.delete(A);
        editor.link(A, bytes("new"));
        assertThrows(ChangedException.class, () -> place(A, "new", seen));
        assertThrows(ChangedException.class, () -> replica.putAside(A, seen, KEEP));
        assertArrayEquals(bytes("new"), assertInstanceOf(LinkItem.class, replica.look(A)).target());
    }

    @Test
    void anEarlierVersionIsNeverReplaced() throws IOException {
        editor.write(A, bytes("first"));
        place(A, "second", present(A));
        Item.Present second = present(A);
        assertThrows(FileSystemException.class, () -> place(A, "third", second));
        assertThrows(IOException.class, () -> replica.putAside(A, second, KEEP));
        assertEquals("second", content(A));
        assertEquals("first", content(KEEP));
    }

    // Putting aside and bringing back

    @Test
    void whatIsPutAsideComesBackAsItWas() throws IOException {
        editor.write(A, bytes("content"));
        editor.touch(A, LONG_AGO);
        Item.Present seen = present(A);
        replica.putAside(A, seen, KEEP);
        assertEquals(Item.ABSENT, replica.look(A));
        assertEquals("content", content(KEEP));
        Item.Present back = replica.bringBack(KEEP, B);
        assertEquals(back, replica.look(B));
        assertEquals(Item.ABSENT, replica.look(KEEP));
        assertEquals("content", content(B));
        assertEquals(LONG_AGO, back.attributes().modified());
        assertEquals(seen.attributes().fileId(), back.attributes().fileId());
        assertEquals(seen.attributes().permissions(), back.attributes().permissions());
    }

    @Test
    void whatComesBackReplacesNothing() throws IOException {
        editor.write(A, bytes("old"));
        replica.putAside(A, present(A), KEEP);
        editor.write(A, bytes("precious"));
        assertThrows(ChangedException.class, () -> replica.bringBack(KEEP, A));
        assertEquals("precious", content(A));
        assertEquals("old", content(KEEP));
        assertThrows(NoSuchFileException.class, () -> replica.bringBack(RawPath.of(".tandem/missing"), B));
    }

    @Test
    void whatIsDiscardedIsGoneWithTheDirectoriesThatHeldNothingElse() throws IOException {
        editor.write(A, bytes("a"));
        editor.write(B, bytes("b"));
        replica.putAside(A, present(A), RawPath.of(".tandem/versions/1/d/a"));
        replica.putAside(B, present(B), RawPath.of(".tandem/versions/1/b"));
        replica.discard(RawPath.of(".tandem/versions/1/d/a"));
        assertEquals(Set.of("b"), names(RawPath.of(".tandem/versions/1")));
        replica.discard(RawPath.of(".tandem/versions/1/b"));
        assertEquals(Item.ABSENT, replica.look(RawPath.of(".tandem/versions")));
        assertTrue(replica.look(RawPath.of(".tandem")).isPresent());
        replica.discard(RawPath.of(".tandem/versions/1/b"));
        editor.write(A, bytes("precious"));
        for (String path : List.of("a", ".tandem", ".tandem/../a", ".")) {
            assertThrows(IllegalArgumentException.class, () -> replica.discard(RawPath.of(path)), path);
        }
        assertEquals("precious", content(A));
    }

    // Directories

    @Test
    void aDirectoryIsMadeAndRemoved() throws IOException {
        Item.Present made = replica.makeDirectory(A, attributes(0750, LONG_AGO));
        assertInstanceOf(DirectoryItem.class, made);
        assertEquals(made, replica.look(A));
        editor.write(RawPath.of("a/file"), bytes("precious"));
        assertThrows(DirectoryNotEmptyException.class, () -> replica.removeDirectory(A));
        assertEquals("precious", content(RawPath.of("a/file")));
        editor.delete(RawPath.of("a/file"));
        replica.removeDirectory(A);
        assertEquals(Item.ABSENT, replica.look(A));
        assertThrows(NoSuchFileException.class, () -> replica.removeDirectory(A));
        assertThrows(NoSuchFileException.class,
                () -> replica.makeDirectory(RawPath.of("a/below"), attributes(0755, LONG_AGO)));
    }

    @Test
    void whatIsNoDirectoryIsNotRemovedAsOne() throws IOException {
        editor.write(A, bytes("precious"));
        assertThrows(NotDirectoryException.class, () -> replica.removeDirectory(A));
        assertEquals("precious", content(A));
    }

    // Moving

    @Test
    void aDirectoryIsMovedWithAllBelow() throws IOException {
        editor.mkdir(A);
        editor.mkdir(B);
        editor.write(RawPath.of("a/file"), bytes("content"));
        Item.Present seen = present(A);
        Item below = replica.look(RawPath.of("a/file"));
        editor.write(RawPath.of("a/another"), bytes(""));
        Item.Present moved = replica.move(A, RawPath.of("b/c"), seen);
        assertEquals(RawName.of("c"), moved.name());
        assertEquals(moved, replica.look(RawPath.of("b/c")));
        assertEquals(seen.attributes().fileId(), moved.attributes().fileId());
        assertEquals(below, replica.look(RawPath.of("b/c/file")));
        assertEquals(Set.of("another", "file"), names(RawPath.of("b/c")));
        assertEquals(Item.ABSENT, replica.look(A));
    }

    @Test
    void anotherDirectoryThanThatSeenIsNotMoved() throws IOException {
        assumeTrue(replica.traits().fileIds());
        editor.mkdir(A);
        Item.Present seen = present(A);
        editor.mkdir(B);
        editor.delete(A);
        editor.rename(B, A);
        assertThrows(ChangedException.class, () -> replica.move(A, RawPath.of("c"), seen));
        assertEquals(Set.of("a"), names(ROOT));
    }

    @Test
    void nothingIsMovedOverSomething() throws IOException {
        editor.write(A, bytes("a"));
        editor.write(B, bytes("b"));
        assertThrows(ChangedException.class, () -> replica.move(A, B, present(A)));
        editor.mkdir(RawPath.of("d"));
        assertThrows(ChangedException.class, () -> replica.move(A, RawPath.of("d"), present(A)));
        assertThrows(ChangedException.class, () -> replica.move(RawPath.of("d"), A, present(RawPath.of("d"))));
        assertThrows(NoSuchFileException.class, () -> replica.move(A, RawPath.of("missing/a"), present(A)));
        assertEquals("a", content(A));
        assertEquals("b", content(B));
    }

    @Test
    void theSpellingOfANameIsChanged() throws IOException {
        editor.write(A, bytes("content"));
        Item.Present moved = replica.move(A, RawPath.of("A"), present(A));
        assertEquals(RawName.of("A"), moved.name());
        assertEquals(Set.of("A"), names(ROOT));
        assertEquals("content", content(RawPath.of("A")));
    }

    // Attributes

    @Test
    void onlyTimesAndPermissionsThatCountAreSet() throws IOException {
        editor.write(A, bytes("content"));
        editor.chmod(A, 04640);
        Item.Present before = present(A);
        Item.Present after = replica.setAttributes(A, before, attributes(0751, LONG_AGO));
        assertEquals(after, replica.look(A));
        assertEquals(LONG_AGO, after.attributes().modified());
        assertPermissions(04751, 0777, before, after);
        assertEquals("content", content(A));
    }

    @Test
    void otherBitsStayAsTheyAre() throws IOException {
        reopen(new AttributeRules(false, 0111, false, false));
        editor.write(A, bytes("content"));
        editor.chmod(A, 0640);
        Item.Present before = present(A);
        Item.Present after = replica.setAttributes(A, before, attributes(0755, LONG_AGO));
        assertPermissions(0751, 0111, before, after);
        assertEquals(before.attributes().modified(), after.attributes().modified());
        Item.Present replaced = place(A, "other", after, attributes(0, LONG_AGO), KEEP);
        assertPermissions(0640, 0111, after, replaced);
        assertNotEquals(LONG_AGO, replaced.attributes().modified());
    }

    @Test
    void newContentDoesNotRunWithTheRightsOfTheOld() throws IOException {
        editor.write(A, bytes("old"));
        editor.chmod(A, 06755);
        Item.Present placed = place(A, "new", present(A), attributes(06755, LONG_AGO), KEEP);
        assertEquals(0, placed.attributes().permissions() & 06000);
    }

    private void assertPermissions(int wanted, int mask, Item.Present before, Item.Present after) {
        int held = replica.traits().permissionMask();
        assertEquals(wanted & mask & held, after.attributes().permissions() & mask & held);
        assertEquals(before.attributes().permissions() & ~mask, after.attributes().permissions() & ~mask);
    }

    @Test
    void aNewFileGetsPermissionsThatOthersGetToo() throws IOException {
        reopen(new AttributeRules(true, 0, false, false));
        editor.write(A, bytes(""));
        Item.Present placed = place(B, "", Item.ABSENT, attributes(0, LONG_AGO), KEEP);
        assertEquals(present(A).attributes().permissions(), placed.attributes().permissions());
        editor.mkdir(RawPath.of("c"));
        Item.Present made = replica.makeDirectory(RawPath.of("d"), attributes(0, LONG_AGO));
        assertEquals(present(RawPath.of("c")).attributes().permissions(), made.attributes().permissions());
    }

    @Test
    void aDirectoryCanBeFilledWhateverPermissionsItShallHave() throws IOException {
        Item.Present made = replica.makeDirectory(A, attributes(0550, LONG_AGO));
        assertEquals(0700, made.attributes().permissions() & 0700);
        place(RawPath.of("a/file"), "", Item.ABSENT);
        Item.Present after = replica.setAttributes(A, made, attributes(0550, LONG_AGO));
        assertPermissions(0550, 0777, made, after);
        editor.chmod(A, 0750);
    }

    @Test
    void timesOfDirectoriesDoNotCount() throws IOException {
        Item.Present made = replica.makeDirectory(A, attributes(0755, LONG_AGO));
        assertNotEquals(LONG_AGO, made.attributes().modified());
        Item.Present after = replica.setAttributes(A, made, attributes(0755, LONG_AGO));
        assertEquals(made.attributes().modified(), after.attributes().modified());
    }

    @Test
    void whatIsReadIsWhatWasSetAsFarAsItCanBeHeld() throws IOException {
        long odd = LONG_AGO + 1_123_456_789;
        Item.Present placed = place(A, "", Item.ABSENT, attributes(0644, odd), KEEP);
        assertTrue(Math.abs(placed.attributes().modified() - odd) < replica.traits().timeGranularity());
        assertEquals(0, placed.attributes().modified() % replica.traits().timeGranularity());
    }

    @Test
    void extendedAttributesDoNotCountUnlessAskedFor() throws IOException {
        place(A, "", Item.ABSENT);
        assertEquals(List.of(), replica.extended(A));
        assertEquals(Attributes.NO_EXTENDED, present(A).attributes().extended());
        replica.setExtended(A, present(A), List.of(new ExtendedAttribute("user.x", bytes("1"))));
        reopen(new AttributeRules(true, 0777, false, true));
        editor.write(B, bytes(""));
        assertEquals(Attributes.NO_EXTENDED, present(B).attributes().extended());
    }

    @Test
    void extendedAttributesAreSetReplacedAndToldByADigest() throws IOException {
        reopen(new AttributeRules(true, 0777, false, true));
        assumeTrue(replica.traits().extended());
        ExtendedAttribute one = new ExtendedAttribute("user.one", bytes("1"));
        ExtendedAttribute two = new ExtendedAttribute("user.two", bytes(""));
        editor.write(A, bytes(""));
        Item.Present after = replica.setExtended(A, present(A), List.of(two, one));
        assertEquals(after, replica.look(A));
        assertEquals(Set.of(one, two), Set.copyOf(replica.extended(A)));
        Item.Present placed;
        try (Replica.Staged staged = replica.stage(B)) {
            staged.setExtended(List.of(one, two));
            staged.finish(attributes(0644, LONG_AGO));
            placed = replica.place(staged, B, Item.ABSENT, KEEP);
        }
        assertEquals(after.attributes().extended(), placed.attributes().extended());
        assertNotEquals(Attributes.NO_EXTENDED, placed.attributes().extended());
        Item.Present bare = replica.setExtended(B, placed, List.of());
        assertEquals(Attributes.NO_EXTENDED, bare.attributes().extended());
    }

    @Test
    void everythingIsStillThereAfterAFlush() throws IOException {
        place(A, "content", Item.ABSENT);
        replica.flush();
        assertEquals("content", content(A));
    }
}
