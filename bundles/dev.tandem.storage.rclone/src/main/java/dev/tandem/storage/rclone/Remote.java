package dev.tandem.storage.rclone;

import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A place as rclone writes it: {@code name:path} of its configuration, or {@code :backend,option=value:path} on the spot.
 *
 * @param fs what rclone is told
 */
record Remote(String fs) {
    private static final int LEAST_SECRET = 3;
    /** What stands before the path; an option may be quoted, and then holds anything. */
    private static final Pattern FORM = Pattern.compile("(:?[^:,/\\\\\"']+)((?:,[^:,=]+(?:=(?:\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'"
            + "|[^:,\"']*))?)*):(.*)", Pattern.DOTALL);

    /** Returns the place of a location. */
    static Remote of(Location where) throws StorageException {
        String fs = where.target();
        if (!FORM.matcher(fs).matches()) {
            throw new StorageException(Kind.INVALID, "a location of rclone is of the form rclone:remote:path; "
                    + "'rclone listremotes' tells the remotes there are, 'rclone config' makes one");
        }
        while (fs.endsWith("/") && !fs.endsWith(":/")) {
            fs = fs.substring(0, fs.length() - 1);
        }
        return new Remote(fs);
    }

    /** Returns the place of a directory below. */
    Remote at(String path) {
        return path.isEmpty() ? this : new Remote(fs + (fs.endsWith(":") || fs.endsWith("/") ? "" : "/") + path);
    }

    /** Returns the remote without its path. */
    String name() {
        var form = FORM.matcher(fs);
        return form.matches() ? form.group(1) : fs;
    }

    /** Returns text without what the options of the place say, which may be passwords. */
    String mask(String text) {
        String masked = text;
        for (String secret : (Iterable<String>) secrets()::iterator) {
            masked = masked.replace(secret, "***");
        }
        return masked;
    }

    private Stream<String> secrets() {
        var form = FORM.matcher(fs);
        String options = form.matches() ? form.group(2) : "";
        return Stream.concat(Stream.of(options), List.of(options.split(",")).stream()
                .map(option -> option.substring(option.indexOf('=') + 1).replaceAll("^[\"']|[\"']$", "")))
                .filter(secret -> secret.length() >= LEAST_SECRET);
    }

    /** Returns the place for people and logs. */
    @Override
    public String toString() {
        var form = FORM.matcher(fs);
        return form.matches() ? form.group(1) + (form.group(2).isEmpty() ? "" : ",…") + ":" + form.group(3) : fs;
    }
}
