package dev.tandem.sync.internal.replica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

/** What every side keeps to when it is observed, whatever it is on. */
abstract class ObservedReplicaContract {
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
}
