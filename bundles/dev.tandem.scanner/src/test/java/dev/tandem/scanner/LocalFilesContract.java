package dev.tandem.scanner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader.SourceFile;
import dev.tandem.scan.LocalWriter.TargetFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every variant shows of a file system. */
abstract class LocalFilesContract extends FilesFixture {
    static Stream<RawName> oddNames() {
        return Stream.of(
                RawName.of("plain"),
                RawName.of("Grüße 日本 \uD83D\uDE00"),
                RawName.of("line\nbreak\ttab"),
                RawName.of("\"quotes\" 'and' `more` $HOME"),
                RawName.of(" back\\slash\\ "),
                RawName.of("-rf"),
                RawName.of("..."),
                RawName.of("%41+?#"),
                RawName.of("e\u0301 and \u00e9"),
                RawName.of(new byte[] {(byte) 0xff, 'a', (byte) 0xc3}),
                RawName.of(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}),
                RawName.of(new byte[] {1, 2, 0x7f, (byte) 0x80}),
                RawName.of("x".repeat(255)));
    }

    @ParameterizedTest
    @MethodSource("oddNames")
    void anyNameSurvivesARoundTrip(RawName name) throws IOException {
        RawPath file = root.child(name);
        write(file, "content");
        assertEquals(List.of(name), reader().names(root));
        assertEquals(FileType.FILE, reader().stat(file).type());
        assertEquals("content", read(file));
        RawPath renamed = root.child("renamed");
        writer().rename(file, renamed);
        assertEquals("content", read(renamed));
        writer().rename(renamed, file);
        writer().delete(file);
        assertEquals(List.of(), reader().names(root));
    }

    @ParameterizedTest
    @MethodSource("oddNames")
    void aDirectoryOfAnyNameHoldsOthers(RawName name) throws IOException {
        RawPath directory = root.child(name);
        writer().createDirectory(directory);
        write(directory.child(name), "inside");
        assertEquals(List.of(name), reader().names(directory));
        assertEquals("inside", read(directory.child(name)));
    }

    @ParameterizedTest
    @MethodSource("oddNames")
    void aLinkToAnyNameKeepsItsTargetByteForByte(RawName name) throws IOException {
        RawPath link = root.child("link");
        writer().createSymlink(link, name.bytes());
        assertArrayEquals(name.bytes(), reader().readLink(link));
    }

    @Test
    void relativeAndAbsoluteTargetsOfLinksSurvive() throws IOException {
        for (String target : List.of("../up", "/absolute/über", "a/../b", "missing", ".", "..", "ü/ä",
                "x".repeat(3000))) {
            RawPath link = root.child("link");
            writer().createSymlink(link, target.getBytes(StandardCharsets.UTF_8));
            assertEquals(target, new String(reader().readLink(link), StandardCharsets.UTF_8));
            writer().delete(link);
        }
    }

    @Test
    void aLinkIsItselfNotWhatItPointsTo() throws IOException {
        write(root.child("file"), "12345");
        writer().createSymlink(root.child("to-file"), bytes("file"));
        writer().createSymlink(root.child("dangling"), bytes("nowhere"));
        writer().createSymlink(root.child("loop"), bytes("loop"));
        for (String link : List.of("to-file", "dangling", "loop")) {
            FileStat stat = reader().stat(root.child(link));
            assertEquals(FileType.SYMLINK, stat.type());
            assertEquals(0, stat.size());
        }
        assertThrows(FileSystemException.class, () -> reader().open(root.child("to-file")));
        writer().delete(root.child("to-file"));
        assertEquals("12345", read(root.child("file")));
    }

    @Test
    void aDirectoryOfManyEntriesIsListedWhole() throws IOException {
        int count = 100_000;
        writer().createDirectory(root.child("many"));
        RawPath many = root.child("many");
        write(many.child("entry-0"), "");
        for (int i = 1; i < count; i++) {
            // Links to one file, to spare the disk as many inodes; new ones where a file has all it may have.
            String original = "entry-" + i / 10_000 * 10_000;
            if (i % 10_000 == 0) {
                write(many.child(original), "");
            } else {
                writer().createHardLink(many.child("entry-" + i), many.child(original));
            }
        }
        List<RawName> names = reader().names(many);
        assertEquals(count, names.size());
        Set<RawName> all = new HashSet<>(names);
        assertEquals(count, all.size());
        assertTrue(all.contains(RawName.of("entry-99999")));
    }

    @Test
    void onlyADirectoryHasNames() throws IOException {
        write(root.child("file"), "");
        writer().createDirectory(root.child("directory"));
        writer().createSymlink(root.child("link"), bytes("directory"));
        assertEquals(List.of(), reader().names(root.child("directory")));
        assertThrows(NotDirectoryException.class, () -> reader().names(root.child("file")));
        assertThrows(NotDirectoryException.class, () -> reader().names(root.child("link")));
        assertThrows(NoSuchFileException.class, () -> reader().names(root.child("missing")));
    }

    @Test
    void whatIsMissingIsToldWithItsPath() {
        RawPath missing = root.child("missing");
        NoSuchFileException thrown = assertThrows(NoSuchFileException.class, () -> reader().stat(missing));
        assertEquals(missing.toString(), thrown.getFile());
        assertThrows(NoSuchFileException.class, () -> reader().open(missing));
        assertThrows(NoSuchFileException.class, () -> reader().readLink(missing));
        assertThrows(NoSuchFileException.class, () -> reader().attributes(missing));
    }

    @Test
    void aPathThroughAFileFails() throws IOException {
        write(root.child("file"), "");
        RawPath below = root.child("file").child("below");
        assertThrows(FileSystemException.class, () -> reader().stat(below));
        assertThrows(FileSystemException.class, () -> writer().createFile(below));
    }

    @Test
    void aNameThatNoFileCanHaveIsRefused() {
        RawPath nul = root.child(RawName.of(new byte[] {'a', 0, 'b'}));
        assertThrows(FileSystemException.class, () -> writer().createFile(nul));
        assertThrows(FileSystemException.class, () -> reader().stat(nul));
        assertThrows(FileSystemException.class, () -> writer().createFile(root.child("x".repeat(256))));
        assertThrows(FileSystemException.class,
                () -> writer().createSymlink(root.child("link"), new byte[] {'a', 0, 'b'}));
    }

    @Test
    void onlyALinkHasATarget() throws IOException {
        write(root.child("file"), "");
        assertThrows(FileSystemException.class, () -> reader().readLink(root.child("file")));
    }

    @Test
    void theMetadataOfAFileAreItsOwn() throws IOException {
        RawPath file = root.child("file");
        write(file, "0123456789");
        FileStat stat = reader().stat(file);
        FileStat directory = reader().stat(root);
        assertEquals(10, stat.size());
        assertEquals(1, stat.links());
        assertEquals(0, stat.rawDevice());
        assertEquals(directory.device(), stat.device());
        assertNotEquals(0, stat.device());
        assertNotEquals(directory.inode(), stat.inode());
        assertEquals(0, directory.size());
        assertTrue(directory.isDirectory());
        assertEquals(Files.getAttribute(file.toPath(), "unix:ino"), stat.inode());
        assertEquals(Files.getAttribute(file.toPath(), "unix:dev"), stat.device());
        assertEquals(Files.getAttribute(file.toPath(), "unix:uid"), stat.uid());
        assertEquals(Files.getLastModifiedTime(file.toPath()).toInstant(), stat.modified());
    }

    @Test
    void hardLinksShareAnInode() throws IOException {
        write(root.child("one"), "content");
        writer().createHardLink(root.child("two"), root.child("one"));
        FileStat one = reader().stat(root.child("one"));
        assertEquals(one, reader().stat(root.child("two")));
        assertEquals(2, one.links());
    }

    @Test
    void aHardLinkToASymbolicLinkIsALinkItself() throws IOException {
        writer().createSymlink(root.child("link"), bytes("nowhere"));
        writer().createHardLink(root.child("again"), root.child("link"));
        assertEquals(FileType.SYMLINK, reader().stat(root.child("again")).type());
    }

    @Test
    void aFileIsReadToItsEnd() throws IOException {
        byte[] content = pattern(1_000_003);
        try (TargetFile target = writer().createFile(root.child("file"))) {
            target.write(content, 0, content.length, 0);
        }
        byte[] found = new byte[content.length + 5];
        try (SourceFile source = reader().open(root.child("file"))) {
            assertEquals(content.length, source.stat().size());
            int done = 5;
            int count;
            while ((count = source.read(found, done, Math.min(300_000, found.length - done))) > 0) {
                done += count;
                if (done == found.length) {
                    break;
                }
            }
            assertEquals(-1, source.read(new byte[1], 0, 1));
        }
        byte[] expected = new byte[found.length];
        System.arraycopy(content, 0, expected, 5, content.length);
        assertArrayEquals(expected, found);
    }

    @Test
    void anOpenFileTellsOfItselfAsOfNow() throws IOException {
        RawPath file = root.child("file");
        write(file, "12");
        try (SourceFile source = reader().open(file); TargetFile target = writer().openFile(file)) {
            assertEquals(2, source.stat().size());
            target.write(bytes("345"), 0, 3, 2);
            assertEquals(5, source.stat().size());
            assertEquals(reader().stat(file).inode(), source.stat().inode());
        }
    }

    @Test
    void aClosedFileIsNotRead() throws IOException {
        write(root.child("file"), "12");
        SourceFile source = reader().open(root.child("file"));
        source.close();
        source.close();
        assertThrows(IOException.class, () -> source.read(new byte[1], 0, 1));
    }

    @Test
    void manyFilesAreReadAtOnce() throws Exception {
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 200; i++) {
            RawPath file = root.child("file-" + i);
            String content = "content of " + i;
            write(file, content);
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    for (int round = 0; round < 20; round++) {
                        assertEquals(content, read(file));
                        assertEquals(content.length(), reader().stat(file).size());
                    }
                } catch (IOException | AssertionError failed) {
                    failures.add(failed);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), failures);
    }

    @Test
    void aFileReplacedByAFifoIsRefusedWithoutWaiting() throws Exception {
        RawPath file = root.child("file");
        write(file, "content");
        assertTrue(reader().stat(file).isFile());
        writer().delete(file);
        makeFifo(file);
        assertEquals(FileType.FIFO, reader().stat(file).type());
        assertThrows(FileSystemException.class, () -> reader().open(file));
        assertThrows(FileSystemException.class, () -> writer().openFile(file));
    }

    @Test
    void onlyARegularFileIsOpened() throws IOException {
        assertThrows(FileSystemException.class, () -> reader().open(root));
        assertThrows(FileSystemException.class, () -> reader().open(RawPath.of("/dev/null")));
    }

    @Test
    void aFileOneMayNotReadIsAnError() throws IOException {
        assumeTrue(!isRoot(), "root may read everything");
        RawPath file = root.child("file");
        write(file, "secret");
        writer().setMetadata(file, withPermissions(reader().stat(file), 0), List.of());
        assertThrows(AccessDeniedException.class, () -> reader().open(file));
        assertTrue(reader().stat(file).isFile());
    }

    @Test
    void usersAndGroupsHaveNames() throws IOException {
        FileStat etc = reader().stat(RawPath.of("/etc/passwd"));
        assertEquals(0, etc.uid());
        assertEquals("root", reader().userName(0));
        assertFalse(reader().groupName(0).isEmpty());
        assertEquals("", reader().userName(0x7ffffff0));
        assertEquals("", reader().groupName(0x7ffffff0));
    }

    @Test
    void whatIsMadeIsOpenToItsOwnerOnly() throws IOException {
        write(root.child("file"), "");
        writer().createDirectory(root.child("directory"));
        assertEquals(0600, reader().stat(root.child("file")).permissions());
        assertEquals(0700, reader().stat(root.child("directory")).permissions());
    }
}
