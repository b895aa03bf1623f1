package dev.tandem.storage;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where a storage is: a scheme that names the provider, and the rest in that provider's own syntax. A plain path has the
 * scheme {@value #FILE}; {@code @nas/photos} is a place in a destination a person has named, of the scheme
 * {@value #NAMED}.
 *
 * @param scheme lower-case name of the kind of storage, {@code file}, {@code sftp}
 * @param target the rest, never empty: a path, {@code //user@host/path}, {@code nas/photos}
 */
public record Location(String scheme, String target) {
    /** The scheme of the local file system. */
    public static final String FILE = "file";

    /** The scheme of places in named {@link Destinations}. */
    public static final String NAMED = "destination";

    // One letter before the colon is a Windows drive, not a scheme.
    private static final Pattern SCHEMED = Pattern.compile("([a-z][a-z0-9+-]+):(.+)", Pattern.DOTALL);
    private static final Pattern NAMED_TEXT = Pattern.compile("@([a-z0-9][a-z0-9-]*(?:/.*)?)", Pattern.DOTALL);
    private static final Pattern PASSWORD = Pattern.compile("(//[^/@:]*):[^/]*@");

    public Location {
        Objects.requireNonNull(scheme);
        if (target.isEmpty()) {
            throw new IllegalArgumentException("a location needs a path");
        }
    }

    /**
     * Parses what a person typed: {@code /mnt/backup}, {@code local:/mnt/backup}, {@code sftp://host/path},
     * {@code @nas/photos}. A path that looks like something else is written {@code ./@nas}.
     *
     * @throws IllegalArgumentException for empty text
     */
    public static Location parse(String text) {
        var named = NAMED_TEXT.matcher(text);
        if (named.matches()) {
            return new Location(NAMED, named.group(1));
        }
        var schemed = SCHEMED.matcher(text);
        if (!schemed.matches() || text.startsWith("./")) {
            return new Location(FILE, text);
        }
        String scheme = schemed.group(1);
        String target = schemed.group(2);
        return switch (scheme) {
            case "local" -> new Location(FILE, target);
            case FILE -> new Location(FILE, target.startsWith("//") ? target.substring(2) : target);
            default -> new Location(scheme, target);
        };
    }

    /** Returns text that {@link #parse} reads back; it may hold a password. */
    public String text() {
        return switch (scheme) {
            case FILE -> target;
            case NAMED -> "@" + target;
            default -> scheme + ":" + target;
        };
    }

    /** Returns {@link #text} for people and logs, with {@code ***} in place of a password. */
    @Override
    public String toString() {
        return PASSWORD.matcher(text()).replaceFirst("$1:***@");
    }
}
