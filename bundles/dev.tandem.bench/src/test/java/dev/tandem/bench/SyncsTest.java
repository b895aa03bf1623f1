package dev.tandem.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.bench.Folders.Extent;
import dev.tandem.bench.Peer.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncsTest {
    private static final double SHARE = 0.01;

    @TempDir
    private Path folder;

    private Path filled(String name) throws Exception {
        Path filled = Files.createDirectory(folder.resolve(name));
        new Desk(filled, SHARE).fill(2);
        return filled;
    }

    @Test
    void foldersAreFilledTheSameAnywhere() throws Exception {
        Path one = filled("one");
        assertEquals(200, Folders.extent(one).files());
        assertEquals(Folders.extent(one), Folders.extent(filled("other")));
    }

    @Test
    void workIsSeenFromOutside() throws Exception {
        Path left = filled("left");
        Path right = folder.resolve("right");
        Folders.copy(left, right);
        Extent before = Folders.extent(left);
        Desk desk = new Desk(left, SHARE);

        assertEquals(List.of(desk.changeOne().toString()), changes(left, right));
        assertEquals(before.files(), Folders.extent(left).files());
        Path added = desk.addMany();
        assertEquals(before.files() + 100, Folders.extent(left).files());
        Map<Path, Object> identities = Folders.identities(left.resolve(Desk.RENAMED));
        assertEquals(100, identities.size());
        Path renamed = desk.rename();
        assertEquals(identities, Folders.identities(left.resolve(renamed)));
        assertNotEquals(identities, Folders.identities(right.resolve(Desk.RENAMED)));
        Path put = desk.put(Files.writeString(folder.resolve("big"), "big"));
        desk.append(put);
        assertEquals(3 + (1 << 20), Files.size(left.resolve(put)));
        assertTrue(changes(left, right).containsAll(List.of(added.toString(), renamed.toString(), put.toString())));
    }

    private static List<String> changes(Path left, Path right) throws Exception {
        return Folders.differencesOfContent(left, right).stream()
                .map(difference -> difference.substring(0, difference.indexOf(' '))).toList();
    }

    @Test
    void whatSomeProgramsLoseAndWhatTandemKeepsIsNoDifference() throws Exception {
        Path left = filled("left");
        Path right = folder.resolve("right");
        Folders.copy(left, right);
        Path file = right.resolve("area-00/0/folder-00/file-00.txt");
        Files.setLastModifiedTime(left.resolve(right.relativize(file)), FileTime.fromMillis(5_000));
        Files.setLastModifiedTime(file, FileTime.fromMillis(5_999));
        Files.setLastModifiedTime(right.resolve("area-00"), FileTime.fromMillis(5_000));
        Files.writeString(Files.createDirectory(right.resolve(Folders.OWN)).resolve("root.json"), "{}");
        assertEquals(List.of(), changes(left, right));
        assertEquals(Folders.extent(left), Folders.extent(right));
        assertEquals(new Extent(1, 2), Folders.extent(right.resolve(Folders.OWN)));

        Files.setLastModifiedTime(file, FileTime.fromMillis(6_000));
        assertEquals(List.of(right.relativize(file).toString()), changes(left, right));
        Files.setPosixFilePermissions(right.resolve("area-01"), PosixFilePermissions.fromString("rwx------"));
        assertTrue(changes(left, right).contains("area-01"));
    }

    @ParameterizedTest
    @CsvSource({"UNISON,unison", "BISYNC,rclone", "RSYNC,rsync"})
    void everyProgramMakesAPairEqual(Kind kind, String name) throws Exception {
        Path program = Stream.of(System.getenv("PATH").split(":")).map(parent -> Path.of(parent, name))
                .filter(Files::isExecutable).findFirst().orElse(null);
        assumeTrue(program != null || "true".equals(System.getenv("CI")), name + " is not installed: apt-get install " + name);
        Peer peer = new Peer(kind, name, program, folder.resolve("state"));
        peer.forget();
        Path left = filled("left");
        Path right = folder.resolve("right");
        Folders.copy(left, right);
        sync(peer, left, right, true);
        Desk desk = new Desk(left, SHARE);
        Path changed = desk.changeOne();
        Path renamed = desk.rename();
        Extent extent = Folders.extent(left);
        sync(peer, left, right, false);
        assertEquals(List.of(), Folders.differencesOfContent(left, right));
        assertEquals(extent, Folders.extent(left));
        assertTrue(Files.readString(right.resolve(changed)).endsWith("one line more\n"));
        assertTrue(Files.isDirectory(right.resolve(renamed)));
        assertFalse(Files.exists(right.resolve(Desk.RENAMED)));
    }

    private void sync(Peer peer, Path left, Path right, boolean first) throws Exception {
        new Meter(false).run(peer.sync(left, right, first), folder, peer.environment(), folder.resolve("log"));
    }
}
