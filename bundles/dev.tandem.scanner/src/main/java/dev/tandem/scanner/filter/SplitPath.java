package dev.tandem.scanner.filter;

import dev.tandem.model.RawPath;

/** A path with the bounds of its names, for matching many patterns. */
final class SplitPath {
    private final byte[] bytes;
    private final int[] starts;
    private final int[] ends;
    private final int count;

    private SplitPath(byte[] bytes, boolean rootHasName) {
        this.bytes = bytes;
        int separators = 0;
        for (byte b : bytes) {
            separators += b == '/' ? 1 : 0;
        }
        starts = new int[separators + 1];
        ends = new int[separators + 1];
        int names = 0;
        int start = absolute() ? 1 : 0;
        for (int i = start; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                starts[names] = start;
                ends[names++] = i;
                start = i + 1;
            }
        }
        boolean root = bytes.length == 1 && absolute();
        count = root && !rootHasName ? 0 : names;
    }

    /** Splits a path; the root has, for restic, one name, the empty one. */
    static SplitPath of(RawPath path, boolean lowerCase) {
        return new SplitPath(bytes(path, lowerCase), true);
    }

    /** Splits the path of a directory; the root has no name. */
    static SplitPath ofDirectory(RawPath path, boolean lowerCase) {
        return new SplitPath(bytes(path, lowerCase), false);
    }

    private static byte[] bytes(RawPath path, boolean lowerCase) {
        byte[] bytes = path.bytes();
        return lowerCase ? Utf8.lowerCase(bytes) : bytes;
    }

    boolean absolute() {
        return bytes.length > 0 && bytes[0] == '/';
    }

    int count() {
        return count;
    }

    boolean matches(int name, NamePattern pattern) {
        return pattern.matches(bytes, starts[name], ends[name]);
    }
}
