package dev.tandem.scanner.filter;

import dev.tandem.scanner.filter.NamePattern.AnyNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One pattern of restic's syntax.
 *
 * @param text    as a person wrote it
 * @param negated whether it takes back what an earlier pattern matched
 * @param rooted  whether it holds from the root of the file system, not at any depth
 * @param parts   its names
 */
record PathPattern(String text, boolean negated, boolean rooted, NamePattern[] parts) {
    /**
     * Compiles a pattern.
     *
     * @param text       not empty
     * @param lowerCase  whether it is for paths in lower case
     * @param windows    whether {@code \} separates names and {@code C:} starts a rooted pattern
     * @throws IllegalArgumentException when it is malformed; the message quotes it
     */
    static PathPattern compile(String text, boolean lowerCase, boolean windows) {
        boolean negated = text.charAt(0) == '!';
        String bare = negated ? text.substring(1) : text;
        if (windows) {
            bare = bare.replace('\\', '/');
            bare = bare.length() > 1 && bare.charAt(1) == ':' ? "/" + bare : bare;
        }
        if (lowerCase) {
            bare = Utf8.lowerCase(bare);
        }
        boolean rooted = bare.startsWith("/");
        try {
            return new PathPattern(text, negated, rooted, parts(bare, rooted, !windows));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("the pattern \"" + text + "\" is malformed: " + malformed.getMessage(),
                    malformed);
        }
    }

    private static NamePattern[] parts(String bare, boolean rooted, boolean escapes) {
        List<String> names = clean(bare, rooted);
        if (names.isEmpty()) {
            // The root stands for all below it; nothing relative is the current directory, which no path names.
            names = List.of(rooted ? "**" : ".");
        }
        return names.stream().map(name -> NamePattern.compile(name, escapes)).toArray(NamePattern[]::new);
    }

    /** Resolves empty names, {@code .} and {@code ..} without regard to wildcards. */
    private static List<String> clean(String bare, boolean rooted) {
        List<String> names = new ArrayList<>();
        for (String name : bare.split("/")) {
            boolean up = name.equals("..");
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (up && !names.isEmpty() && !names.getLast().equals("..")) {
                names.removeLast();
            } else if (!up || !rooted) {
                names.add(name);
            }
        }
        return names;
    }

    /** Tells whether {@code path}, or a directory above it, matches. */
    boolean matches(SplitPath path) {
        if (rooted) {
            return path.absolute() && matches(path, 0, 0, parts.length, path.count());
        }
        // restic counts the root as a name of the path, which shows only in the limit on what two ** may stand for.
        int limit = path.count() + (path.absolute() ? 1 : 0);
        for (int start = path.count() - 1; start >= 0; start--) {
            if (matches(path, 0, start, parts.length, limit)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Matches the parts from {@code part} on with the names from {@code name} on.
     *
     * @param length names the pattern has, with each {@code **} so far as the names it stands for, later ones as one
     * @param limit  most of {@code length}; restic replaces one {@code **} after the other and stops there, so that of
     *               two the first may stand for fewer names than fit while the second stands for none
     */
    private boolean matches(SplitPath path, int part, int name, int length, int limit) {
        for (int i = part, at = name; i < parts.length; i++, at++) {
            if (parts[i] instanceof AnyNames) {
                return matchesAnyNames(path, i, at, length - 1, limit);
            }
            if (at >= path.count() || !path.matches(at, parts[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean matchesAnyNames(SplitPath path, int part, int name, int others, int limit) {
        for (int skip = 0; others + skip <= limit && name + skip <= path.count(); skip++) {
            if (matches(path, part + 1, name + skip, others + skip, limit)) {
                return true;
            }
        }
        return false;
    }

    /** Tells whether something below the directory could match. */
    boolean mayMatchBelow(SplitPath directory) {
        if (!rooted) {
            return true;
        }
        for (int i = 0; i < parts.length && i < directory.count() && !(parts[i] instanceof AnyNames); i++) {
            if (!directory.matches(i, parts[i])) {
                return false;
            }
        }
        return directory.absolute();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathPattern pattern && text.equals(pattern.text)
                && Arrays.equals(parts, pattern.parts);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
