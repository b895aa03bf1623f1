package dev.tandem.storage.internal;

import dev.tandem.storage.Location;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A place below a location, in the spelling of that location. */
final class SubPath {
    // What a URL may have in its path as it is; a colon could be taken for a port, a plus for a blank.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~!$'()*,;=@/-]");
    private static final Pattern URL = Pattern.compile("([a-z][a-z0-9+-]*:)?//.*", Pattern.DOTALL);

    private static final Pattern HOST_ONLY = Pattern.compile("//[^/]*");

    private SubPath() { }

    /**
     * Returns where {@code sub} is, names joined with slashes.
     *
     * @throws StorageException {@code INVALID} where it would lead out of the location
     */
    static Location of(Location base, String sub) throws StorageException {
        RemotePath path = checked(base, sub);
        if (path.equals(RemotePath.ROOT)) {
            return base;
        }
        String target = base.target();
        boolean url = isUrl(base);
        int end = url && target.indexOf('?') >= 0 ? target.indexOf('?') : target.length();
        String folder = target.substring(0, end);
        String joined = joined(isHome(base, folder) ? folder + "/~" : folder, url ? encoded(path.value()) : path.value());
        return new Location(base.scheme(), joined + target.substring(end));
    }

    /** Restic writes {@code s3:host/bucket} for a URL without its beginning. */
    private static boolean isUrl(Location base) {
        return !base.scheme().equals(Location.FILE)
                && (base.scheme().equals("s3") || URL.matcher(base.target()).matches());
    }

    /** Over SFTP a URL without a path is the home of the user, while one with a path begins at the root. */
    private static boolean isHome(Location base, String folder) {
        return base.scheme().equals("sftp") && HOST_ONLY.matcher(folder).matches();
    }

    private static RemotePath checked(Location base, String sub) throws StorageException {
        try {
            return new RemotePath(sub.endsWith("/") ? sub.substring(0, sub.length() - 1) : sub);
        } catch (IllegalArgumentException e) {
            throw new StorageException(Kind.INVALID, "'" + sub + "' is no place below " + base + ": it must consist of "
                    + "names with a / between them, none of which is . or ..", e);
        }
    }

    /** What ends with a colon, {@code rclone:remote:}, has no path yet, and a slash would make it an absolute one. */
    private static String joined(String base, String path) {
        return base.endsWith("/") || base.endsWith(":") ? base + path : base + "/" + path;
    }

    private static String encoded(String path) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            String character = String.valueOf((char) (b & 0xFF));
            encoded.append(PLAIN.matcher(character).matches() ? character : "%%%02X".formatted(b & 0xFF));
        }
        return encoded.toString();
    }
}
