package dev.tandem.sync.internal.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWriter.TargetFile;
import dev.tandem.scanner.SystemReader;
import dev.tandem.scanner.SystemWriter;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody else does in the moment between looking and changing is not lost. */
class LocalRacesTest {
    private static final RawPath A = RawPath.of("a");
    private static final RawPath KEEP = RawPath.of(".tandem/versions/1/a");
    private static final Attributes OLD = new Attributes(0644, 0, 0, 981_173_106_000_000_000L, 0, 0,
            Attributes.NO_EXTENDED);

    @TempDir
    Path folder;

    private final HookedFiles files = new HookedFiles();
    private LocalReplica replica;
    private Path root;
    private Path a;
    private Path kept;

    @BeforeEach
    void open() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        a = root.resolve("a");
        kept = root.resolve(".tandem/versions/1/a");
        replica = LocalReplica.open(RawPath.of(root), files.around(new SystemReader()),
                files.around(new SystemWriter()), AttributeRules.USUAL);
    }

    @AfterEach
    void close() throws IOException {
        assertTrue(files.isDone(), "what was planned did not happen");
        if (Files.exists(root.resolve(".tandem/temp"))) {
            replica.close();
        }
    }

    private Item.Present place(String content, Item expected) throws IOException {
        return place(content, expected, () -> { });
    }

    private Item.Present place(String content, Item expected, Runnable plan) throws IOException {
        try (Replica.Staged staged = replica.stage(A)) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            staged.write(bytes, 0, bytes.length);
            staged.finish(OLD);
            plan.run();
            return replica.place(staged, A, expected, KEEP);
        }
    }

    private Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        replica.list(RawPath.of(".")).forEach(entry -> names.add(entry.name().toString()));
        return names;
    }

    private Item.Present present() throws IOException {
        return (Item.Present) replica.look(A);
    }

    private void requireExchange() throws IOException {
        Files.writeString(folder.resolve("x"), "x");
        Files.writeString(folder.resolve("y"), "y");
        assumeTrue(new SystemWriter().exchange(RawPath.of(folder.resolve("x")), RawPath.of(folder.resolve("y"))),
                "files cannot be exchanged here");
    }

    @Test
    void anEditJustBeforeTheExchangeIsPutBack() throws IOException {
        requireExchange();
        Files.writeString(a, "old");
        Item.Present seen = present();
        files.before("exchange", () -> Files.writeString(a, "edited"));
        assertThrows(ChangedException.class, () -> place("new", seen));
        assertEquals("edited", Files.readString(a));
        assertTrue(Files.notExists(kept));
        assertEquals(Set.of("a"), names());
    }

    @Test
    void aDirectoryThatAppearsJustBeforeTheExchangeIsPutBack() throws IOException {
        requireExchange();
        Files.writeString(a, "old");
        Item.Present seen = present();
        files.before("exchange", () -> {
            Files.delete(a);
            Files.createDirectory(a);
            Files.writeString(a.resolve("inside"), "precious");
        });
        assertThrows(ChangedException.class, () -> place("new", seen));
        assertEquals("precious", Files.readString(a.resolve("inside")));
        assertTrue(Files.notExists(kept));
    }

    @Test
    void aDeletionJustBeforeTheExchangeStays() throws IOException {
        requireExchange();
        Files.writeString(a, "old");
        Item.Present seen = present();
        files.before("exchange", () -> Files.delete(a));
        assertThrows(ChangedException.class, () -> place("new", seen));
        assertEquals(Set.of(), names());
        assertTrue(Files.notExists(kept));
    }

    @Test
    void ofTwoEditsAroundTheExchangeNoneIsLost() throws IOException {
        requireExchange();
        Files.writeString(a, "old");
        Item.Present seen = present();
        files.before("exchange", () -> Files.writeString(a, "first edit"));
        files.before("exchange", () -> Files.writeString(a, "second edit"));
        ChangedException thrown = assertThrows(ChangedException.class, () -> place("new", seen));
        assertEquals("second edit", Files.readString(a));
        assertEquals("first edit", Files.readString(kept));
        assertTrue(thrown.getMessage().contains(kept.toString()), thrown.getMessage());
    }

    @Test
    void aDeletionOfWhatWasJustPlacedBringsBackTheEditBefore() throws IOException {
        requireExchange();
        Files.writeString(a, "old");
        Item.Present seen = present();
        files.before("exchange", () -> Files.writeString(a, "edited"));
        files.before("exchange", () -> Files.delete(a));
        assertThrows(ChangedException.class, () -> place("new", seen));
        assertEquals("edited", Files.readString(a));
        assertTrue(Files.notExists(kept));
    }

    @Test
    void whereNothingIsExchangedAnEditIsPutBackToo() throws IOException {
        files.answer("exchange", arguments -> false);
        Files.writeString(a, "old");
        Item.Present seen = present();
        files.skip("renameNew", "renameNew");
        files.before("renameNew", () -> Files.writeString(a, "edited"));
        assertThrows(ChangedException.class, () -> place("new", seen));
        assertEquals("edited", Files.readString(a));
        assertTrue(Files.notExists(kept));
        assertEquals(Set.of("a"), names());
    }

    @Test
    void whereNothingIsExchangedAFileThatComesFirstStaysAndTheVersionIsKept() throws IOException {
        files.answer("exchange", arguments -> false);
        Files.writeString(a, "old");
        Item.Present seen = present();
        files.skip("renameNew", "renameNew", "renameNew");
        files.before("renameNew", () -> Files.writeString(a, "precious"));
        assertThrows(ChangedException.class, () -> place("new", seen));
        assertEquals("precious", Files.readString(a));
        assertEquals("old", Files.readString(kept));
    }

    @Test
    void aFailureAfterTheOldFileIsOutPutsItBack() throws IOException {
        files.answer("exchange", arguments -> false);
        Files.writeString(a, "old");
        Item.Present seen = present();
        files.skip("renameNew", "renameNew", "renameNew");
        files.before("renameNew", () -> {
            throw new FileSystemException("a", null, "No space left on device");
        });
        FileSystemException thrown = assertThrows(FileSystemException.class, () -> place("new", seen));
        assertEquals("No space left on device", thrown.getReason());
        assertEquals("old", Files.readString(a));
        assertTrue(Files.notExists(kept));
    }

    @Test
    void aFailedExchangeLeavesTheOldFile() throws IOException {
        Files.writeString(a, "old");
        Item.Present seen = present();
        files.before("exchange", () -> {
            throw new FileSystemException("a", null, "Input/output error");
        });
        assertThrows(FileSystemException.class, () -> place("new", seen));
        assertEquals("old", Files.readString(a));
        assertTrue(Files.notExists(kept));
        assertEquals(Set.of("a"), names());
    }

    @Test
    void aFileThatComesJustBeforeStays() throws IOException {
        files.before("renameNew", () -> Files.writeString(a, "precious"));
        assertThrows(ChangedException.class, () -> place("new", Item.ABSENT));
        assertEquals("precious", Files.readString(a));
    }

    @Test
    void anEditJustBeforePuttingAsideIsPutBack() throws IOException {
        Files.writeString(a, "old");
        Item.Present seen = present();
        files.before("renameNew", () -> Files.writeString(a, "edited"));
        assertThrows(ChangedException.class, () -> replica.putAside(A, seen, KEEP));
        assertEquals("edited", Files.readString(a));
        assertTrue(Files.notExists(kept));
    }

    @Test
    void ofTwoEditsAroundPuttingAsideNoneIsLost() throws IOException {
        Files.writeString(a, "old");
        Item.Present seen = present();
        files.before("renameNew", () -> Files.writeString(a, "first edit"));
        files.before("renameNew", () -> Files.writeString(a, "second edit"));
        assertThrows(ChangedException.class, () -> replica.putAside(A, seen, KEEP));
        assertEquals("second edit", Files.readString(a));
        assertEquals("first edit", Files.readString(kept));
    }

    @Test
    void whatTakesTheTargetOfAMoveJustBeforeStays() throws IOException {
        Files.writeString(a, "a");
        Item.Present seen = present();
        files.before("renameNew", () -> Files.writeString(root.resolve("b"), "precious"));
        assertThrows(ChangedException.class, () -> replica.move(A, RawPath.of("b"), seen));
        assertEquals("a", Files.readString(a));
        assertEquals("precious", Files.readString(root.resolve("b")));
    }

    @Test
    void anEditJustBeforeAMoveIsPutBack() throws IOException {
        Files.writeString(a, "old");
        Item.Present seen = present();
        files.before("renameNew", () -> Files.writeString(a, "edited"));
        assertThrows(ChangedException.class, () -> replica.move(A, RawPath.of("b"), seen));
        assertEquals("edited", Files.readString(a));
        assertEquals(Set.of("a"), names());
    }

    @Test
    void aFileThatTakesThePlaceOfADirectoryJustBeforeItIsRemovedStays() throws IOException {
        Files.createDirectory(a);
        files.before("deleteDirectory", () -> {
            Files.delete(a);
            Files.writeString(a, "precious");
        });
        assertThrows(IOException.class, () -> replica.removeDirectory(A));
        assertEquals("precious", Files.readString(a));
    }

    @Test
    void anEditJustAfterIsNotTakenForWhatWasPlaced() throws IOException {
        Item.Present placed = place("new", Item.ABSENT, () -> {
            files.skip("stat", "stat", "renameNew");
            files.before("stat", () -> Files.writeString(a, "edited"));
        });
        assertEquals(3, ((Item.FileItem) placed).size());
        assertNotEquals(placed, replica.look(A));
        assertEquals("edited", Files.readString(a));
    }

    @Test
    void aDirectoryThatIsReplacedWhileItIsListedIsNotTakenForEmpty() throws IOException {
        Files.createDirectory(a);
        Files.writeString(a.resolve("file"), "");
        files.skip("stat", "stat");
        files.before("stat", () -> {
            Files.move(a, folder.resolve("elsewhere"));
            Files.createDirectory(a);
        });
        assertThrows(FileSystemException.class, () -> replica.list(A));
    }

    @Test
    void anEntryThatVanishesWhileItIsListedIsLeftOut() throws IOException {
        Files.writeString(a, "");
        Files.writeString(root.resolve("b"), "");
        files.before("names", () -> Files.delete(a));
        assertEquals(Set.of("b"), names());
        Files.writeString(a, "");
        files.skip("stat");
        files.before("stat", () -> {
            Files.deleteIfExists(a);
            Files.deleteIfExists(root.resolve("b"));
        });
        assertEquals(Set.of(), names());
    }

    @Test
    void anEntryThatCannotBeLookedAtIsUnknown() throws IOException {
        Files.writeString(a, "");
        files.skip("stat");
        files.before("stat", () -> {
            throw new FileSystemException("a", null, "Input/output error");
        });
        assertEquals(List.of(new Item.Unknown("Input/output error")),
                replica.list(RawPath.of(".")).stream().map(Replica.Entry::item).toList());
        files.skip("stat");
        files.before("stat", () -> {
            throw new FileSystemException("a", null, "Input/output error");
        });
        assertEquals(new Item.Unknown("Input/output error"), replica.look(A));
    }

    @Test
    void aRootThatIsGoneOrAnotherIsNotTakenForEmpty() throws IOException {
        Files.writeString(a, "");
        Files.move(root, folder.resolve("moved"));
        assertThrows(FileSystemException.class, () -> replica.list(RawPath.of(".")));
        assertThrows(FileSystemException.class, () -> replica.look(A));
        Files.createDirectory(root);
        FileSystemException thrown = assertThrows(FileSystemException.class, () -> replica.list(RawPath.of(".")));
        assertTrue(thrown.getReason().contains("another folder"), thrown.getReason());
        assertThrows(FileSystemException.class, () -> replica.look(A));
        assertThrows(FileSystemException.class, () -> replica.makeDirectory(A, OLD));
        Files.delete(root);
        Files.move(folder.resolve("moved"), root);
        assertEquals(Set.of("a"), names());
    }

    /** With the exchange in one step, and without. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whateverStepARunDiesAtTheOldOrTheNewFileIsThereAndTheOldIsNotLost(boolean exchange) throws IOException {
        Set<String> found = new TreeSet<>();
        for (int step = 0; step < 12; step++) {
            files.forget();
            Files.deleteIfExists(kept);
            Files.writeString(a, "old");
            Item.Present seen = present();
            if (!exchange) {
                files.answer("exchange", arguments -> false);
            }
            files.killAfter(step);
            try (Replica.Staged staged = replica.stage(A)) {
                staged.write("new".getBytes(StandardCharsets.UTF_8), 0, 3);
                staged.finish(OLD);
                replica.place(staged, A, seen, KEEP);
            } catch (Killed died) {
                found.add("died");
            }
            files.forget();
            // The next run cleans up.
            LocalReplica.open(RawPath.of(root), new SystemReader(), new SystemWriter(), AttributeRules.USUAL,
                    () -> Instant.now().plus(Duration.ofDays(2))).close();
            String there = Files.exists(a) ? Files.readString(a) : "nothing";
            assertTrue(Set.of("old", "new").contains(there) || !exchange, "step " + step + ": " + there);
            assertEquals("old", there.equals("old") ? there : Files.readString(kept), "step " + step);
            found.add(there);
        }
        assertEquals(exchange ? Set.of("died", "new", "old") : Set.of("died", "new", "nothing", "old"), found);
    }

    @Test
    void whoeverIsFasterNoVersionIsLost() throws Exception {
        int edits = 300;
        Path next = root.resolve("next");
        Files.writeString(a, "");
        Thread somebody = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 1; i <= edits; i++) {
                    Files.writeString(next, "e".repeat(i));
                    Files.move(next, a, StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
        Path versions = root.resolve(".tandem/versions/1");
        int attempts = 0;
        int placed = 0;
        while (somebody.isAlive() || placed == 0) {
            Item.Present seen = present();
            String version = "a" + attempts++;
            try (Replica.Staged staged = replica.stage(A)) {
                staged.write("sync".getBytes(StandardCharsets.UTF_8), 0, 4);
                staged.finish(OLD);
                replica.place(staged, A, seen, RawPath.of(".tandem/versions/1/" + version));
                assertEquals(((Item.FileItem) seen).size(), Files.size(versions.resolve(version)));
                placed++;
            } catch (ChangedException slower) {
                assertTrue(Files.notExists(versions.resolve(version))
                        || slower.getMessage().contains(version), slower.getMessage());
            }
        }
        somebody.join();
        assertTrue(Files.size(a) == edits || holds(versions, edits), "the last edit is gone");
    }

    private static boolean holds(Path versions, long size) throws IOException {
        try (var all = Files.list(versions)) {
            return all.anyMatch(version -> version.toFile().length() == size);
        }
    }

    @Test
    void whereFlushingDoesNotReachContentEachFileIsForced() throws IOException {
        List<String> forced = new ArrayList<>();
        files.answer("createFile", arguments -> HookedFiles.recording(TargetFile.class,
                new SystemWriter().createFile((RawPath) arguments[0]), forced));
        place("new", Item.ABSENT);
        assertEquals(List.of("write", "close", "close"), forced);
        forced.clear();
        files.answer("flushesAll", arguments -> false);
        place("newer", present());
        assertEquals(List.of("write", "force", "close", "close"), forced);
    }

    @Test
    void aNewFileHasTheGroupAndTheRightsThatItsDirectoryPassesOn() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root may choose any group");
        Path shared = Files.createDirectory(root.resolve("shared"));
        SystemWriter writer = new SystemWriter();
        SystemReader reader = new SystemReader();
        Files.setAttribute(shared, "unix:gid", 4321);
        Files.setAttribute(shared, "unix:mode", 02775);
        // Version 2; user::rwx, user:4321:rw-, group::r-x, mask::rwx, other::r-x.
        byte[] acl = HexFormat.of().parseHex("02000000" + "01000700ffffffff" + "02000600e1100000" + "04000500ffffffff"
                + "10000700ffffffff" + "20000500ffffffff");
        RawPath directory = RawPath.of(shared);
        assumeTrue(writer.setMetadata(directory, reader.stat(directory),
                List.of(new ExtendedAttribute("system.posix_acl_default", acl))).isEmpty(), "no ACLs here");
        try (Replica.Staged staged = replica.stage(RawPath.of("shared/file"))) {
            staged.finish(OLD);
            replica.place(staged, RawPath.of("shared/file"), Item.ABSENT, KEEP);
        }
        replica.makeDirectory(RawPath.of("shared/d"), OLD.withPermissions(0755));
        RawPath byHand = RawPath.of(Files.createFile(shared.resolve("by hand")));
        FileStat expected = reader.stat(byHand);
        FileStat placed = reader.stat(directory.child("file"));
        assertEquals(4321, expected.gid());
        assertEquals(expected.gid(), placed.gid());
        assertEquals(0644, placed.permissions());
        assertEquals(List.of("system.posix_acl_access"),
                reader.attributes(directory.child("file")).stream().map(ExtendedAttribute::name).toList());
        assertEquals(02755, reader.stat(directory.child("d")).permissions());
        assertEquals(4321, reader.stat(directory.child("d")).gid());
    }

    @Test
    void aSpecialFileIsInTheWay() throws IOException {
        new SystemWriter().createSpecial(RawPath.of(a), FileType.FIFO, 0);
        Item.Present seen = present();
        assertEquals(FileType.FIFO, seen.type());
        assertThrows(ChangedException.class, () -> place("new", Item.ABSENT));
        assertThrows(IllegalArgumentException.class, () -> place("new", seen));
        assertThrows(FileSystemException.class, () -> replica.read(A));
        assertEquals(seen, present());
    }
}
