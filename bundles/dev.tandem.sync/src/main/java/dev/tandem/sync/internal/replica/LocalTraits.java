package dev.tandem.sync.internal.replica;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import dev.tandem.sync.internal.model.Attributes;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Finds out what the file system of a root can do, by trying it in an empty folder of ours. Where nothing can be written,
 * what its kind usually does is assumed. About twenty calls, so nothing of it is remembered.
 */
final class LocalTraits {
    private static final int ALL = 07777;
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final Instant ODD_TIME = Instant.parse("2001-02-03T04:05:07.123456789Z");
    private static final long SECOND = 1_000_000_000L;
    private static final long FAT_SECONDS = 2_000_000_000L;
    private static final String ACCENTED = Normalizer.normalize("prob\u00e9", Normalizer.Form.NFC);

    private final LocalReader reader;
    private final LocalWriter writer;
    private final RawPath root;
    private final FileStat stat;
    private final String type;

    LocalTraits(LocalReader reader, LocalWriter writer, RawPath root, FileStat stat) {
        this.reader = reader;
        this.writer = writer;
        this.root = root;
        this.stat = stat;
        this.type = store(root).map(store -> store.type().toLowerCase(Locale.ROOT)).orElse("");
    }

    /** Tells whether the file system of a root is known to be read-only. */
    static boolean isReadOnly(RawPath root) {
        return store(root).map(FileStore::isReadOnly).orElse(false);
    }

    /** Java finds none where the table of mounts is that of another root, as in some containers. */
    private static Optional<FileStore> store(RawPath root) {
        try {
            return Optional.of(Files.getFileStore(root.toPath()));
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    /** Returns what can be told of a root that cannot be written to. */
    Traits assumed(String origin, String id) {
        boolean apple = System.getProperty("os.name").startsWith("Mac");
        return new Traits(origin, id, isFat() ? FAT_SECONDS : 1, !isFat() && !WINDOWS && !apple, true, changeTimes(),
                fileIds(), isFat() || WINDOWS ? 0 : ALL, false, false, !isFat(), false,
                names(isFat() || WINDOWS), Traits.Means.FOLDER);
    }

    /** Returns what shows in {@code folder}, which is empty and stays so. */
    Traits probed(String origin, String id, RawPath folder) throws IOException {
        RawPath file = folder.child("probe");
        writer.createFile(file).close();
        try {
            FileStat made = reader.stat(file);
            return new Traits(origin, id, granularity(file, made), isCaseSensitive(folder), keepsUnicode(folder),
                    changeTimes(), fileIds(), permissionMask(file, made), owners(file, made), extended(file, made),
                    links(folder), true, names(WINDOWS || refusesColons(folder)), Traits.Means.FOLDER);
        } finally {
            writer.delete(file);
        }
    }

    private static Traits.Names names(boolean windows) {
        return windows ? Traits.Names.WINDOWS : Traits.Names.BYTES;
    }

    /** Returns the permissions that new files get here, which depend on what the user who runs this has set. */
    int usualPermissions(RawPath folder) throws IOException {
        RawPath file = folder.child("usual");
        Files.createFile(file.toPath());
        int permissions = reader.stat(file).permissions();
        writer.delete(file);
        return permissions;
    }

    private boolean isFat() {
        return type.contains("fat") || type.contains("msdos");
    }

    private boolean changeTimes() {
        return reader.keepsChangeTimes(root, stat);
    }

    /** FAT has none, and what runs in user space often counts anew each time it is mounted. */
    private boolean fileIds() {
        return stat.inode() != 0 && !isFat() && !type.startsWith("fuse.");
    }

    private long granularity(RawPath file, FileStat made) throws IOException {
        writer.setMetadata(file, withTime(made), List.of());
        long found = granularity(ODD_TIME, reader.stat(file).modified());
        // Windows rounds up there, which an odd second and an even one cannot tell apart.
        return isFat() && found == SECOND ? FAT_SECONDS : found;
    }

    /** Returns what a time was rounded to, up or down. */
    static long granularity(Instant wanted, Instant got) {
        long asked = Attributes.nanoseconds(wanted);
        long answered = Attributes.nanoseconds(got);
        return LongStream.of(1, 100, 1_000, 1_000_000, 10_000_000, SECOND)
                .filter(step -> Math.abs(answered - asked) < step && answered % step == 0)
                .findFirst().orElse(FAT_SECONDS);
    }

    private static FileStat withTime(FileStat s) {
        return new FileStat(s.type(), s.permissions(), s.size(), s.allocated(), ODD_TIME, s.accessed(), s.changed(),
                s.uid(), s.gid(), s.device(), s.inode(), s.links(), s.rawDevice());
    }

    private static FileStat with(FileStat s, int permissions, int uid) {
        return new FileStat(s.type(), permissions, s.size(), s.allocated(), s.modified(), s.accessed(), s.changed(),
                uid, s.gid(), s.device(), s.inode(), s.links(), s.rawDevice());
    }

    private boolean isCaseSensitive(RawPath folder) throws IOException {
        return !isThere(folder.child("PROBE"));
    }

    private boolean isThere(RawPath path) throws IOException {
        try {
            reader.stat(path);
            return true;
        } catch (NoSuchFileException missing) {
            return false;
        }
    }

    private boolean keepsUnicode(RawPath folder) throws IOException {
        RawPath file = folder.child(ACCENTED);
        try {
            writer.createFile(file).close();
        } catch (IOException illegalName) {
            return false;
        }
        boolean kept = reader.names(folder).contains(RawName.of(ACCENTED))
                && !isThere(folder.child(Normalizer.normalize(ACCENTED, Normalizer.Form.NFD)));
        writer.delete(file);
        return kept;
    }

    private int permissionMask(RawPath file, FileStat made) throws IOException {
        writer.setMetadata(file, with(made, ALL, made.uid()), List.of());
        int most = reader.stat(file).permissions();
        writer.setMetadata(file, with(made, 0, made.uid()), List.of());
        int least = reader.stat(file).permissions();
        writer.setMetadata(file, made, List.of());
        return WINDOWS ? 0 : most & ~least;
    }

    private boolean owners(RawPath file, FileStat made) throws IOException {
        writer.setMetadata(file, with(made, made.permissions(), made.uid() + 1), List.of());
        boolean set = reader.stat(file).uid() == made.uid() + 1;
        writer.setMetadata(file, made, List.of());
        return set;
    }

    private boolean extended(RawPath file, FileStat made) throws IOException {
        List<ExtendedAttribute> some = List.of(new ExtendedAttribute("user.tandem", new byte[] {1}));
        writer.setMetadata(file, made, some);
        return reader.attributes(file).containsAll(some);
    }

    private boolean links(RawPath folder) throws IOException {
        RawPath link = folder.child("link");
        try {
            writer.createSymlink(link, new byte[] {'p'});
        } catch (IOException | UnsupportedOperationException refused) {
            return false;
        }
        writer.delete(link);
        return true;
    }

    private boolean refusesColons(RawPath folder) throws IOException {
        RawPath file = folder.child("pro:be?");
        try {
            writer.createFile(file).close();
        } catch (IOException illegalName) {
            return true;
        }
        writer.delete(file);
        return false;
    }
}
