package dev.tandem.scanner.selection;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of Unison with {@code *}, {@code ?}, {@code [..]} and {@code {a,b}}. No wildcard matches a dot a name starts with.
 */
final class UnisonGlob {
    private static final String NO_DOT = "[^\\x2e\\x2f]";

    private final String glob;
    private final Line line;
    private final StringBuilder text = new StringBuilder();
    private Place place = Place.START;
    private int at;

    /** Where in a name the next character is. */
    private enum Place {
        START, AFTER_FIRST_STAR, WITHIN
    }

    private UnisonGlob(String glob, Line line) {
        this.glob = glob;
        this.line = line;
    }

    /** Returns what means the same in our syntax, any of the patterns. */
    static List<String> translate(String glob, Line line) {
        return new Braces(glob, line).expand().stream().map(one -> new UnisonGlob(one, line).write()).toList();
    }

    private String write() {
        while (at < glob.length()) {
            char c = glob.charAt(at);
            switch (c) {
                case '*' -> star();
                case '?' -> any();
                case '[' -> set();
                default -> literal();
            }
        }
        endName();
        if (text.isEmpty() || text.charAt(0) == '/' || text.charAt(text.length() - 1) == '/') {
            throw line.refused("it matches nothing, as it holds an empty name; take the / at its start or end out");
        }
        return text.toString();
    }

    private void star() {
        at++;
        if (place == Place.START) {
            place = Place.AFTER_FIRST_STAR;
        } else if (place == Place.WITHIN && text.charAt(text.length() - 1) != '*') {
            text.append('*');
        }
    }

    private void any() {
        at++;
        text.append(switch (place) {
            case START -> NO_DOT;
            case AFTER_FIRST_STAR -> NO_DOT + "*";
            case WITHIN -> "?";
        });
        place = Place.WITHIN;
    }

    private void literal() {
        int c = character();
        if (c == '/') {
            endName();
            text.append('/');
            place = Place.START;
            return;
        }
        if (place == Place.AFTER_FIRST_STAR) {
            text.append(c == '.' ? NO_DOT + "*" : "{," + NO_DOT + "*}");
        }
        text.append(Escapes.outside(c));
        place = Place.WITHIN;
    }

    /** A name that is but a star has a character at least. */
    private void endName() {
        if (place == Place.AFTER_FIRST_STAR) {
            text.append(NO_DOT).append('*');
        }
    }

    private void set() {
        at++;
        boolean negated = at < glob.length() && (glob.charAt(at) == '^' || glob.charAt(at) == '!');
        if (negated) {
            at++;
        }
        List<int[]> ranges = ranges();
        boolean dot = negated ^ ranges.stream().anyMatch(range -> range[0] <= '.' && '.' <= range[1]);
        String all = written(ranges, negated, false);
        String dotless = written(ranges, negated, true);
        text.append(switch (place) {
            case WITHIN -> all;
            case START -> dotless;
            case AFTER_FIRST_STAR -> "{" + dotless + "," + NO_DOT + "*" + (dot ? all : dotless) + "}";
        });
        place = Place.WITHIN;
    }

    private List<int[]> ranges() {
        List<int[]> ranges = new ArrayList<>();
        while (ranges.isEmpty() || at >= glob.length() || glob.charAt(at) != ']') {
            int low = character();
            if (!glob.startsWith("-", at)) {
                ranges.add(new int[] {low, low});
            } else if (glob.startsWith("-]", at)) {
                at++;
                ranges.add(new int[] {low, low});
                ranges.add(new int[] {'-', '-'});
            } else {
                at++;
                ranges.add(new int[] {low, character()});
            }
        }
        at++;
        return ranges;
    }

    private String written(List<int[]> ranges, boolean negated, boolean withoutDot) {
        StringBuilder items = new StringBuilder();
        for (int[] range : ranges) {
            if (!negated && withoutDot && range[0] <= '.' && '.' <= range[1]) {
                items.append(Escapes.rangeWithoutSlash(range[0], '.' - 1));
                items.append(Escapes.rangeWithoutSlash('/', range[1]));
            } else {
                items.append(Escapes.rangeWithoutSlash(range[0], range[1]));
            }
        }
        if (negated) {
            return (withoutDot ? "[^\\x2e\\x2f" : "[^\\x2f") + items + "]";
        }
        if (items.isEmpty()) {
            throw line.refused("it matches nothing, as [..] holds no character that may stand there");
        }
        return "[" + items + "]";
    }

    private int character() {
        if (at < glob.length() && glob.charAt(at) == '\\') {
            at++;
        }
        if (at >= glob.length()) {
            throw line.refused("it ends too early");
        }
        int c = glob.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    /** Writes {@code {a,b}} out. */
    private static final class Braces {
        private final String glob;
        private final Line line;
        private int at;

        Braces(String glob, Line line) {
            this.glob = glob;
            this.line = line;
        }

        List<String> expand() {
            return expand(false);
        }

        private List<String> expand(boolean inner) {
            List<String> done = new ArrayList<>();
            List<String> current = List.of("");
            while (at < glob.length()) {
                char c = glob.charAt(at++);
                if (inner && c == '}') {
                    done.addAll(current);
                    return done;
                } else if (inner && c == ',') {
                    done.addAll(current);
                    current = List.of("");
                } else if (c == '{') {
                    current = product(current, expand(true));
                } else if (c == '\\' && at < glob.length()) {
                    current = product(current, List.of("\\" + glob.charAt(at++)));
                } else {
                    current = product(current, List.of(String.valueOf(c)));
                }
            }
            if (inner) {
                throw line.refused("{ has no }");
            }
            return current;
        }

        private List<String> product(List<String> heads, List<String> tails) {
            if (heads.size() * tails.size() > 1_000) {
                throw line.refused("its braces stand for more than 1000 patterns");
            }
            return heads.stream().flatMap(head -> tails.stream().map(head::concat)).toList();
        }
    }
}
