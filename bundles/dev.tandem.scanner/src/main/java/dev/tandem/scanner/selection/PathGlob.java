package dev.tandem.scanner.selection;

import dev.tandem.scanner.filter.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * What a pattern matches: the usual forms apart, as they are matched by the million. A text is the path of a file, or of
 * a directory with {@code /} at its end.
 */
sealed interface PathGlob {
    /**
     * Tells whether the text up to {@code end} matches.
     *
     * @param name where the last name starts; {@code end} for a directory
     */
    boolean matches(byte[] text, int name, int end);

    /** All paths. */
    record Everything() implements PathGlob {
        @Override
        public boolean matches(byte[] text, int name, int end) {
            return true;
        }
    }

    /** {@code /a/b}. */
    record Exact(byte[] path) implements PathGlob {
        @Override
        public boolean matches(byte[] text, int name, int end) {
            return end == path.length && Arrays.equals(text, 0, end, path, 0, end);
        }
    }

    /** {@code /a/b**}. */
    record Start(byte[] path) implements PathGlob {
        @Override
        public boolean matches(byte[] text, int name, int end) {
            return end >= path.length && Arrays.equals(text, 0, path.length, path, 0, path.length);
        }
    }

    /** {@code name}. */
    record Name(byte[] text) implements PathGlob {
        @Override
        public boolean matches(byte[] path, int name, int end) {
            return end - name == text.length && Arrays.equals(path, name, end, text, 0, text.length);
        }
    }

    /** {@code name*}. */
    record NameStart(byte[] text) implements PathGlob {
        @Override
        public boolean matches(byte[] path, int name, int end) {
            return end - name >= text.length
                    && Arrays.equals(path, name, name + text.length, text, 0, text.length);
        }
    }

    /** {@code *name}. */
    record NameEnd(byte[] text) implements PathGlob {
        @Override
        public boolean matches(byte[] path, int name, int end) {
            return end - name >= text.length && Arrays.equals(path, end - text.length, end, text, 0, text.length);
        }
    }

    /** {@code a/b**}, at any depth. */
    record Inside(byte[] part) implements PathGlob {
        @Override
        public boolean matches(byte[] text, int name, int end) {
            for (int at = 0; at + part.length <= end; at++) {
                if (text[at] == part[0] && (at == 0 || text[at - 1] == '/')
                        && Arrays.equals(text, at, at + part.length, part, 0, part.length)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** One of several. */
    record Any(PathGlob[] globs) implements PathGlob {
        @Override
        public boolean matches(byte[] text, int name, int end) {
            for (PathGlob glob : globs) {
                if (glob.matches(text, name, end)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** What holds a regular expression; a byte that is not part of valid UTF-8 is the character {@code U+FFFD} to it. */
    record Expression(Pattern pattern) implements PathGlob {
        @Override
        public boolean matches(byte[] text, int name, int end) {
            return pattern.matcher(decoded(text, end)).matches();
        }

        private static String decoded(byte[] text, int end) {
            for (int i = 0; i < end; i++) {
                if (text[i] < 0) {
                    return decodedSlowly(text, end);
                }
            }
            return new String(text, 0, end, StandardCharsets.ISO_8859_1);
        }

        private static String decodedSlowly(byte[] text, int end) {
            StringBuilder decoded = new StringBuilder(end);
            for (int at = 0; at < end; at += Utf8.length(text, at, end)) {
                decoded.appendCodePoint(Utf8.character(text, at, end));
            }
            return decoded.toString();
        }
    }

    /** Anything else. */
    record General(Wildcards wildcards) implements PathGlob {
        @Override
        public boolean matches(byte[] text, int name, int end) {
            return wildcards.matches(text, name, end);
        }
    }
}
