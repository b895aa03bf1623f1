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
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scan.LocalWriter.TargetFile;
import dev.tandem.scanner.linux.LinuxReader;
import dev.tandem.scanner.linux.LinuxWriter;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The variant by system calls, and what only it can do. */
@EnabledOnOs(value = OS.LINUX, architectures = {"amd64", "aarch64"})
class LinuxFilesTest extends LocalWriterContract {
    private final LinuxReader reader = new LinuxReader();
    private final LinuxWriter writer = new LinuxWriter();

    @Override
    protected LocalReader reader() {
        return reader;
    }

    @Override
    protected LocalWriter writer() {
        return writer;
    }

    @Test
    void fifosAndSocketsAreMade() throws IOException {
        for (FileType type : List.of(FileType.FIFO, FileType.SOCKET)) {
            RawPath path = root.child(type.name());
            writer.createSpecial(path, type, 0);
            FileStat stat = reader.stat(path);
            assertEquals(type, stat.type());
            assertEquals(0600, stat.permissions());
            assertEquals(List.of(), writer.setMetadata(path, withPermissions(stat, 0640), List.of()));
            assertEquals(0640, reader.stat(path).permissions());
            assertThrows(FileSystemException.class, () -> reader.open(path));
        }
    }

    @Test
    void devicesAreMadeWithTheirNumbers() throws IOException {
        assumeTrue(isRoot(), "only root may make devices");
        RawPath character = root.child("character");
        RawPath block = root.child("block");
        writer.createSpecial(character, FileType.CHARACTER_DEVICE, 0x103);
        writer.createSpecial(block, FileType.BLOCK_DEVICE, 0x12345678);
        assertEquals(FileType.CHARACTER_DEVICE, reader.stat(character).type());
        assertEquals(0x103, reader.stat(character).rawDevice());
        assertEquals(reader.stat(RawPath.of("/dev/null")).rawDevice(), reader.stat(character).rawDevice());
        assertEquals(FileType.BLOCK_DEVICE, reader.stat(block).type());
        assertEquals(0x12345678, reader.stat(block).rawDevice());
    }

    @Test
    void odditiesOfATargetAreKept() throws IOException {
        for (String target : List.of("a//b", "trailing/", "./here", "//")) {
            RawPath link = root.child("link");
            writer.createSymlink(link, bytes(target));
            assertArrayEquals(bytes(target), reader.readLink(link));
            writer.delete(link);
        }
    }

    @Test
    void aSparseFileTakesLessThanItsSize() throws IOException {
        RawPath file = root.child("sparse");
        try (TargetFile target = writer.createFile(file)) {
            target.setSize(1L << 32);
            target.write(bytes("end"), 0, 3, (1L << 32) - 3);
        }
        FileStat stat = reader.stat(file);
        assertEquals(1L << 32, stat.size());
        assertTrue(stat.allocated() < 1 << 20, "allocated " + stat.allocated());
        write(root.child("dense"), "x".repeat(100_000));
        try (TargetFile target = writer.openFile(root.child("dense"))) {
            assertEquals(100_000, target.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1901-12-14T00:00:00.000000001Z", "1969-12-31T23:59:59.999999998Z",
        "2262-04-12T00:00:00.5Z"})
    void timesOfAnyYearKeepTheirNanoseconds(String time) throws IOException {
        timesAreSet(Instant.parse(time), Instant.parse(time).plusNanos(1));
    }

    @Test
    void readingLeavesTheAccessTimeAlone() throws IOException {
        RawPath file = root.child("file");
        write(file, "content");
        Instant old = Instant.parse("2001-01-01T00:00:00Z");
        writer.setMetadata(file, withTimes(reader.stat(file), old, old), List.of());
        read(file);
        assertEquals(old, reader.stat(file).accessed());
    }

    @Test
    void anAclIsAnAttribute() throws Exception {
        RawPath file = root.child("file");
        write(file, "");
        assertEquals(0, run("setfacl", "-m", "u:4321:rw", file.toString()));
        List<ExtendedAttribute> attributes = reader.attributes(file);
        assertEquals("system.posix_acl_access", attributes.getFirst().name());
        FileStat stat = reader.stat(file);
        RawPath copy = root.child("copy");
        write(copy, "");
        assertEquals(List.of(), writer.setMetadata(copy, stat, attributes));
        assertEquals(attributes, reader.attributes(copy));
        assertEquals(stat.permissions(), reader.stat(copy).permissions());
        assertEquals(List.of(), writer.setMetadata(copy, stat, List.of()));
        assertEquals(List.of(), reader.attributes(copy));
        assertEquals(stat.permissions(), reader.stat(copy).permissions());
    }

    @Test
    void aDefaultAclOfADirectoryIsAnAttribute() throws IOException {
        RawPath directory = root.child("directory");
        writer.createDirectory(directory);
        // Version 2; user::rwx, user:4321:rw-, group::r-x, mask::rwx, other::r-x.
        byte[] acl = HexFormat.of().parseHex("02000000" + "01000700ffffffff" + "02000600e1100000" + "04000500ffffffff"
                + "10000700ffffffff" + "20000500ffffffff");
        List<ExtendedAttribute> attributes = List.of(new ExtendedAttribute("system.posix_acl_default", acl));
        assertEquals(List.of(), writer.setMetadata(directory, reader.stat(directory), attributes));
        assertEquals(attributes, reader.attributes(directory));
    }

    @Test
    void attributesOfEveryNameSpaceAreSetOnLinksToo() throws IOException {
        assumeTrue(isRoot(), "only root may set trusted attributes");
        RawPath link = root.child("link");
        writer.createSymlink(link, bytes("nowhere"));
        List<ExtendedAttribute> attributes = List.of(new ExtendedAttribute("trusted.note", bytes("1")));
        assertEquals(List.of(), writer.setMetadata(link, reader.stat(link), attributes));
        assertEquals(attributes, reader.attributes(link));
    }

    @Test
    void capabilitiesSurviveTheChangeOfOwner() throws IOException {
        assumeTrue(isRoot(), "only root may set capabilities");
        RawPath file = root.child("file");
        write(file, "");
        // Version 2, effective, CAP_NET_RAW.
        List<ExtendedAttribute> attributes = List.of(new ExtendedAttribute("security.capability",
                HexFormat.of().parseHex("01000002" + "00200000" + "00000000" + "00000000" + "00000000")));
        FileStat wanted = withOwner(reader.stat(file), 12_345, 54_321);
        assertEquals(List.of(), writer.setMetadata(file, wanted, attributes));
        assertEquals(attributes, reader.attributes(file));
    }

    @Test
    void directoriesAndFilesSwapPlaces() throws IOException {
        write(root.child("a"), "content");
        writer.createDirectory(root.child("b"));
        assertTrue(writer.exchange(root.child("a"), root.child("b")));
        assertTrue(reader.stat(root.child("a")).isDirectory());
        assertEquals("content", read(root.child("b")));
        assertThrows(NoSuchFileException.class, () -> writer.exchange(root.child("a"), root.child("missing")));
    }

    @Test
    void anotherFileSystemIsToldApartFromOtherFailures() throws IOException {
        RawPath other = RawPath.of("/dev/shm").child(root.name());
        assumeTrue(reader.stat(RawPath.of("/dev/shm")).device() != reader.stat(root).device());
        write(root.child("file"), "content");
        assertThrows(AtomicMoveNotSupportedException.class, () -> writer.renameNew(root.child("file"), other));
        assertThrows(AtomicMoveNotSupportedException.class, () -> writer.exchange(root.child("file"), other));
        assertEquals("content", read(root.child("file")));
    }

    @Test
    void flushingReachesContent() {
        assertTrue(writer.flushesAll());
    }

    @Test
    void aFileSystemWithoutAttributesHasNone() throws IOException {
        assertEquals(List.of(), reader.attributes(RawPath.of("/proc/self/status")));
    }

    @Test
    void aPathLongerThanTheKernelTakesIsReachedStepByStep() throws IOException {
        Deque<RawPath> directories = new ArrayDeque<>();
        RawPath deep = root;
        for (int i = 0; i < 45; i++) {
            deep = deep.child("d".repeat(199));
            writer.createDirectory(deep);
            directories.push(deep);
        }
        assertTrue(deep.length() > 9_000);
        RawPath file = deep.child("file");
        write(file, "deep");
        assertEquals("deep", read(file));
        RawPath renamed = deep.child("renamed");
        writer.rename(file, renamed);
        writer.createHardLink(file, renamed);
        writer.renameNew(renamed, deep.child("again"));
        assertTrue(writer.exchange(file, deep.child("again")));
        writer.renameNew(deep.child("again"), renamed);
        RawPath link = deep.child("link");
        writer.createSymlink(link, bytes("file"));
        assertArrayEquals(bytes("file"), reader.readLink(link));
        assertEquals(FileType.SYMLINK, reader.stat(link).type());
        assertEquals(3, reader.names(deep).size());
        List<ExtendedAttribute> attributes = List.of(new ExtendedAttribute("user.x", bytes("1")));
        assertEquals(List.of(), writer.setMetadata(file, withPermissions(reader.stat(file), 0640), attributes));
        assertEquals(attributes, reader.attributes(renamed));
        assertEquals(0640, reader.stat(renamed).permissions());
        RawPath missing = deep.child("missing");
        assertThrows(NoSuchFileException.class, () -> reader.stat(missing));
        RawPath astray = deep.parent().orElseThrow().child("astray").child("x".repeat(250));
        assertThrows(NoSuchFileException.class, () -> reader.stat(astray));
        for (RawPath entry : List.of(file, renamed, link)) {
            writer.delete(entry);
        }
        directories.forEach(directory -> {
            try {
                writer.delete(directory);
            } catch (IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
        });
    }

    @Test
    void aNameLongerThanAnyPathIsRefused() {
        assertThrows(FileSystemException.class, () -> reader.stat(root.child("x".repeat(5_000))));
    }

    @Test
    void noDescriptorIsLost() throws IOException {
        RawPath descriptors = RawPath.of("/proc/self/fd");
        write(root.child("file"), "content");
        read(root.child("file"));
        int before = reader.names(descriptors).size();
        RawPath far = root;
        for (int i = 0; i < 30; i++) {
            far = far.child("x".repeat(200));
        }
        RawPath tooFar = far;
        for (int i = 0; i < 100; i++) {
            read(root.child("file"));
            assertThrows(FileSystemException.class, () -> reader.open(root));
            assertThrows(FileSystemException.class, () -> reader.open(tooFar));
            assertThrows(FileSystemException.class, () -> writer.createFile(tooFar));
            reader.names(root);
        }
        int after = reader.names(descriptors).size();
        assertTrue(after < before + 50, before + " descriptors before, " + after + " after");
    }
}
