package dev.tandem.cli.commands;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.Node;
import dev.tandem.cli.RawText;
import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this program writes, GNU tar must read. */
class TarArchiveTest {
    private static final Instant TIME = Instant.parse("2001-02-03T04:05:06.123456789Z");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchive archive = new TarArchive(bytes);

    private static Node node(RawPath path, FileType type, long size, byte[] link, ExtendedAttribute... attributes) {
        FileStat stat = new FileStat(type, type == FileType.DIRECTORY ? 0750 : 0640, size, 0, TIME, TIME, TIME, 3_000_000,
                100, 0, 0, 1, 0x801);
        return new Node(path.name(), stat, "someone", "some", link, List.of(attributes), List.of(), Optional.empty());
    }

    private void file(RawPath path, String content, ExtendedAttribute... attributes) throws IOException {
        byte[] data = content.getBytes(StandardCharsets.UTF_8);
        archive.add(path, node(path, FileType.FILE, data.length, new byte[0], attributes), output -> output.write(data));
    }

    private void other(RawPath path, FileType type, byte[] link) throws IOException {
        archive.add(path, node(path, type, 0, link), output -> {
            throw new IOException("has no content");
        });
    }

    private String tar(String... options) throws IOException, InterruptedException {
        archive.finish();
        Path tar = Files.write(folder.resolve("test.tar"), bytes.toByteArray());
        List<String> command = new java.util.ArrayList<>(List.of("tar", "-f", tar.toString(), "-C", folder.toString()));
        command.addAll(List.of(options));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException noTar) {
            Assumptions.assumeTrue(System.getenv("CI") != null, "tar is not installed");
            throw noTar;
        }
        String said = RawText.decode(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    @Test
    void namesAreKeptByteForByteHoweverLong() throws Exception {
        byte[] odd = {'/', 'o', (byte) 0xFF, '\n', 'x'};
        RawPath longPath = RawPath.of("/" + "d".repeat(120) + "/" + "ü".repeat(60));
        file(RawPath.of(odd), "odd");
        other(RawPath.of("/" + "d".repeat(120)), FileType.DIRECTORY, new byte[0]);
        file(longPath, "long");
        tar("--no-same-owner", "-x");
        assertEquals("odd", Files.readString(RawPath.of(folder).child(RawPath.of(odd).name()).toPath()));
        assertEquals("long", Files.readString(folder.resolve(longPath.toString().substring(1))));
    }

    @Test
    void metadataIsKept() throws Exception {
        other(RawPath.of("/dir"), FileType.DIRECTORY, new byte[0]);
        file(RawPath.of("/dir/file"), "x".repeat(513));
        other(RawPath.of("/dir/link"), FileType.SYMLINK, ("t".repeat(150)).getBytes(StandardCharsets.UTF_8));
        other(RawPath.of("/dir/fifo"), FileType.FIFO, new byte[0]);
        other(RawPath.of("/dir/device"), FileType.BLOCK_DEVICE, new byte[0]);
        List<String> lines = tar("--full-time", "--numeric-owner", "--utc", "-tv").lines().toList();
        assertTrue(lines.get(0).matches("drwxr-x--- 3000000/100 +0 2001-02-03 04:05:06\\.123456789 dir/"), lines.get(0));
        assertTrue(lines.get(1).matches("-rw-r----- 3000000/100 +513 .* dir/file"), lines.get(1));
        assertTrue(lines.get(2).endsWith("dir/link -> " + "t".repeat(150)), lines.get(2));
        assertTrue(lines.get(3).startsWith("p"), lines.get(3));
        assertTrue(lines.get(4).matches("b.* 8,1 .* dir/device"), lines.get(4));
    }

    @Test
    void extendedAttributesAreKept() throws Exception {
        file(RawPath.of("/file"), "x", new ExtendedAttribute("user.test", new byte[] {1, 0, '\n', 2}));
        assertTrue(tar("--xattrs", "-tvv").contains("user.test"));
    }

    @Test
    void theLengthOfARecordCountsItsOwnDigits() throws Exception {
        for (int length = 80; length < 130; length++) {
            file(RawPath.of("/" + "n".repeat(length)), "");
        }
        assertEquals(50, tar("-t").lines().count());
    }

    @Test
    void contentOfAnotherSizeThanTheSnapshotSaysIsAnError() {
        RawPath path = RawPath.of("/file");
        Node node = node(path, FileType.FILE, 5, new byte[0]);
        for (String content : List.of("1234", "123456")) {
            assertThrows(IOException.class, () -> archive.add(path, node, (OutputStream output) ->
                    output.write(content.getBytes(StandardCharsets.UTF_8))));
        }
    }

    @Test
    void anEmptyArchiveIsTwoEmptyBlocks() throws IOException {
        archive.finish();
        assertArrayEquals(new byte[1024], bytes.toByteArray());
    }
}
