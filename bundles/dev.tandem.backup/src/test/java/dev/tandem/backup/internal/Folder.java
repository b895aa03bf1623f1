package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scanner.SystemReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All there is to know of a folder, to compare two: everything but ctime, atime, device and inode numbers. */
final class Folder {
    private static final LocalReader READER = new SystemReader();

    private final Map<String, String> entries = new TreeMap<>();
    private final Map<String, String> firstNames = new HashMap<>();

    private Folder() { }

    /** Describes all below {@code root} by relative path. */
    static Map<String, String> describe(Path root) throws IOException {
        Folder folder = new Folder();
        folder.walk(RawPath.of(root), "");
        return folder.entries;
    }

    /** Asserts that what is below both is the same. */
    static void assertSame(Path expected, Path found) throws IOException {
        assertSame(describe(expected), describe(found));
    }

    /** Asserts that two descriptions are the same. */
    static void assertSame(Map<String, String> expected, Map<String, String> found) {
        Map<String, String> onlyLeft = new TreeMap<>(expected);
        Map<String, String> onlyRight = new TreeMap<>(found);
        found.forEach(onlyLeft::remove);
        expected.forEach(onlyRight::remove);
        assertEquals(onlyLeft, onlyRight);
    }

    private void walk(RawPath directory, String relative) throws IOException {
        List<RawName> names = new ArrayList<>(READER.names(directory));
        names.sort(null);
        for (RawName name : names) {
            RawPath path = directory.child(name);
            FileStat stat = READER.stat(path);
            String key = relative + "/" + HexFormat.of().formatHex(name.bytes()) + "=" + name;
            entries.put(key, describe(path, stat, key));
            if (stat.isDirectory()) {
                walk(path, relative + "/" + name);
            }
        }
    }

    private String describe(RawPath path, FileStat stat, String key) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(stat.type()).append(" mode ").append(Integer.toOctalString(stat.permissions()));
        text.append(" owner ").append(stat.uid()).append(':').append(stat.gid());
        text.append(" modified ").append(stat.modified()).append(" raw ").append(stat.rawDevice());
        READER.attributes(path).stream().map(a -> a.name() + "=" + HexFormat.of().formatHex(a.value())).sorted()
                .forEach(a -> text.append(" attribute ").append(a));
        if (stat.type() == FileType.SYMLINK) {
            text.append(" to ").append(HexFormat.of().formatHex(READER.readLink(path)));
        }
        if (stat.isFile()) {
            text.append(" size ").append(stat.size()).append(" content ").append(hash(path.toPath()));
            String first = stat.links() < 2 ? "" : firstNames.computeIfAbsent(stat.device() + " " + stat.inode(), k -> key);
            text.append(" linked to ").append(first);
        }
        return text.toString();
    }

    private static String hash(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
