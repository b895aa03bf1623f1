package dev.tandem.scanner.selection;

import dev.tandem.scan.SelectionRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A {@code .gitignore} at the root of the folder: the last match wins, but nothing below a directory that is left out is
 * ever taken back. As git's manual has it, {@code ?} and {@code [..]} stand for a character, not for one byte of it.
 */
final class GitIgnores {
    private GitIgnores() {
    }

    static List<SelectionRule> translate(List<Line> lines) {
        List<TopDownRules.Own> patterns = new ArrayList<>();
        for (Line line : lines) {
            pattern(line).ifPresent(patterns::add);
        }
        Collections.reverse(patterns);
        return TopDownRules.of(patterns);
    }

    private static Optional<TopDownRules.Own> pattern(Line line) {
        String text = line.text().startsWith("#") ? "" : withoutTrailingSpaces(line.text());
        boolean negated = text.startsWith("!");
        String bare = negated ? text.substring(1) : text;
        boolean directoriesOnly = bare.endsWith("/");
        if (directoriesOnly) {
            bare = bare.substring(0, bare.length() - 1);
        }
        if (bare.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TopDownRules.Own(line.origin(), negated, false, directoriesOnly,
                path(bare, negated, line)));
    }

    /** A space after {@code \} stays. */
    private static String withoutTrailingSpaces(String text) {
        int end = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                end = i + 1;
            } else if (c != ' ') {
                end = i + 1;
            }
        }
        return text.substring(0, end);
    }

    private static String path(String bare, boolean include, Line line) {
        if (bare.indexOf('/') < 0) {
            return name(bare, line);
        }
        List<String> names = new ArrayList<>(Arrays.asList(bare.split("/", -1)));
        if (names.getFirst().isEmpty()) {
            names.removeFirst();
        }
        boolean anyDepth = isStars(names.getFirst());
        while (names.size() > 1 && isStars(names.getFirst())) {
            names.removeFirst();
        }
        StringBuilder path = new StringBuilder(anyDepth && !isStars(names.getFirst()) ? "" : "/");
        for (int i = 0; i < names.size(); i++) {
            boolean last = i == names.size() - 1;
            if (!isStars(names.get(i))) {
                path.append(name(names.get(i), line)).append(last ? "" : "/");
            } else if (last) {
                path.append(include ? "{{.+}}" : "**?");
            } else if (!isStars(names.get(i + 1))) {
                path.append(include ? "{{(.*/)?}}" : "{**/,}");
            }
        }
        return path.toString();
    }

    private static boolean isStars(String name) {
        return name.length() > 1 && name.chars().allMatch(c -> c == '*');
    }

    private static String name(String name, Line line) {
        if (name.isEmpty()) {
            throw line.refused("it matches nothing, as it holds an empty name; take the doubled / out");
        }
        return new NameWriter(name, line).write();
    }

    /** Writes one name of a pattern in our syntax. */
    private static final class NameWriter {
        private final String name;
        private final Line line;
        private final StringBuilder text = new StringBuilder();
        private int at;

        NameWriter(String name, Line line) {
            this.name = name;
            this.line = line;
        }

        String write() {
            while (at < name.length()) {
                int c = next();
                switch (c) {
                    case '*' -> star();
                    case '?' -> text.append('?');
                    case '[' -> set();
                    case '\\' -> text.append(Escapes.outside(escaped()));
                    default -> text.append(Escapes.outside(c));
                }
            }
            return text.toString();
        }

        private int next() {
            int c = name.codePointAt(at);
            at += Character.charCount(c);
            return c;
        }

        private int escaped() {
            if (at == name.length()) {
                throw line.refused("it matches nothing, as nothing follows the last \\");
            }
            return next();
        }

        private void star() {
            while (at < name.length() && name.charAt(at) == '*') {
                at++;
            }
            text.append('*');
        }

        private void set() {
            boolean negated = at < name.length() && (name.charAt(at) == '!' || name.charAt(at) == '^');
            if (negated) {
                at++;
            }
            StringBuilder items = new StringBuilder();
            boolean first = true;
            while (first || peek() != ']') {
                items.append(item());
                first = false;
            }
            at++;
            if (items.isEmpty() && !negated) {
                throw line.refused("it matches nothing, as [..] holds no character a name can have");
            }
            text.append(negated ? "[^\\x2f" : "[").append(items).append(']');
        }

        private char peek() {
            if (at >= name.length()) {
                throw line.refused("it matches nothing, as [ has no ] within the same name");
            }
            return name.charAt(at);
        }

        private String item() {
            if (name.startsWith("[:", at)) {
                int end = name.indexOf(":]", at);
                if (end < 0) {
                    throw line.refused("it matches nothing, as [: has no :]");
                }
                String named = name.substring(at, end + 2);
                at = end + 2;
                // In a set that is not negated the / of [:punct:], [:graph:] and [:print:] has to go.
                return switch (named) {
                    case "[:punct:]" -> "\\x21-\\x2e\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e";
                    case "[:graph:]" -> "\\x21-\\x2e0-\\x7e";
                    case "[:print:]" -> "\\x20-\\x2e0-\\x7e";
                    case "[:alnum:]", "[:alpha:]", "[:blank:]", "[:cntrl:]", "[:digit:]", "[:lower:]", "[:space:]",
                            "[:upper:]", "[:xdigit:]" -> named;
                    default -> throw line.refused("it matches nothing, as there are no characters " + named);
                };
            }
            int low = character();
            boolean range = peek() == '-' && at + 1 < name.length() && name.charAt(at + 1) != ']';
            if (!range) {
                return Escapes.rangeWithoutSlash(low, low);
            }
            at++;
            return Escapes.rangeWithoutSlash(low, character());
        }

        private int character() {
            peek();
            int c = next();
            return c == '\\' ? escaped() : c;
        }
    }
}
