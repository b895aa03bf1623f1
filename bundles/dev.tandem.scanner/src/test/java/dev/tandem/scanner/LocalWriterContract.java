package dev.tandem.scanner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWriter.Space;
import dev.tandem.scan.LocalWriter.TargetFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every variant does to a file system. */
abstract class LocalWriterContract extends LocalFilesContract {
    @Test
    void whatIsInTheWayIsKept() throws IOException {
        RawPath taken = root.child("taken");
        write(taken, "precious");
        assertThrows(FileAlreadyExistsException.class, () -> writer().createFile(taken));
        assertThrows(FileAlreadyExistsException.class, () -> writer().createDirectory(taken));
        assertThrows(FileAlreadyExistsException.class, () -> writer().createSymlink(taken, bytes("x")));
        assertThrows(FileAlreadyExistsException.class, () -> writer().createHardLink(taken, taken));
        writer().createSymlink(root.child("link"), bytes("made-through-the-link"));
        assertThrows(FileAlreadyExistsException.class, () -> writer().createFile(root.child("link")));
        assertEquals("precious", read(taken));
        assertEquals(2, reader().names(root).size());
    }

    @Test
    void theDirectoriesAboveMustExist() {
        RawPath orphan = root.child("missing").child("x");
        assertThrows(NoSuchFileException.class, () -> writer().createFile(orphan));
        assertThrows(NoSuchFileException.class, () -> writer().createDirectory(orphan));
        assertThrows(NoSuchFileException.class, () -> writer().openFile(orphan));
        assertThrows(NoSuchFileException.class, () -> writer().delete(orphan));
    }

    @Test
    void aFileIsChangedInPlaceWhereItDiffers() throws IOException {
        RawPath file = root.child("file");
        byte[] content = pattern(600_000);
        try (TargetFile target = writer().createFile(file)) {
            target.write(content, 0, content.length, 0);
        }
        long inode = reader().stat(file).inode();
        byte[] patch = pattern(200_001);
        try (TargetFile target = writer().openFile(file)) {
            assertEquals(content.length, target.size());
            target.write(patch, 1, 200_000, 150_000);
            byte[] found = new byte[300_000];
            assertEquals(300_000, target.read(found, 0, 300_000, 100_000));
            byte[] expected = java.util.Arrays.copyOfRange(content, 100_000, 400_000);
            System.arraycopy(patch, 1, expected, 50_000, 200_000);
            assertArrayEquals(expected, found);
            assertEquals(100_000, target.read(found, 0, 300_000, 500_000));
            assertEquals(0, target.read(found, 0, 300_000, 600_000));
        }
        assertEquals(inode, reader().stat(file).inode());
    }

    @Test
    void severalThreadsWriteOneFile() throws Exception {
        RawPath file = root.child("file");
        byte[] content = pattern(4_000_000);
        try (TargetFile target = writer().createFile(file)) {
            Thread[] threads = new Thread[8];
            for (int i = 0; i < threads.length; i++) {
                int start = i * 500_000;
                threads[i] = Thread.startVirtualThread(() -> {
                    try {
                        target.write(content, start, 500_000, start);
                    } catch (IOException failed) {
                        throw new java.io.UncheckedIOException(failed);
                    }
                });
            }
            for (Thread thread : threads) {
                thread.join();
            }
            byte[] found = new byte[content.length];
            assertEquals(content.length, target.read(found, 0, found.length, 0));
            assertArrayEquals(content, found);
        }
    }

    @Test
    void aFileShrinksAndGrowsWithZeros() throws IOException {
        RawPath file = root.child("file");
        write(file, "abcdef");
        try (TargetFile target = writer().openFile(file)) {
            target.setSize(3);
            assertEquals(3, target.size());
            target.setSize(5);
            byte[] found = new byte[9];
            assertEquals(5, target.read(found, 0, 9, 0));
            assertArrayEquals(new byte[] {'a', 'b', 'c', 0, 0, 0, 0, 0, 0}, found);
            target.setSize(5);
            assertEquals(5, target.size());
        }
        assertEquals(5, reader().stat(file).size());
    }

    @Test
    void onlyARegularFileIsChangedInPlace() throws IOException {
        write(root.child("file"), "");
        writer().createSymlink(root.child("link"), bytes("file"));
        assertThrows(FileSystemException.class, () -> writer().openFile(root.child("link")));
        assertThrows(FileSystemException.class, () -> writer().openFile(root));
    }

    @Test
    void aReadOnlyFileIsMadeWritableToChangeIt() throws IOException {
        RawPath file = root.child("file");
        write(file, "old");
        assertEquals(List.of(), writer().setMetadata(file, withPermissions(reader().stat(file), 0444), List.of()));
        try (TargetFile target = writer().openFile(file)) {
            target.write(bytes("new"), 0, 3, 0);
        }
        writer().setMetadata(file, withPermissions(reader().stat(file), 0600), List.of());
        assertEquals("new", read(file));
    }

    @Test
    void aClosedFileIsNotWritten() throws IOException {
        TargetFile target = writer().createFile(root.child("file"));
        target.close();
        target.close();
        assertThrows(IOException.class, () -> target.write(new byte[1], 0, 1, 0));
    }

    @Test
    void anEmptyDirectoryIsDeletedAndAFullOneIsNot() throws IOException {
        RawPath directory = root.child("directory");
        writer().createDirectory(directory);
        write(directory.child("file"), "");
        assertThrows(DirectoryNotEmptyException.class, () -> writer().delete(directory));
        writer().delete(directory.child("file"));
        writer().delete(directory);
        assertThrows(NoSuchFileException.class, () -> writer().delete(directory));
    }

    @Test
    void renamingReplacesWhatIsThere() throws IOException {
        write(root.child("from"), "new");
        write(root.child("to"), "old");
        writer().rename(root.child("from"), root.child("to"));
        assertEquals("new", read(root.child("to")));
        assertEquals(1, reader().names(root).size());
        assertThrows(NoSuchFileException.class, () -> writer().rename(root.child("from"), root.child("to")));
    }

    @Test
    void onlyADirectoryIsDeletedAsOne() throws IOException {
        write(root.child("file"), "precious");
        writer().createDirectory(root.child("directory"));
        writer().createSymlink(root.child("link"), bytes("directory"));
        assertThrows(NotDirectoryException.class, () -> writer().deleteDirectory(root.child("file")));
        assertThrows(NotDirectoryException.class, () -> writer().deleteDirectory(root.child("link")));
        assertThrows(NoSuchFileException.class, () -> writer().deleteDirectory(root.child("missing")));
        write(root.child("directory").child("file"), "");
        assertThrows(DirectoryNotEmptyException.class, () -> writer().deleteDirectory(root.child("directory")));
        writer().delete(root.child("directory").child("file"));
        writer().deleteDirectory(root.child("directory"));
        assertEquals("precious", read(root.child("file")));
        assertEquals(2, reader().names(root).size());
    }

    @Test
    void renamingToWhereSomethingIsReplacesNothing() throws IOException {
        write(root.child("file"), "new");
        writer().createSymlink(root.child("link"), bytes("nowhere"));
        writer().createDirectory(root.child("directory"));
        for (String from : List.of("file", "link", "directory")) {
            for (String to : List.of("file", "link", "directory")) {
                if (!from.equals(to)) {
                    assertThrows(FileAlreadyExistsException.class,
                            () -> writer().renameNew(root.child(from), root.child(to)), from + " to " + to);
                }
            }
        }
        assertEquals("new", read(root.child("file")));
        assertArrayEquals(bytes("nowhere"), reader().readLink(root.child("link")));
        assertEquals(3, reader().names(root).size());
    }

    @Test
    void whateverIsRenamedToWhereNothingIsStaysTheSame() throws IOException {
        write(root.child("file"), "content");
        writer().createSymlink(root.child("link"), bytes("nowhere"));
        writer().createDirectory(root.child("directory"));
        write(root.child("directory").child("inside"), "");
        for (String name : List.of("file", "link", "directory")) {
            FileStat before = reader().stat(root.child(name));
            writer().renameNew(root.child(name), root.child("new " + name));
            FileStat after = reader().stat(root.child("new " + name));
            assertEquals(before.inode(), after.inode());
            assertEquals(before.type(), after.type());
            assertEquals(before.links(), after.links());
            assertThrows(NoSuchFileException.class, () -> reader().stat(root.child(name)));
        }
        assertEquals("content", read(root.child("new file")));
        assertThrows(NoSuchFileException.class, () -> writer().renameNew(root.child("file"), root.child("x")));
        assertThrows(NoSuchFileException.class,
                () -> writer().renameNew(root.child("new file"), root.child("missing").child("x")));
    }

    @Test
    void twoEntriesSwapPlacesOrNothingHappens() throws IOException {
        write(root.child("file"), "content");
        writer().createSymlink(root.child("link"), bytes("nowhere"));
        boolean swapped = writer().exchange(root.child("file"), root.child("link"));
        assertEquals("content", read(root.child(swapped ? "link" : "file")));
        assertArrayEquals(bytes("nowhere"), reader().readLink(root.child(swapped ? "file" : "link")));
        assertEquals(2, reader().names(root).size());
    }

    @Test
    void whatWasWrittenIsForcedToTheDisk() throws IOException {
        RawPath file = root.child("file");
        try (TargetFile target = writer().createFile(file)) {
            target.write(bytes("content"), 0, 7, 0);
            target.force();
        }
        writer().flush(root);
        assertEquals("content", read(file));
        assertThrows(NotDirectoryException.class, () -> writer().flush(file));
        assertThrows(NoSuchFileException.class, () -> writer().flush(root.child("missing")));
        TargetFile closed = writer().openFile(file);
        closed.close();
        assertThrows(IOException.class, closed::force);
    }

    @Test
    void theRoomOnAFileSystemIsTold() throws IOException {
        Space space = writer().freeSpace(root);
        assertTrue(space.total() > 0, space.toString());
        assertTrue(space.usable() >= 0 && space.usable() <= space.total(), space.toString());
        assertThrows(NoSuchFileException.class, () -> writer().freeSpace(root.child("missing")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1901-12-14T00:00:00Z", "1969-12-31T23:59:58Z", "1970-01-01T00:00:00Z",
        "2001-02-03T04:05:06.000000007Z", "2040-02-29T12:34:56.123456789Z"})
    void timesAreSetOnEverything(String time) throws IOException {
        timesAreSet(Instant.parse(time), Instant.parse(time).plusSeconds(1));
    }

    void timesAreSet(Instant modified, Instant accessed) throws IOException {
        write(root.child("file"), "");
        writer().createDirectory(root.child("directory"));
        writer().createSymlink(root.child("link"), bytes("file"));
        for (String name : List.of("link", "directory", "file")) {
            RawPath path = root.child(name);
            assertEquals(List.of(), writer().setMetadata(path, withTimes(reader().stat(path), modified, accessed),
                    List.of()));
            FileStat stat = reader().stat(path);
            assertEquals(modified, stat.modified(), name);
            assertEquals(accessed, stat.accessed(), name);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0400, 0644, 0777, 01777, 02755, 04755, 07777})
    void permissionsAreSetWithAllTheirBits(int permissions) throws IOException {
        write(root.child("file"), "");
        writer().createDirectory(root.child("directory"));
        for (String name : List.of("file", "directory")) {
            RawPath path = root.child(name);
            FileStat now = reader().stat(path);
            assertEquals(List.of(), writer().setMetadata(path, withPermissions(now, permissions), List.of()));
            assertEquals(permissions, reader().stat(path).permissions());
            writer().setMetadata(path, now, List.of());
        }
    }

    @Test
    void setIdBitsSurviveTheChangeOfOwner() throws IOException {
        assumeTrue(isRoot(), "only root may give files away");
        RawPath file = root.child("file");
        write(file, "");
        FileStat wanted = withOwner(withPermissions(reader().stat(file), 06755), 12_345, 54_321);
        assertEquals(List.of(), writer().setMetadata(file, wanted, List.of()));
        FileStat stat = reader().stat(file);
        assertEquals(06755, stat.permissions());
        assertEquals(12_345, stat.uid());
        assertEquals(54_321, stat.gid());
    }

    @Test
    void aLinkGetsAnOwnerOfItsOwn() throws IOException {
        assumeTrue(isRoot(), "only root may give files away");
        write(root.child("file"), "");
        RawPath link = root.child("link");
        writer().createSymlink(link, bytes("file"));
        assertEquals(List.of(), writer().setMetadata(link, withOwner(reader().stat(link), 12_345, 54_321), List.of()));
        assertEquals(12_345, reader().stat(link).uid());
        assertEquals(54_321, reader().stat(link).gid());
        assertEquals(0, reader().stat(root.child("file")).uid());
    }

    @Test
    void anOwnerOneMayNotSetIsLeftOutInSilence() throws IOException {
        assumeTrue(!isRoot(), "root may give files away");
        RawPath file = root.child("file");
        write(file, "");
        FileStat now = reader().stat(file);
        assertEquals(List.of(), writer().setMetadata(file, withOwner(now, 0, 0), List.of()));
        assertEquals(now.uid(), reader().stat(file).uid());
    }

    @Test
    void theAttributesBecomeThoseWanted() throws IOException {
        RawPath file = root.child("file");
        write(file, "content");
        assertEquals(List.of(), reader().attributes(file));
        FileStat stat = reader().stat(file);
        ExtendedAttribute comment = new ExtendedAttribute("user.comment", bytes("hello\0wörld"));
        ExtendedAttribute empty = new ExtendedAttribute("user.empty", new byte[0]);
        ExtendedAttribute large = new ExtendedAttribute("user.large", pattern(2_000));
        assertEquals(List.of(), writer().setMetadata(file, stat, List.of(comment, empty, large)));
        assertEquals(Set.of(comment, empty, large), new HashSet<>(reader().attributes(file)));
        ExtendedAttribute changed = new ExtendedAttribute("user.comment", bytes("changed"));
        assertEquals(List.of(), writer().setMetadata(file, stat, List.of(changed, empty)));
        assertEquals(Set.of(changed, empty), new HashSet<>(reader().attributes(file)));
        assertEquals(List.of(), writer().setMetadata(file, stat, List.of()));
        assertEquals(List.of(), reader().attributes(file));
    }

    @Test
    void directoriesHaveAttributesAndLinksNone() throws IOException {
        RawPath directory = root.child("directory");
        writer().createDirectory(directory);
        writer().createSymlink(root.child("link"), bytes("directory"));
        List<ExtendedAttribute> attributes = List.of(new ExtendedAttribute("user.x", bytes("1")));
        assertEquals(List.of(), writer().setMetadata(directory, reader().stat(directory), attributes));
        assertEquals(attributes, reader().attributes(directory));
        assertEquals(List.of(), reader().attributes(root.child("link")));
    }

    @Test
    void aReadOnlyFileGetsItsAttributes() throws IOException {
        RawPath file = root.child("file");
        write(file, "content");
        writer().setMetadata(file, withPermissions(reader().stat(file), 0444), List.of());
        List<ExtendedAttribute> attributes = List.of(new ExtendedAttribute("user.x", bytes("1")));
        assertEquals(List.of(), writer().setMetadata(file, withPermissions(reader().stat(file), 0444), attributes));
        assertEquals(attributes, reader().attributes(file));
        assertEquals(0444, reader().stat(file).permissions());
    }

    @Test
    void whatCannotBeSetIsToldAndTheRestIsSet() throws IOException {
        RawPath file = root.child("file");
        write(file, "content");
        Instant time = Instant.parse("2001-02-03T04:05:06.7Z");
        List<String> problems = writer().setMetadata(file,
                withPermissions(withTimes(reader().stat(file), time, time), 0640),
                List.of(new ExtendedAttribute("nonsense", bytes("1"))));
        assertEquals(1, problems.size());
        assertTrue(problems.getFirst().contains("nonsense"), problems.getFirst());
        assertEquals(time, reader().stat(file).modified());
        assertEquals(0640, reader().stat(file).permissions());
    }

    @Test
    void metadataOfSomethingElseAreNotSet() throws IOException {
        RawPath file = root.child("file");
        write(file, "content");
        FileStat directory = withPermissions(reader().stat(root), 0777);
        assertEquals(1, writer().setMetadata(file, directory, List.of()).size());
        assertEquals(0600, reader().stat(file).permissions());
        assertEquals(1, writer().setMetadata(root.child("missing"), directory, List.of()).size());
    }

    @Test
    void onlySpecialFilesAreMadeAsSuch() {
        for (FileType type : List.of(FileType.FILE, FileType.DIRECTORY, FileType.SYMLINK)) {
            assertThrows(IllegalArgumentException.class,
                    () -> writer().createSpecial(root.child("x"), type, 0));
        }
    }
}
