package dev.tandem.storage.local;

import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Which file an object is, and which files are no objects. */
final class Names {
    /** Files of unfinished writes, this program's and restic's. */
    private static final Pattern TEMPORARY = Pattern.compile(".*-tmp-[0-9]{1,20}", Pattern.DOTALL);
    private static final int LONGEST_PREFIX = 64;

    private static final Pattern WINDOWS_REFUSES = Pattern.compile("[\\\\:*?\"<>|\\x00-\\x1f]");
    private static final Set<String> WINDOWS_DEVICES = Set.of("con", "prn", "aux", "nul",
            "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
            "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
            "com\u00b9", "com\u00b2", "com\u00b3", "lpt\u00b9", "lpt\u00b2", "lpt\u00b3");

    private final Path root;
    private final boolean windows;

    Names(Path root) {
        this(root, File.separatorChar == '\\');
    }

    Names(Path root, boolean windows) {
        this.root = root;
        this.windows = windows;
    }

    /** Returns the file of {@code path}. On POSIX systems the rules of {@link RemotePath} keep it below the root. */
    Path of(RemotePath path) throws StorageException {
        if (windows) {
            for (String name : path.names()) {
                refuseOnWindows(name);
            }
        }
        try {
            return path.value().isEmpty() ? root : root.resolve(path.value());
        } catch (InvalidPathException e) {
            throw new StorageException(Kind.INVALID, "'" + path + "' is no name on this system (" + e.getReason()
                    + "); a name beyond ASCII needs a UTF-8 locale", e);
        }
    }

    /** Returns the file to write {@code path} to. */
    Path ofNew(RemotePath path) throws StorageException {
        if (path.value().isEmpty()) {
            throw new StorageException(Kind.INVALID, "the storage folder " + root + " itself is no object");
        }
        if (isTemporary(path.name())) {
            throw new StorageException(Kind.INVALID,
                    "'" + path + "' is a name kept for unfinished writes; choose one that does not end so");
        }
        return of(path);
    }

    private static void refuseOnWindows(String name) throws StorageException {
        String stem = name.split("\\.", 2)[0].stripTrailing().toLowerCase(Locale.ROOT);
        boolean refused = WINDOWS_REFUSES.matcher(name).find() || name.endsWith(".") || name.endsWith(" ")
                || WINDOWS_DEVICES.contains(stem);
        if (refused) {
            throw new StorageException(Kind.INVALID, "Windows has no file named '" + name + "'; choose another name");
        }
    }

    /** Tells whether a file of this name belongs to a write that did not finish. */
    static boolean isTemporary(String name) {
        return name.indexOf("-tmp-") >= 0 && TEMPORARY.matcher(name).matches();
    }

    /** Returns a name beside {@code target} which nobody else has; short enough also beside the longest names. */
    static Path temporary(Path target) {
        String name = target.getFileName().toString();
        int end = Math.min(name.length(), LONGEST_PREFIX);
        if (end < name.length() && Character.isHighSurrogate(name.charAt(end - 1))) {
            end--;
        }
        long random = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
        return target.resolveSibling(name.substring(0, end) + "-tmp-" + random);
    }
}
