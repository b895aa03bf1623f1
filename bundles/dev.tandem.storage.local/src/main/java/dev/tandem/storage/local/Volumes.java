package dev.tandem.storage.local;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.spi.LocalFolder.OnVolume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds volumes by the identity of their file systems, as Linux tells it; other systems are not asked yet.
 *
 * @param disks     {@code /dev/disk}: {@code by-uuid} and {@code by-label} hold a link to the device of each file system
 * @param mountInfo {@code /proc/self/mountinfo}
 */
record Volumes(Path disks, Path mountInfo) {
    static final Volumes OF_SYSTEM = new Volumes(Path.of("/dev/disk"), Path.of("/proc/self/mountinfo"));

    private static final String IDENTITIES = "by-uuid";
    private static final Pattern ESCAPED = Pattern.compile("\\\\x([0-9a-f]{2})");

    /**
     * Returns where a folder of a volume is at the moment.
     *
     * @throws StorageException {@code UNREACHABLE} when the volume is not mounted
     */
    Path find(OnVolume wanted) throws StorageException {
        MountTable table = table();
        Path path = Path.of("/").resolve(wanted.path()).normalize();
        Path device = device(wanted.volume()).orElseThrow(() -> absent(wanted.volume(), "is not plugged in; plug it in"));
        return table.mounts().stream().filter(mount -> isDevice(mount.source(), device))
                .flatMap(mount -> mount.find(path).filter(found -> table.of(found).equals(Optional.of(mount))).stream())
                .findFirst()
                .orElseThrow(() -> absent(wanted.volume(), "is plugged in, but not mounted; mount it"));
    }

    private static StorageException absent(String volume, String state) {
        return new StorageException(Kind.UNREACHABLE, "the volume " + volume + " " + state);
    }

    /** Returns the volume a folder is on; empty where it has no identity, as a share of a network or one in memory. */
    Optional<OnVolume> of(Path folder) {
        try {
            Path real = folder.toRealPath();
            Optional<MountTable.Mount> mount = table().of(real);
            if (mount.isEmpty()) {
                return Optional.empty();
            }
            Path inside = mount.get().root().resolve(mount.get().folder().relativize(real)).normalize();
            return identity(mount.get().source()).map(volume -> new OnVolume(volume, inside.toString()));
        } catch (IOException unknown) {
            // Whoever wants to know asks because it would be useful, not because anything depends on it.
            return Optional.empty();
        }
    }

    private MountTable table() throws StorageException {
        if (!Files.exists(mountInfo)) {
            throw new StorageException(Kind.UNSUPPORTED, "on this system a volume cannot be found by its identity yet; "
                    + "take the setting 'volume' away, and give the whole path");
        }
        try {
            // A name that is no text must not hide the others.
            return MountTable.parse(new String(Files.readAllBytes(mountInfo), StandardCharsets.UTF_8).lines().toList());
        } catch (IOException e) {
            throw new StorageException(Kind.FAILED, "cannot read " + mountInfo + ": " + e.getMessage(), e);
        }
    }

    private Optional<Path> device(String volume) throws StorageException {
        for (String folder : List.of(IDENTITIES, "by-label")) {
            for (Path link : links(folder)) {
                if (unescaped(link.getFileName().toString()).equals(volume)) {
                    return real(link);
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> identity(Path device) throws StorageException {
        return links(IDENTITIES).stream()
                .filter(link -> real(link).filter(known -> isDevice(device, known)).isPresent())
                .map(link -> unescaped(link.getFileName().toString())).findFirst();
    }

    private List<Path> links(String folder) throws StorageException {
        if (!Files.isDirectory(disks.resolve(folder))) {
            return List.of();
        }
        try (Stream<Path> links = Files.list(disks.resolve(folder))) {
            return links.toList();
        } catch (IOException e) {
            throw new StorageException(Kind.FAILED, "cannot list " + disks.resolve(folder) + ": " + e.getMessage(), e);
        }
    }

    private static boolean isDevice(Path source, Path device) {
        return source.isAbsolute() && real(source).filter(device::equals).isPresent();
    }

    private static Optional<Path> real(Path link) {
        try {
            return Optional.of(link.toRealPath());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Blanks and slashes of a label are escaped in the name of its link. */
    private static String unescaped(String name) {
        return ESCAPED.matcher(name).replaceAll(escape ->
                Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }
}
