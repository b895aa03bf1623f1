package dev.tandem.scanner.filter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What one name of a pattern matches: the usual forms apart, as they are matched by the million. */
sealed interface NamePattern {
    /** Tells whether all of {@code text} from {@code start} to {@code end} matches. */
    boolean matches(byte[] text, int start, int end);

    /** {@code **}: any number of names. */
    record AnyNames() implements NamePattern {
        @Override
        public boolean matches(byte[] text, int start, int end) {
            return true;
        }
    }

    /** A name without wildcards. */
    record Exact(byte[] name) implements NamePattern {
        @Override
        public boolean matches(byte[] text, int start, int end) {
            return end - start == name.length && Arrays.equals(text, start, end, name, 0, name.length);
        }
    }

    /** {@code *} and plain text after it. */
    record Suffix(byte[] suffix) implements NamePattern {
        @Override
        public boolean matches(byte[] text, int start, int end) {
            return end - start >= suffix.length
                    && Arrays.equals(text, end - suffix.length, end, suffix, 0, suffix.length);
        }
    }

    /** Anything else. */
    record Glob(GlobPart part) implements NamePattern {
        @Override
        public boolean matches(byte[] text, int start, int end) {
            return part.matches(text, start, end);
        }
    }

    /**
     * Compiles one name of a pattern.
     *
     * @throws IllegalArgumentException when it is malformed
     */
    static NamePattern compile(String text, boolean escapes) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (text.equals("**")) {
            return new AnyNames();
        }
        if (isPlain(text)) {
            return new Exact(bytes);
        }
        if (text.startsWith("*") && isPlain(text.substring(1))) {
            return new Suffix(Arrays.copyOfRange(bytes, 1, bytes.length));
        }
        return new Glob(GlobPart.compile(bytes, escapes));
    }

    private static boolean isPlain(String text) {
        return text.chars().noneMatch(c -> "\\[]*?".indexOf(c) >= 0);
    }
}
