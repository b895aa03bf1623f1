package dev.tandem.storage;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where a storage is: a scheme that names the provider, and the rest in that provider's own syntax. A plain path has the
 * scheme {@value #FILE}.
 *
 * @param scheme lower-case name of the kind of storage, {@code file}, {@code sftp}
 * @param target the rest, never empty: a path, {@code //user@host/path}
 */
public record Location(String scheme, String target) {
    /** The scheme of the local file system. */
    public static final String FILE = "file";

    // One letter before the colon is a Windows drive, not a scheme.
    private static final Pattern SCHEMED = Pattern.compile("([a-z][a-z0-9+-]+):(.+)", Pattern.DOTALL);

    public Location {
        Objects.requireNonNull(scheme);
        if (target.isEmpty()) {
            throw new IllegalArgumentException("a location needs a path");
        }
    }

    /**
     * Parses what a person typed: {@code /mnt/backup}, {@code local:/mnt/backup}, {@code sftp://host/path}.
     *
     * @throws IllegalArgumentException for empty text
     */
    public static Location parse(String text) {
        var matcher = SCHEMED.matcher(text);
        if (!matcher.matches() || text.startsWith("./")) {
            return new Location(FILE, text);
        }
        String scheme = matcher.group(1);
        String target = matcher.group(2);
        return switch (scheme) {
            case "local" -> new Location(FILE, target);
            case FILE -> new Location(FILE, target.startsWith("//") ? target.substring(2) : target);
            default -> new Location(scheme, target);
        };
    }

    /** Returns text that {@link #parse} reads back. */
    @Override
    public String toString() {
        return scheme.equals(FILE) ? target : scheme + ":" + target;
    }
}
