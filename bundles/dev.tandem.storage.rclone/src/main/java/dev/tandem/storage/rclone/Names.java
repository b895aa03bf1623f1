package dev.tandem.storage.rclone;

import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names in rclone's spelling. In it control characters are written as their symbols ({@code ␊}), and a symbol itself stands
 * behind a {@code ‛}; every service then has its own way to keep them.
 */
final class Names {
    /** Files of unfinished writes, this program's and restic's. */
    private static final Pattern TEMPORARY = Pattern.compile(".*-tmp-[0-9]{1,20}", Pattern.DOTALL);
    private static final int LONGEST_PREFIX = 64;
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_PATH = 1000;

    private static final char QUOTE = '\u201b';
    private static final char SYMBOLS = '\u2400';
    private static final char LAST_SYMBOL = '\u241f';
    private static final char DELETE = '\u007f';
    private static final char SYMBOL_OF_DELETE = '\u2421';
    private static final char WIDE_SLASH = '\uff0f';
    private static final String WIDE_DOT = "\uff0e";

    private Names() { }

    /** Returns a path in rclone's spelling. */
    static String encode(RemotePath path) throws StorageException {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(path.value())) {
            throw new StorageException(Kind.INVALID, "'" + path + "' is no name for rclone: it has half a character");
        }
        return path.names().stream().map(Names::encode).collect(Collectors.joining("/"));
    }

    private static String encode(String name) {
        if (name.equals(WIDE_DOT) || name.equals(WIDE_DOT + WIDE_DOT)) {
            return name.replace(WIDE_DOT, QUOTE + WIDE_DOT);
        }
        StringBuilder encoded = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == QUOTE && i + 1 < name.length() && isUnspeakable(name.charAt(i + 1))) {
                i++;
                encoded.append(name.charAt(i));
            } else if (c < ' ') {
                encoded.append((char) (SYMBOLS + c));
            } else if (c == DELETE) {
                encoded.append(SYMBOL_OF_DELETE);
            } else if (c == QUOTE || isSymbol(c)) {
                encoded.append(QUOTE).append(c);
            } else {
                encoded.append(c);
            }
        }
        return encoded.toString();
    }

    /**
     * Returns a name that rclone told. A slash or a NUL in it, which some services allow and a path here does not, stays the
     * symbol, behind a quote.
     */
    static String decode(String name) {
        if (name.equals(QUOTE + WIDE_DOT) || name.equals(QUOTE + WIDE_DOT + QUOTE + WIDE_DOT)) {
            return name.replace(QUOTE + WIDE_DOT, WIDE_DOT);
        }
        StringBuilder decoded = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == QUOTE && i + 1 < name.length() && (name.charAt(i + 1) == QUOTE || isSymbol(name.charAt(i + 1)))) {
                i++;
                decoded.append(name.charAt(i));
            } else if (isUnspeakable(c)) {
                decoded.append(QUOTE).append(c);
            } else if (c == SYMBOL_OF_DELETE) {
                decoded.append(DELETE);
            } else {
                decoded.append(isSymbol(c) ? (char) (c - SYMBOLS) : c);
            }
        }
        return decoded.toString();
    }

    private static boolean isSymbol(char c) {
        return c >= SYMBOLS && c <= LAST_SYMBOL || c == SYMBOL_OF_DELETE || c == WIDE_SLASH;
    }

    private static boolean isUnspeakable(char c) {
        return c == SYMBOLS || c == WIDE_SLASH;
    }

    /** Refuses what cannot be an object that somebody writes. */
    static void refuseUnlessObject(RemotePath path) throws StorageException {
        if (path.equals(RemotePath.ROOT)) {
            throw new StorageException(Kind.INVALID, "the location itself is no object");
        }
        if (isTemporary(path.name())) {
            throw new StorageException(Kind.INVALID,
                    "'" + path + "' is a name kept for unfinished writes; choose one that does not end so");
        }
    }

    /** Tells whether a path is longer than what most file systems have. */
    static boolean isLong(RemotePath path) {
        return path.value().length() > LONGEST_PATH || path.names().stream()
                .anyMatch(name -> name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME);
    }

    /** Tells whether an object of this name belongs to a write that did not finish. */
    static boolean isTemporary(String name) {
        return name.indexOf("-tmp-") >= 0 && TEMPORARY.matcher(name).matches();
    }

    /** Returns a name beside {@code target} which nobody else has; short enough also beside the longest names. */
    static RemotePath temporary(RemotePath target) {
        String name = target.name();
        int end = Math.min(name.length(), LONGEST_PREFIX);
        if (end < name.length() && Character.isHighSurrogate(name.charAt(end - 1))) {
            end--;
        }
        long random = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
        return target.parent().child(name.substring(0, end) + "-tmp-" + random);
    }
}
