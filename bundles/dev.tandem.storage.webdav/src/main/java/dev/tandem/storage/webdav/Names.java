package dev.tandem.storage.webdav;

import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.http.Percent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which names are objects, and what a server's {@code href} names. */
final class Names {
    /** Unfinished writes, this program's and restic's. */
    private static final Pattern TEMPORARY = Pattern.compile(".*-tmp-[0-9]{1,20}", Pattern.DOTALL);
    private static final int LONGEST_PREFIX = 64;

    // What file systems take.
    private static final int NAME_AT_MOST = 255;
    private static final int PATH_AT_MOST = 4000;

    private Names() { }

    /** Tells whether something of this name belongs to a write that did not finish. */
    static boolean isTemporary(String name) {
        return TEMPORARY.matcher(name).matches();
    }

    /** @throws StorageException {@code INVALID} where nothing can be written at {@code path} */
    static void requireNew(RemotePath path) throws StorageException {
        if (path.value().isEmpty()) {
            throw new StorageException(Kind.INVALID, "the location itself is no object");
        }
        if (isTemporary(path.name())) {
            throw new StorageException(Kind.INVALID,
                    "'" + path + "' is a name kept for unfinished writes; choose one that does not end so");
        }
        if (!isText(path)) {
            throw new StorageException(Kind.INVALID, "'" + path + "' is no text that can be sent to a server");
        }
        if (hasLongName(path)) {
            // Not left to the server: some refuse it and then fail to list the folder.
            throw new StorageException(Kind.INVALID, "'" + path + "' has a name of more than " + NAME_AT_MOST
                    + " bytes, which servers cannot keep");
        }
    }

    /** Tells whether a path can be written in an address: half a character cannot. */
    static boolean isText(RemotePath path) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(path.value());
    }

    /** Tells whether a server may fail because a path is longer than its file system takes; few say so. */
    static boolean isLong(RemotePath path) {
        return length(path.value()) > PATH_AT_MOST || hasLongName(path);
    }

    private static boolean hasLongName(RemotePath path) {
        return path.names().stream().anyMatch(name -> length(name) > NAME_AT_MOST);
    }

    private static int length(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Returns a path beside {@code target} which nobody else has. */
    static RemotePath temporary(RemotePath target) {
        String name = target.name();
        int end = Math.min(name.length(), LONGEST_PREFIX);
        if (end < name.length() && Character.isHighSurrogate(name.charAt(end - 1))) {
            end--;
        }
        long random = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
        return target.parent().child(name.substring(0, end) + "-tmp-" + random);
    }

    /**
     * Returns the name of what is directly in {@code folder}, empty for the folder itself. Servers write addresses whole
     * or from the root on, and encode what they like.
     *
     * @throws StorageException {@code FAILED} for anything else: then the listing is not to be trusted
     */
    static String inside(URI folder, String href, String cannot) throws StorageException {
        Optional<String> path = decodedPath(href);
        String above = decodedPath(folder.getRawPath()).orElseThrow();
        if (path.isPresent() && withoutSlash(path.get()).equals(withoutSlash(above))) {
            return "";
        }
        if (path.isEmpty() || !path.get().startsWith(above)) {
            throw misled(cannot, href);
        }
        String name = withoutSlash(path.get().substring(above.length()));
        if (name.indexOf('/') >= 0 || name.indexOf('\0') >= 0 || name.equals(".") || name.equals("..")) {
            throw misled(cannot, href);
        }
        return name;
    }

    private static StorageException misled(String cannot, String href) {
        return new StorageException(Kind.FAILED, cannot + "the server lists what is not in it, or no address at all: '"
                + (href.length() > 200 ? href.substring(0, 200) + "…" : href) + "'");
    }

    /** An encoded slash would be part of a name, and no name has one. */
    private static Optional<String> decodedPath(String href) {
        String path = href.replaceFirst("^[A-Za-z][A-Za-z0-9+.-]*://[^/]*", "");
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        List<Optional<String>> names = Stream.of(path.substring(1).split("/", -1)).map(Percent::decode).toList();
        boolean sound = names.stream().allMatch(name -> name.isPresent() && name.get().indexOf('/') < 0);
        return sound ? Optional.of(names.stream().map(name -> "/" + name.get()).collect(Collectors.joining()))
                : Optional.empty();
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
