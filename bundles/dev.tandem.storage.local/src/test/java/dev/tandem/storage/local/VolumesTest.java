package dev.tandem.storage.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Content;
import dev.tandem.storage.Location;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages.Mode;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.LocalFolder;
import dev.tandem.storage.spi.LocalFolder.OnVolume;
import dev.tandem.storage.spi.SessionContext;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes of a table and a folder of devices that were made for the test. */
class VolumesTest {
    @TempDir
    Path temporary;

    private Path folder;
    private Volumes volumes;

    @BeforeEach
    void plugIn() throws IOException {
        folder = temporary.toRealPath();
        volumes = new Volumes(folder.resolve("disk"), folder.resolve("mountinfo"));
        device("sda1", "11-22", "main");
        device("sdb1", "1A2B-3C4D", "My\\x20Stick");
        mounted("sda1 / /", "sdb1 / " + folder + "/media/with\\040blank");
    }

    private void device(String name, String uuid, String label) throws IOException {
        Path device = Files.writeString(folder.resolve(name), "");
        Files.createSymbolicLink(Files.createDirectories(folder.resolve("disk/by-uuid")).resolve(uuid), device);
        Files.createSymbolicLink(Files.createDirectories(folder.resolve("disk/by-label")).resolve(label), device);
    }

    /** @param mounts device, root and folder of each */
    private void mounted(String... mounts) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String mount : mounts) {
            String[] words = mount.split(" ");
            text.append("36 35 98:0 %s %s rw,noatime master:1 shared:2 - ext3 %s/%s rw\n".formatted(words[1], words[2],
                    folder, words[0]));
        }
        Files.writeString(volumes.mountInfo(), "garbage\n1 2 0:1 / /proc rw - proc proc rw\n" + text);
    }

    private Path mountPoint() {
        return folder.resolve("media/with blank");
    }

    private StorageException absent(String volume) {
        StorageException failure = assertThrows(StorageException.class,
                () -> volumes.find(new OnVolume(volume, "/backup")));
        assertEquals(Kind.UNREACHABLE, failure.kind());
        assertFalse(failure.retryable());
        return failure;
    }

    private static SessionContext context(String volume, Mode mode) {
        return (SessionContext) Proxy.newProxyInstance(VolumesTest.class.getClassLoader(),
                new Class<?>[] {SessionContext.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "mode" -> mode;
                    case "setting" -> Optional.of(volume).filter(any -> arguments[0].equals("volume"));
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void aVolumeIsFoundByItsIdentityOrItsLabel() throws Exception {
        for (String volume : List.of("1A2B-3C4D", "My Stick")) {
            assertEquals(mountPoint().resolve("a/b"), volumes.find(new OnVolume(volume, "/a/b")));
            assertEquals(mountPoint().resolve("a/b"), volumes.find(new OnVolume(volume, "a/b")));
            assertEquals(mountPoint(), volumes.find(new OnVolume(volume, "/")));
        }
    }

    @Test
    void whatIsNotMountedIsUnreachableAndSaysSo() throws Exception {
        assertEquals("the volume 9-9 is not plugged in; plug it in", absent("9-9").getMessage());
        mounted("sda1 / /");
        assertTrue(absent("1A2B-3C4D").getMessage().contains("plugged in, but not mounted"));
        assertTrue(absent("../by-uuid/11-22").getMessage().contains("not plugged in"));
        Files.delete(folder.resolve("sdb1"));
        absent("1A2B-3C4D");
    }

    @Test
    void nothingIsMadeInPlaceOfAVolumeThatIsNotThere() throws Exception {
        mounted("sda1 / /");
        for (Mode mode : Mode.values()) {
            assertEquals(Kind.UNREACHABLE, assertThrows(StorageException.class, () -> new LocalProvider(volumes)
                    .open(new Location(Location.FILE, "/backup"), context("1A2B-3C4D", mode))).kind());
        }
        assertFalse(Files.exists(folder.resolve("media")));
    }

    @Test
    void aFolderThatAnotherVolumeHidesIsNotTheVolumes() throws Exception {
        mounted("sda1 / /", "sdb1 / " + folder + "/media/a", "sda1 / " + folder + "/media/a");
        absent("1A2B-3C4D");
        mounted("sda1 / /", "sdb1 / " + folder + "/media/a", "sda1 / " + folder + "/media");
        absent("1A2B-3C4D");
        mounted("sda1 / /", "sda1 / " + folder + "/media", "sdb1 / " + folder + "/media/a");
        assertEquals(folder.resolve("media/a/backup"), volumes.find(new OnVolume("1A2B-3C4D", "/backup")));
    }

    @Test
    void aMountOfAPartShowsThatPartOnly() throws Exception {
        mounted("sda1 / /", "sdb1 /home " + folder + "/h");
        assertEquals(folder.resolve("h/x"), volumes.find(new OnVolume("1A2B-3C4D", "/home/x")));
        absent("1A2B-3C4D");
        assertEquals(Optional.of(new OnVolume("1A2B-3C4D", "/home/x")),
                volumes.of(Files.createDirectories(folder.resolve("h/x"))));
    }

    @Test
    void aFolderKnowsItsVolume() throws Exception {
        Path inside = Files.createDirectories(mountPoint().resolve("backup"));
        assertEquals(Optional.of(new OnVolume("1A2B-3C4D", "/backup")), volumes.of(inside));
        assertEquals(Optional.of(new OnVolume("1A2B-3C4D", "/")), volumes.of(mountPoint()));
        try (var session = new LocalProvider(volumes).open(new Location(Location.FILE, "/backup"),
                context("1A2B-3C4D", Mode.EXISTING))) {
            var local = session.facet(LocalFolder.class).orElseThrow();
            assertEquals(inside, local.folder());
            assertEquals(new OnVolume("1A2B-3C4D", "/backup"), local.onVolume().orElseThrow());
        }
    }

    @Test
    void aFolderWithoutAnIdentityHasNone() throws Exception {
        assertEquals(Optional.empty(), volumes.of(folder.resolve("missing")));
        Files.delete(folder.resolve("disk/by-uuid/11-22"));
        assertEquals(Optional.empty(), volumes.of(folder));
    }

    @Test
    void theFolderIsMadeInTheVolume() throws Exception {
        Files.createDirectories(mountPoint());
        try (var session = new LocalProvider(volumes).open(new Location(Location.FILE, "backup"),
                context("1A2B-3C4D", Mode.CREATE))) {
            session.write(new RemotePath("x"), Content.of(new byte[1]), WriteOptions.OVERWRITE);
        }
        assertTrue(Files.exists(mountPoint().resolve("backup/x")));
    }

    @Test
    void whatTakesThePlaceOfAVolumeIsNotTakenForIt() throws Exception {
        var gone = new AtomicBoolean();
        var session = new LocalSession(folder, () -> {
            if (gone.get()) {
                throw new StorageException(Kind.UNREACHABLE, "taken away");
            }
        }, volumes);
        session.list(RemotePath.ROOT, info -> { });
        gone.set(true);
        assertEquals(Kind.UNREACHABLE,
                assertThrows(StorageException.class, () -> session.list(RemotePath.ROOT, info -> { })).kind());
        assertEquals(Kind.UNREACHABLE, assertThrows(StorageException.class, () -> session.write(new RemotePath("x"),
                Content.of(new byte[1]), WriteOptions.OVERWRITE)).kind());
        assertFalse(Files.exists(folder.resolve("x")));
    }

    @Test
    void presenceIsThatOfTheDevice() throws Exception {
        Presence.of(folder.resolve("not/there/yet"), "x").check();
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
        Presence presence = Presence.of(link, "x");
        presence.check();
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("/proc"));
        assertEquals(Kind.UNREACHABLE, assertThrows(StorageException.class, presence::check).kind());
    }

    @Test
    void systemsWithoutSuchATableSaySo() throws Exception {
        Files.delete(volumes.mountInfo());
        assertEquals(Kind.UNSUPPORTED, assertThrows(StorageException.class,
                () -> volumes.find(new OnVolume("1A2B-3C4D", "/"))).kind());
        assertEquals(Optional.empty(), volumes.of(folder));
    }
}
