package dev.tandem.storage.sftp;

import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Which file of the server an object is, and which files are no objects.
 *
 * @param root    the folder of the storage, absolute
 * @param windows whether the server is one of Windows, where more than a slash divides names
 */
record Names(String root, boolean windows) {
    /** Files of unfinished writes, this program's and restic's. */
    private static final Pattern TEMPORARY = Pattern.compile(".*-tmp-[0-9]{1,20}", Pattern.DOTALL);
    private static final int LONGEST_PREFIX = 64;
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_PATH = 1023;

    private static final Pattern WINDOWS_HOME = Pattern.compile("/?[A-Za-z]:.*");
    private static final Pattern WINDOWS_REFUSES = Pattern.compile(
            ".*[\\\\:*?\"<>|\\x00-\\x1f].*|.*[. ]|(con|prn|aux|nul|(com|lpt)[0-9\u00b9\u00b2\u00b3]) *(\\..*)?",
            Pattern.DOTALL);

    /** Returns the names below {@code root} on a server whose user has this home. */
    static Names of(String root, String home) {
        return new Names(root, WINDOWS_HOME.matcher(home).matches());
    }

    /** Returns the file of {@code path}; the rules of {@link RemotePath} keep it below the root. */
    String of(RemotePath path) throws StorageException {
        for (String name : path.names()) {
            if (windows && WINDOWS_REFUSES.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
                throw new StorageException(Kind.INVALID, "Windows has no file named '" + name + "'; choose another name");
            }
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(path.value())) {
            throw new StorageException(Kind.INVALID, "'" + path + "' holds half a letter; choose another name");
        }
        return path.value().isEmpty() ? root : (root.equals("/") ? "" : root) + "/" + path.value();
    }

    /** Returns the file to write {@code path} to. */
    String ofNew(RemotePath path) throws StorageException {
        if (path.value().isEmpty()) {
            throw new StorageException(Kind.INVALID, "the storage folder " + root + " itself is no object");
        }
        if (isTemporary(path.name())) {
            throw new StorageException(Kind.INVALID,
                    "'" + path + "' is a name kept for unfinished writes; choose one that does not end so");
        }
        return of(path);
    }

    /** Tells whether a file of this name belongs to a write that did not finish. */
    static boolean isTemporary(String name) {
        return name.contains("-tmp-") && TEMPORARY.matcher(name).matches();
    }

    /** Returns a name beside {@code target} which nobody else has; short enough also beside the longest names. */
    static String temporary(String target) {
        int start = target.lastIndexOf('/') + 1;
        int end = Math.min(target.length(), start + LONGEST_PREFIX);
        if (end < target.length() && Character.isHighSurrogate(target.charAt(end - 1))) {
            end--;
        }
        return target.substring(0, end) + "-tmp-" + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
    }

    /** Tells whether a path or a name in it is longer than those that every system takes. */
    static boolean isLong(String path) {
        return bytes(path) > LONGEST_PATH || Arrays.stream(path.split("/")).anyMatch(name -> bytes(name) > LONGEST_NAME);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Returns the folder that holds {@code file}, which is not the root of the server. */
    static String folderOf(String file) {
        int slash = file.lastIndexOf('/');
        return slash <= 0 ? "/" : file.substring(0, slash);
    }
}
