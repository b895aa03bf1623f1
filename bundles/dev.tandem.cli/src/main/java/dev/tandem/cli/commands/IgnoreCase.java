package dev.tandem.cli.commands;

import java.util.Locale;

/** Rewrites a pattern so that it matches names whatever their case, for a service that only knows the exact one. */
final class IgnoreCase {
    private IgnoreCase() { }

    /** Returns {@code pattern} with each letter as a set of both cases: {@code *.jpg} becomes {@code *.[jJ][pP][gG]}. */
    static String pattern(String pattern) {
        StringBuilder both = new StringBuilder(pattern.length() * 4);
        int i = 0;
        while (i < pattern.length()) {
            int c = pattern.codePointAt(i);
            int end = i + Character.charCount(c);
            if (c == '\\' && end < pattern.length()) {
                int escaped = pattern.codePointAt(end);
                end += Character.charCount(escaped);
                both.append(hasCases(escaped) ? cases(escaped) : pattern.substring(i, end));
            } else if (c == '[') {
                end = endOfSet(pattern, i);
                both.append(set(pattern.substring(i, end)));
            } else if (hasCases(c)) {
                both.append(cases(c));
            } else {
                both.appendCodePoint(c);
            }
            i = end;
        }
        return both.toString();
    }

    private static boolean hasCases(int c) {
        return Character.toLowerCase(c) != Character.toUpperCase(c);
    }

    private static String cases(int c) {
        return "[" + Character.toString(Character.toLowerCase(c)) + Character.toString(Character.toUpperCase(c)) + "]";
    }

    /** Returns where the set that begins at {@code start} ends; one that does not end is left to whoever compiles it. */
    private static int endOfSet(String pattern, int start) {
        int i = start + 1;
        while (i < pattern.length() && pattern.charAt(i) != ']') {
            i += pattern.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(pattern.length(), i + 1);
    }

    private static String set(String set) {
        if (!set.endsWith("]") || set.length() < 3) {
            return set;
        }
        boolean negated = set.charAt(1) == '^' || set.charAt(1) == '!';
        String inner = set.substring(negated ? 2 : 1, set.length() - 1);
        return set.substring(0, negated ? 2 : 1) + inner.toLowerCase(Locale.ROOT)
                + inner.toUpperCase(Locale.ROOT) + "]";
    }
}
