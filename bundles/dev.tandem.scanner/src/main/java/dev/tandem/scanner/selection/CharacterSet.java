package dev.tandem.scanner.selection;

import java.util.ArrayList;
import java.util.List;

/**
 * The characters of {@code [..]} in a pattern, as Go's regular expressions read them.
 *
 * @param negated whether it is all others that are meant
 * @param ranges  first and last character of each range, in turn
 */
record CharacterSet(boolean negated, int[] ranges) {
    boolean contains(int character) {
        return holds(character) != negated;
    }

    /** As {@link #contains} where case does not matter. */
    boolean containsAnyCase(int character) {
        boolean found = holds(character) || holds(Character.toLowerCase(character))
                || holds(Character.toUpperCase(character));
        return found != negated;
    }

    private boolean holds(int character) {
        for (int i = 0; i < ranges.length; i += 2) {
            if (ranges[i] <= character && character <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** Returns the set as a regular expression of Java. */
    String expression() {
        StringBuilder text = new StringBuilder(negated ? "[^" : "[");
        for (int i = 0; i < ranges.length; i += 2) {
            text.append(String.format("\\x{%x}-\\x{%x}", ranges[i], ranges[i + 1]));
        }
        return text.append(']').toString();
    }

    /** Reads a set out of a pattern. */
    static final class Parser {
        private final String pattern;
        private final List<Integer> ranges = new ArrayList<>();
        private int at;

        /** @param start where the character after {@code [} is */
        Parser(String pattern, int start) {
            this.pattern = pattern;
            at = start;
        }

        /** Returns where the character after {@code ]} is, once the set was read. */
        int end() {
            return at;
        }

        CharacterSet parse() {
            boolean negated = peek() == '^';
            if (negated) {
                at++;
            }
            while (peek() != ']') {
                item();
            }
            at++;
            if (ranges.isEmpty()) {
                throw new IllegalArgumentException("nothing stands between [ and ]");
            }
            return new CharacterSet(negated, ranges.stream().mapToInt(Integer::intValue).toArray());
        }

        private int peek() {
            if (at >= pattern.length()) {
                throw new IllegalArgumentException("[ has no ]");
            }
            return pattern.codePointAt(at);
        }

        private int next() {
            int character = peek();
            at += Character.charCount(character);
            return character;
        }

        private void item() {
            if (pattern.startsWith("[:", at)) {
                namedClass();
                return;
            }
            if (peek() == '\\' && at + 1 < pattern.length() && "dws".indexOf(pattern.charAt(at + 1)) >= 0) {
                addClass(pattern.charAt(at + 1));
                at += 2;
                return;
            }
            int low = character();
            boolean range = peek() == '-' && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']';
            if (range) {
                at++;
            }
            int high = range ? character() : low;
            if (high < low) {
                throw new IllegalArgumentException("a range in [..] ends before it starts");
            }
            add(low, high);
        }

        private int character() {
            int character = next();
            if (character == '[') {
                throw new IllegalArgumentException("[ stands within [..]; write \\x5b");
            }
            return character == '\\' ? escaped() : character;
        }

        private int escaped() {
            int character = next();
            return switch (character) {
                case 'a' -> 7;
                case 't' -> '\t';
                case 'n' -> '\n';
                case 'v' -> 11;
                case 'f' -> '\f';
                case 'r' -> '\r';
                case 'x' -> hexadecimal();
                default -> {
                    if (character >= 0x80 || Character.isLetterOrDigit(character)) {
                        throw new IllegalArgumentException(
                                "\\" + Character.toString(character) + " within [..] means nothing");
                    }
                    yield character;
                }
            };
        }

        private int hexadecimal() {
            boolean braced = peek() == '{';
            int start = braced ? at + 1 : at;
            int end = braced ? pattern.indexOf('}', start) : at + 2;
            if (end < start || end > pattern.length()) {
                throw new IllegalArgumentException("\\x within [..] needs two hexadecimal digits");
            }
            at = braced ? end + 1 : end;
            try {
                return Integer.parseInt(pattern, start, end, 16);
            } catch (NumberFormatException none) {
                throw new IllegalArgumentException("\\x within [..] needs two hexadecimal digits", none);
            }
        }

        private void namedClass() {
            int end = pattern.indexOf(":]", at);
            String name = end < 0 ? "" : pattern.substring(at + 2, end);
            switch (name) {
                case "alnum" -> addAll("09AZaz");
                case "alpha" -> addAll("AZaz");
                case "ascii" -> add(0, 0x7f);
                case "blank" -> addAll("\t\t  ");
                case "cntrl" -> {
                    add(0, 0x1f);
                    add(0x7f, 0x7f);
                }
                case "digit" -> addAll("09");
                case "graph" -> addAll("!~");
                case "lower" -> addAll("az");
                case "print" -> addAll(" ~");
                case "punct" -> addAll("!/:@[`{~");
                case "space" -> addAll("\t\r  ");
                case "upper" -> addAll("AZ");
                case "word" -> addClass('w');
                case "xdigit" -> addAll("09AFaf");
                default -> throw new IllegalArgumentException("[:" + name + ":] within [..] means nothing");
            }
            at = end + 2;
        }

        private void addClass(char letter) {
            addAll(letter == 'd' ? "09" : letter == 'w' ? "09AZaz__" : "\t\n\f\r  ");
        }

        private void addAll(String bounds) {
            for (int i = 0; i < bounds.length(); i += 2) {
                add(bounds.charAt(i), bounds.charAt(i + 1));
            }
        }

        private void add(int low, int high) {
            ranges.add(low);
            ranges.add(high);
        }
    }
}
