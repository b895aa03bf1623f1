package dev.tandem.sync.internal.replica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every side keeps to, whatever it is on. */
abstract class ReplicaContract {
    static final RawPath ROOT = RawPath.of(".");
    static final RawPath A = RawPath.of("a");
    static final RawPath B = RawPath.of("b");
    static final RawPath KEEP = RawPath.of(".tandem/versions/run 1/a");
    /** 2001-02-03T04:05:06Z, which FAT can hold too. */
    static final long LONG_AGO = 981_173_106_000_000_000L;

    Replica replica;
    TreeEditor editor;

    /** Opens the side under test, empty, and chooses its editor. */
    abstract Replica open(AttributeRules rules) throws IOException;

    abstract TreeEditor editor();

    @BeforeEach
    void begin() throws IOException {
        reopen(AttributeRules.USUAL);
    }

    void reopen(AttributeRules rules) throws IOException {
        if (replica != null) {
            replica.close();
        }
        replica = open(rules);
        editor = editor();
    }

    @AfterEach
    void end() throws IOException {
        replica.close();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    String content(RawPath path) throws IOException {
        return new String(editor.content(path), StandardCharsets.UTF_8);
    }

    Item.Present present(RawPath path) throws IOException {
        return assertInstanceOf(Item.Present.class, replica.look(path));
    }

    Set<String> names(RawPath directory) throws IOException {
        return replica.list(directory).stream().map(entry -> entry.name().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Attributes attributes(int permissions, long modified) {
        return new Attributes(permissions, 0, 0, modified, 0, 0, Attributes.NO_EXTENDED);
    }

    /** Places a file that was made a long time ago. */
    Item.Present place(RawPath path, String text, Item expected) throws IOException {
        return place(path, text, expected, attributes(0640, LONG_AGO), KEEP);
    }

    Item.Present place(RawPath path, String text, Item expected, Attributes attributes, RawPath keep)
            throws IOException {
        try (Replica.Staged staged = replica.stage(path)) {
            byte[] bytes = bytes(text);
            staged.write(bytes, 0, bytes.length / 2);
            staged.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
            staged.finish(attributes);
            return replica.place(staged, path, expected, keep);
        }
    }

    Item.Present placeLink(RawPath path, String target, Item expected) throws IOException {
        try (Replica.Staged staged = replica.stageLink(path, bytes(target))) {
            staged.finish(attributes(0777, LONG_AGO));
            return replica.place(staged, path, expected, KEEP);
        }
    }

    // Observing

    @Test
    void whatIsThereIsListedOnceWithWhatItIs() throws IOException {
        editor.write(A, bytes("12345"));
        editor.mkdir(B);
        editor.write(RawPath.of("b/inside"), bytes(""));
        Map<String, Item> found = new HashMap<>();
        for (Replica.Entry entry : replica.list(ROOT)) {
            assertEquals(null, found.put(entry.name().toString(), entry.item()));
            assertEquals(entry.item(), replica.look(ROOT.child(entry.name())));
        }
        assertEquals(Set.of("a", "b"), found.keySet());
        FileItem file = assertInstanceOf(FileItem.class, found.get("a"));
        assertEquals(5, file.size());
        assertFalse(file.isRead());
        assertEquals(RawName.of("a"), file.name());
        assertFalse(assertInstanceOf(DirectoryItem.class, found.get("b")).mount());
        assertEquals(Set.of("inside"), names(B));
    }

    @Test
    void ourOwnFolderIsHiddenInTheRootOnly() throws IOException {
        editor.write(A, bytes("old"));
        place(A, "new", present(A));
        editor.mkdir(B);
        editor.mkdir(RawPath.of("b/.tandem"));
        assertEquals(Set.of("a", "b"), names(ROOT));
        assertEquals(Set.of(".tandem"), names(B));
    }

    @Test
    void ofALinkTheTargetIsTold() throws IOException {
        assumeTrue(replica.traits().links());
        editor.link(A, bytes("b/nowhere"));
        LinkItem link = assertInstanceOf(LinkItem.class, replica.look(A));
        assertArrayEquals(bytes("b/nowhere"), link.target());
        assertEquals(List.of(new Replica.Entry(RawName.of("a"), link)), replica.list(ROOT));
    }

    @Test
    void nothingIsAbsent() throws IOException {
        editor.write(A, bytes(""));
        assertEquals(Item.ABSENT, replica.look(B));
        assertEquals(Item.ABSENT, replica.look(RawPath.of("b/c/d")));
        assertEquals(Item.ABSENT, replica.look(RawPath.of("a/below a file")));
    }

    @Test
    void theRootIsADirectory() throws IOException {
        assertInstanceOf(DirectoryItem.class, replica.look(ROOT));
        assertEquals(List.of(), replica.list(ROOT));
    }

    @Test
    void onlyADirectoryIsListed() throws IOException {
        editor.write(A, bytes(""));
        assertThrows(NotDirectoryException.class, () -> replica.list(A));
        assertThrows(NoSuchFileException.class, () -> replica.list(B));
        assertThrows(NoSuchFileException.class, () -> replica.list(RawPath.of("b/c")));
    }

    @Test
    void onlyARegularFileIsRead() throws IOException {
        editor.mkdir(A);
        assertThrows(FileSystemException.class, () -> replica.read(A));
        assertThrows(NoSuchFileException.class, () -> replica.read(B));
    }

    @Test
    void aFileIsReadToItsEnd() throws IOException {
        byte[] content = new byte[300_001];
        new java.util.Random(1).nextBytes(content);
        editor.write(A, content);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Replica.Source source = replica.read(A)) {
            assertEquals(replica.look(A), source.stat());
            byte[] buffer = new byte[70_000];
            for (int count = source.read(buffer, 5, 60_000); count > 0; count = source.read(buffer, 5, 60_000)) {
                all.write(buffer, 5, count);
            }
        }
        assertArrayEquals(content, all.toByteArray());
    }

    @Test
    void anOpenFileTellsThatItWasWrittenTo() throws IOException {
        editor.write(A, bytes("1"));
        try (Replica.Source source = replica.read(A)) {
            Item.FileItem before = source.stat();
            editor.write(A, bytes("12"));
            assertNotEquals(before, source.stat());
            assertEquals(replica.look(A), source.stat());
        }
    }

    // Names

    @ParameterizedTest
    @ValueSource(strings = {"plain", "Grüße 日本", "line\nbreak", "-rf", " x ", "...", "%41+?#", "\\"})
    void anyNameIsAName(String text) throws IOException {
        anyNameIsAName(RawName.of(text));
    }

    @Test
    void aNameNeedNotBeText() throws IOException {
        anyNameIsAName(RawName.of(new byte[] {(byte) 0xff, 'a', (byte) 0xc3}));
    }

    private void anyNameIsAName(RawName name) throws IOException {
        RawPath directory = ROOT.child(name);
        RawPath file = directory.child(name);
        replica.makeDirectory(directory, attributes(0755, LONG_AGO));
        Item.Present placed = place(file, "1", Item.ABSENT);
        assertEquals(name, placed.name());
        assertEquals(name, replica.list(ROOT).getFirst().name());
        assertEquals(name, replica.list(directory).getFirst().name());
        Item.Present replaced = place(file, "22", placed, attributes(0644, LONG_AGO), ROOT.child(".tandem").child(name)
                .child(name));
        assertEquals("22", content(file));
        assertEquals("1", content(ROOT.child(".tandem").child(name).child(name)));
        replica.putAside(file, replaced, RawPath.of(".tandem/x"));
        replica.bringBack(RawPath.of(".tandem/x"), file);
        replica.move(file, directory.child("moved"), present(file));
        assertEquals("22", content(directory.child("moved")));
    }

    @Test
    void pathsMayBeLong() throws IOException {
        RawPath deep = ROOT;
        for (int i = 0; i < 12; i++) {
            deep = deep.child("d".repeat(200));
            replica.makeDirectory(deep, attributes(0755, LONG_AGO));
        }
        RawPath file = deep.child("file");
        Item.Present placed = place(file, "1", Item.ABSENT, attributes(0644, LONG_AGO), KEEP);
        RawPath keep = RawPath.of(".tandem");
        for (RawName name : file.names()) {
            keep = keep.child(name);
        }
        place(file, "22", placed, attributes(0644, LONG_AGO), keep);
        assertEquals("22", content(file));
        assertEquals("1", content(keep));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "a/../../outside", "/absolute", ".", ".tandem", ".tandem/versions/x"})
    void onlyWhatIsInTheTreeIsChanged(String text) throws IOException {
        RawPath path = RawPath.of(text);
        editor.mkdir(A);
        editor.write(B, bytes("b"));
        Item.Present b = present(B);
        assertThrows(IllegalArgumentException.class, () -> replica.stage(path));
        assertThrows(IllegalArgumentException.class, () -> replica.makeDirectory(path, attributes(0755, LONG_AGO)));
        assertThrows(IllegalArgumentException.class, () -> replica.putAside(path, b, KEEP));
        assertThrows(IllegalArgumentException.class, () -> replica.removeDirectory(path));
        assertThrows(IllegalArgumentException.class, () -> replica.move(path, RawPath.of("c"), b));
        assertThrows(IllegalArgumentException.class, () -> replica.move(B, path, b));
        assertThrows(IllegalArgumentException.class,
                () -> replica.setAttributes(path, b, attributes(0755, LONG_AGO)));
        assertEquals("b", content(B));
    }

    @ParameterizedTest
    @ValueSource(strings = {"b", ".tandem", ".tandem/../b", "x/.tandem/y"})
    void versionsAreKeptInOurOwnFolderOnly(String text) throws IOException {
        editor.write(A, bytes("old"));
        Item.Present a = present(A);
        assertThrows(IllegalArgumentException.class, () -> replica.putAside(A, a, RawPath.of(text)));
        assertThrows(IllegalArgumentException.class, () -> place(A, "new", a, attributes(0644, LONG_AGO),
                RawPath.of(text)));
        assertThrows(IllegalArgumentException.class, () -> replica.bringBack(RawPath.of(text), B));
        assertEquals("old", content(A));
    }

    // Links on the way

    @Test
    void aLinkOnTheWayIsNoDirectory() throws IOException {
        assumeTrue(replica.traits().links());
        editor.mkdir(A);
        editor.write(RawPath.of("a/file"), bytes("precious"));
        editor.mkdir(RawPath.of("a/empty"));
        Item.Present file = present(RawPath.of("a/file"));
        editor.link(RawPath.of("link"), bytes("a"));
        RawPath through = RawPath.of("link/file");
        assertEquals(Item.ABSENT, replica.look(through));
        assertThrows(IOException.class, () -> replica.list(RawPath.of("link")));
        assertThrows(NoSuchFileException.class, () -> replica.list(RawPath.of("link/empty")));
        assertThrows(NoSuchFileException.class, () -> replica.read(through));
        assertThrows(IOException.class, () -> place(through, "evil", file));
        assertThrows(IOException.class, () -> place(RawPath.of("link/new"), "evil", Item.ABSENT));
        assertThrows(IOException.class, () -> replica.makeDirectory(RawPath.of("link/d"), attributes(0755, LONG_AGO)));
        assertThrows(IOException.class, () -> replica.putAside(through, file, KEEP));
        assertThrows(IOException.class, () -> replica.removeDirectory(RawPath.of("link/empty")));
        assertThrows(IOException.class, () -> replica.removeDirectory(RawPath.of("link")));
        assertThrows(IOException.class, () -> replica.move(through, B, file));
        assertThrows(IOException.class, () -> replica.move(RawPath.of("a/file"), RawPath.of("link/moved"), file));
        assertThrows(IOException.class, () -> replica.setAttributes(through, file, attributes(0777, LONG_AGO)));
        assertEquals(Set.of("file", "empty"), names(A));
        assertEquals("precious", content(RawPath.of("a/file")));
        assertEquals(file, replica.look(RawPath.of("a/file")));
    }

    @Test
    void aLinkThatCameAfterStagingIsNotWrittenThrough() throws IOException {
        assumeTrue(replica.traits().links());
        editor.mkdir(A);
        editor.mkdir(B);
        RawPath path = RawPath.of("a/file");
        try (Replica.Staged staged = replica.stage(path)) {
            staged.finish(attributes(0644, LONG_AGO));
            editor.delete(A);
            editor.link(A, bytes("b"));
            assertThrows(IOException.class, () -> replica.place(staged, path, Item.ABSENT, KEEP));
        }
        assertEquals(Set.of(), names(B));
    }

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
