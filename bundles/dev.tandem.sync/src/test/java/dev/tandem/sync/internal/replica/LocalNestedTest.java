package dev.tandem.sync.internal.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.FileStat;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scanner.SystemReader;
import dev.tandem.scanner.SystemWriter;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system nested in the root: its versions are copied to where the others are. */
class LocalNestedTest {
    private static final RawPath MOUNT = RawPath.of("mount");
    private static final RawPath FILE = RawPath.of("mount/file");
    private static final RawPath KEEP = RawPath.of(".tandem/versions/1/mount/file");
    private static final Attributes OLD = new Attributes(0644, 0, 0, 981_173_106_000_000_000L, 0, 0,
            Attributes.NO_EXTENDED);

    @TempDir
    Path folder;

    private final HookedFiles files = new HookedFiles();
    private final List<String> flushed = new ArrayList<>();
    private Path mount;
    private Path file;
    private Path kept;
    private LocalReplica replica;

    @BeforeEach
    void open() throws IOException {
        mount = Files.createDirectory(folder.resolve("mount"));
        file = mount.resolve("file");
        kept = folder.resolve(".tandem/versions/1/mount/file");
        replica = open(InstantSource.system());
    }

    private LocalReplica open(InstantSource clock) throws IOException {
        return LocalReplica.open(RawPath.of(folder), reader(), writer(), AttributeRules.USUAL, clock);
    }

    @AfterEach
    void close() throws IOException {
        assertTrue(files.isDone(), "what was planned did not happen");
        replica.close();
    }

    /** Whatever is below the folder tells of another device, and nothing can be renamed across. */
    private LocalReader reader() {
        SystemReader real = new SystemReader();
        files.answer("stat", arguments -> isNested(arguments[0]) ? onAnotherDevice(real.stat((RawPath) arguments[0]))
                : HookedFiles.GO_ON);
        return files.around(real);
    }

    private LocalWriter writer() {
        for (String call : List.of("rename", "renameNew", "exchange")) {
            files.answer(call, arguments -> {
                if (isNested(arguments[0]) != isNested(arguments[1])) {
                    throw new AtomicMoveNotSupportedException(arguments[0].toString(), null, "Invalid cross-device link");
                }
                return HookedFiles.GO_ON;
            });
        }
        files.answer("flush", arguments -> {
            flushed.add(RawPath.of(folder).equals(arguments[0]) ? "root" : arguments[0].toString());
            return HookedFiles.GO_ON;
        });
        return files.around(new SystemWriter());
    }

    private boolean isNested(Object path) {
        return ((RawPath) path).startsWith(RawPath.of(mount));
    }

    private static FileStat onAnotherDevice(FileStat s) {
        return new FileStat(s.type(), s.permissions(), s.size(), s.allocated(), s.modified(), s.accessed(), s.changed(),
                s.uid(), s.gid(), s.device() + 1, s.inode(), s.links(), s.rawDevice());
    }

    private Item.Present place(String content, Item expected) throws IOException {
        try (Replica.Staged staged = replica.stage(FILE)) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            staged.write(bytes, 0, bytes.length);
            assertEquals(List.of(), replica.list(MOUNT).stream()
                    .filter(entry -> !entry.name().toString().equals("file")).toList());
            staged.finish(OLD);
            return replica.place(staged, FILE, expected, KEEP);
        }
    }

    private Item.Present present() throws IOException {
        return assertInstanceOf(Item.Present.class, replica.look(FILE));
    }

    private Set<String> onDisk() throws IOException {
        try (var names = Files.list(mount)) {
            return new TreeSet<>(names.map(path -> path.getFileName().toString()).toList());
        }
    }

    @Test
    void theDirectoryWhereAnotherFileSystemBeginsIsMarked() throws IOException {
        Files.createDirectory(mount.resolve("inside"));
        assertTrue(assertInstanceOf(Item.DirectoryItem.class, replica.look(MOUNT)).mount());
        assertTrue(assertInstanceOf(Item.DirectoryItem.class, replica.list(RawPath.of(".")).getFirst().item()).mount());
        assertFalse(assertInstanceOf(Item.DirectoryItem.class, replica.look(RawPath.of("mount/inside"))).mount());
        assertFalse(assertInstanceOf(Item.DirectoryItem.class, replica.list(MOUNT).getFirst().item()).mount());
    }

    @Test
    void aFileIsPlacedAndTheOneBeforeCopied() throws IOException {
        Item.Present first = place("first", Item.ABSENT);
        assertEquals(Set.of("file"), onDisk());
        Item.Present second = place("second", first);
        assertEquals(second, replica.look(FILE));
        assertEquals("second", Files.readString(file));
        assertEquals("first", Files.readString(kept));
        assertEquals(OLD.modifiedTime(), Files.getLastModifiedTime(kept).toInstant());
        assertEquals(Set.of("file"), onDisk());
    }

    @Test
    void whatIsPutAsideComesBack() throws IOException {
        place("content", Item.ABSENT);
        replica.putAside(FILE, present(), KEEP);
        assertEquals(Set.of(), onDisk());
        assertEquals("content", Files.readString(kept));
        replica.bringBack(KEEP, FILE);
        assertEquals(Set.of("file"), onDisk());
        assertEquals("content", Files.readString(file));
        assertEquals(OLD.modifiedTime(), Files.getLastModifiedTime(file).toInstant());
        assertTrue(Files.notExists(kept));
    }

    @Test
    void linksAreKeptToo() throws IOException {
        Files.createSymbolicLink(file, Path.of("target"));
        replica.putAside(FILE, present(), KEEP);
        assertEquals(Path.of("target"), Files.readSymbolicLink(kept));
        replica.bringBack(KEEP, FILE);
        assertEquals(Path.of("target"), Files.readSymbolicLink(file));
    }

    @Test
    void anEditJustBeforeIsPutBackAndNothingElseStays() throws IOException {
        Files.writeString(file, "old");
        Item.Present seen = present();
        files.before("exchange", () -> Files.writeString(file, "edited"));
        assertThrows(ChangedException.class, () -> place("new", seen));
        assertEquals("edited", Files.readString(file));
        assertEquals(Set.of("file"), onDisk());
        assertTrue(Files.notExists(kept));
        Item.Present edited = present();
        files.before("renameNew", () -> Files.writeString(file, "edited again"));
        assertThrows(ChangedException.class, () -> replica.putAside(FILE, edited, KEEP));
        assertEquals("edited again", Files.readString(file));
        assertEquals(Set.of("file"), onDisk());
        assertTrue(Files.notExists(kept));
    }

    @Test
    void anEarlierVersionIsNotReplaced() throws IOException {
        Files.createDirectories(kept.getParent());
        Files.writeString(kept, "precious");
        Files.writeString(file, "old");
        Item.Present seen = present();
        assertThrows(IOException.class, () -> place("new", seen));
        assertThrows(IOException.class, () -> replica.putAside(FILE, seen, KEEP));
        assertEquals("old", Files.readString(file));
        assertEquals("precious", Files.readString(kept));
        assertEquals(Set.of("file"), onDisk());
    }

    @Test
    void aFileIsMovedAcrossByCopyingIt() throws IOException {
        place("content", Item.ABSENT);
        Item.Present moved = replica.move(FILE, RawPath.of("x"), present());
        assertEquals(moved, replica.look(RawPath.of("x")));
        assertEquals("content", Files.readString(folder.resolve("x")));
        assertEquals(OLD.modified(), moved.attributes().modified());
        assertEquals(Set.of(), onDisk());
        replica.move(RawPath.of("x"), FILE, moved);
        assertEquals(Set.of("file"), onDisk());
        assertTrue(Files.notExists(folder.resolve("x")));
    }

    @Test
    void whatIsMovedAcrossReplacesNothingAndLosesNoEdit() throws IOException {
        Files.writeString(file, "content");
        Files.writeString(folder.resolve("x"), "precious");
        assertThrows(ChangedException.class, () -> replica.move(FILE, RawPath.of("x"), present()));
        assertEquals("precious", Files.readString(folder.resolve("x")));
        Item.Present seen = present();
        files.before("renameNew", () -> Files.writeString(file, "edited"));
        assertThrows(ChangedException.class, () -> replica.move(FILE, RawPath.of("y"), seen));
        assertEquals("edited", Files.readString(file));
        assertEquals(Set.of("file"), onDisk());
        assertTrue(Files.notExists(folder.resolve("y")));
    }

    @Test
    void aDirectoryIsNotMovedAcross() throws IOException {
        Files.createDirectory(file);
        assertThrows(AtomicMoveNotSupportedException.class, () -> replica.move(FILE, RawPath.of("x"), present()));
        assertTrue(Files.isDirectory(file));
        assertTrue(Files.notExists(folder.resolve("x")));
    }

    @Test
    void whatARunLeftBesideTheTreeIsHiddenAndRemovedWhenItIsOld() throws IOException {
        String leftover = ".~tandem-0123456789abcdef.tmp";
        Files.createDirectory(mount.resolve(leftover));
        assertEquals(1, replica.list(MOUNT).size(), "a folder is not ours");
        Files.delete(mount.resolve(leftover));
        Files.writeString(mount.resolve(leftover), "");
        assertEquals(List.of(), replica.list(MOUNT));
        assertEquals(Set.of(leftover), onDisk());
        try (LocalReplica later = open(() -> Instant.now().plus(Duration.ofDays(2)))) {
            assertEquals(List.of(), later.list(MOUNT));
        }
        assertEquals(Set.of(), onDisk());
    }

    @Test
    void bothFileSystemsAreFlushedAsFarAsTheyWereChanged() throws IOException {
        flushed.clear();
        replica.flush();
        assertEquals(List.of("root"), flushed);
        replica.makeDirectory(RawPath.of("mount/d"), OLD);
        replica.makeDirectory(RawPath.of("mount/d/e"), OLD);
        flushed.clear();
        replica.flush();
        assertEquals(List.of("root", mount.toString()), flushed);
    }
}
