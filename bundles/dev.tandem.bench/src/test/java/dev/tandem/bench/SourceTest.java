package dev.tandem.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTest {
    private static final List<Integer> THOUSAND = IntStream.range(0, 1000).boxed().toList();

    @TempDir
    private Path folder;

    @Test
    void theSameSeedChoosesTheSameHundredthAndAnotherSeedAnotherOne() {
        List<Integer> chosen = Change.onePercent(THOUSAND, 5);
        assertEquals(10, new HashSet<>(chosen).size());
        assertEquals(chosen, Change.onePercent(THOUSAND, 5));
        assertNotEquals(chosen, Change.onePercent(THOUSAND, 6));
    }

    @Test
    void ofAFewItemsOneIsChosenAndOfNoneNone() {
        assertEquals(1, Change.onePercent(List.of("only"), 0).size());
        assertEquals(List.of(), Change.onePercent(List.of(), 0));
    }

    @Test
    void ofALargeFileAHundredthChangesAndTheSameChangeUndoesIt() throws IOException {
        Path file = Files.write(folder.resolve("large"), new byte[20_000_000]);
        Change.invert(file, 3);
        assertEquals(200_000, differentBytes(Files.readAllBytes(file)));
        Change.invert(file, 3);
        assertEquals(0, differentBytes(Files.readAllBytes(file)));
    }

    private static long differentBytes(byte[] content) {
        return IntStream.range(0, content.length).filter(i -> content[i] != 0).count();
    }

    @Test
    void aSmallFileChangesAsAWhole() throws IOException {
        Path file = Files.write(folder.resolve("small"), new byte[3]);
        Change.invert(file, 3);
        assertArrayEquals(new byte[] {-1, -1, -1}, Files.readAllBytes(file));
    }

    @Test
    void aDifferenceOfAnyKindIsFound() throws IOException {
        Path expected = tree("expected");
        Path actual = tree("actual");
        assertEquals(List.of(), Folders.differences(expected, actual));

        Files.writeString(actual.resolve("content"), "b");
        Files.setLastModifiedTime(actual.resolve("content"), FileTime.fromMillis(1));
        Files.setPosixFilePermissions(actual.resolve("mode"), PosixFilePermissions.fromString("rwx------"));
        Files.setLastModifiedTime(actual.resolve("time"), FileTime.fromMillis(2));
        Files.delete(actual.resolve("missing"));
        Files.createFile(actual.resolve("new"));
        Files.setLastModifiedTime(actual, FileTime.fromMillis(1));
        assertEquals(List.of("content", "missing", "mode", "new", "time"), Folders.differences(expected, actual).stream()
                .map(difference -> difference.substring(0, difference.indexOf(' '))).sorted().toList());
    }

    private Path tree(String name) throws IOException {
        Path tree = Files.createDirectory(folder.resolve(name));
        for (String file : Arrays.asList("content", "missing", "mode", "time")) {
            Files.writeString(tree.resolve(file), "a");
            Files.setPosixFilePermissions(tree.resolve(file), PosixFilePermissions.fromString("rw-------"));
            Files.setLastModifiedTime(tree.resolve(file), FileTime.fromMillis(1));
        }
        Files.setLastModifiedTime(tree, FileTime.fromMillis(1));
        return tree;
    }

    private static void backUpNothing(Path source, Path repository) { }

    @Test
    void everyScenarioButTheRealOneIsMadeTheSameAnywhere() throws Exception {
        Path one = new Sources(folder.resolve("one"), Options.Sizes.SMALL, SourceTest::backUpNothing).folder(Scenario.SMALL);
        Path other = new Sources(folder.resolve("other"), Options.Sizes.SMALL, SourceTest::backUpNothing).folder(Scenario.SMALL);
        List<Path> files = Folders.changeableFiles(one);
        assertTrue(files.size() > 4_900, files.size() + " files");
        for (Path file : files) {
            assertEquals(-1, Files.mismatch(file, other.resolve(one.relativize(file))), file.toString());
        }
    }

    @Test
    void aStoreIsMadeOfFiftyBackupsOfWhichEachChangesOneFileInAHundred() throws Exception {
        List<Set<String>> backups = new ArrayList<>();
        Sources sources = new Sources(folder, Options.Sizes.SMALL, (source, repository) -> {
            Files.createDirectories(repository);
            backups.add(contents(source));
        });
        Path made = sources.folder(Scenario.STORE);
        assertEquals(50, backups.size());
        for (int i = 1; i < backups.size(); i++) {
            assertEquals(15_000, backups.get(i).size());
            Set<String> changed = new HashSet<>(backups.get(i));
            changed.removeAll(backups.get(i - 1));
            assertEquals(25 * 9, changed.size());
        }
        assertTrue(Files.isDirectory(made.resolve(Sources.REPOSITORY)));
        assertTrue(sought(backups.getFirst()) > 0);
        sources.folder(Scenario.STORE);
        assertEquals(50, backups.size());
    }

    private static Set<String> contents(Path source) throws IOException {
        Set<String> contents = new HashSet<>();
        for (Path file : Folders.changeableFiles(source)) {
            contents.add(file.getFileName() + " " + Files.readString(file));
        }
        return contents;
    }

    private static long sought(Set<String> contents) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + History.SOUGHT);
        return contents.stream().filter(line -> matcher.matches(Path.of(line.split(" ")[0]))).count();
    }
}
