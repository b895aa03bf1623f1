package dev.tandem.scanner.selection;

/** A regular expression of Unison, written as one of Go, which rclone's filters take. */
final class UnisonExpression {
    private static final String ESCAPABLE = "|()*+?[.^${\\";

    private final String text;
    private final Line line;
    private final StringBuilder go = new StringBuilder();
    private int at;

    private UnisonExpression(String text, Line line) {
        this.text = text;
        this.line = line;
    }

    static String translate(String text, Line line) {
        return new UnisonExpression(text, line).write();
    }

    private String write() {
        boolean atom = false;
        while (at < text.length()) {
            char c = text.charAt(at++);
            atom = switch (c) {
                case '*', '+', '?' -> repetition(atom, String.valueOf(c));
                case '{' -> bounds(atom);
                case '[' -> set();
                case '\\' -> escaped();
                case '(', '|' -> {
                    go.append(c);
                    yield false;
                }
                case '}', ']' -> plain("\\" + c);
                default -> plain(String.valueOf(c));
            };
        }
        return go.toString();
    }

    private boolean plain(String written) {
        go.append(written);
        return true;
    }

    private boolean repetition(boolean atom, String written) {
        if (!atom) {
            throw line.refused("nothing stands before " + written + " that could be repeated");
        }
        go.append(written);
        return false;
    }

    /** A brace without a number after it stands for itself. */
    private boolean bounds(boolean atom) {
        int end = text.indexOf('}', at);
        if (at < text.length() && Character.isDigit(text.charAt(at))) {
            if (end < 0 || !text.substring(at, end).matches("\\d+(,\\d*)?")) {
                throw line.refused("{ has no }");
            }
            String written = text.substring(at - 1, end + 1);
            at = end + 1;
            return repetition(atom, written);
        }
        if (!atom) {
            throw line.refused("{ stands where it means nothing; write \\{");
        }
        return plain("\\{");
    }

    private boolean escaped() {
        if (at == text.length() || ESCAPABLE.indexOf(text.charAt(at)) < 0) {
            throw line.refused("\\ is followed by what needs no escaping, which Unison does not accept");
        }
        return plain("\\" + text.charAt(at++));
    }

    /** In a set nothing is escaped, and a {@code ]} that comes first stands for itself. */
    private boolean set() {
        go.append('[');
        if (text.startsWith("^", at)) {
            at++;
            go.append('^');
        }
        boolean first = true;
        while (first || peek() != ']') {
            int low = character();
            first = false;
            go.append(Escapes.inside(low));
            if (peek() == '-' && !text.startsWith("-]", at)) {
                at++;
                go.append('-').append(Escapes.inside(character()));
            } else if (peek() == '-') {
                at++;
                go.append("\\x2d");
            }
        }
        at++;
        return plain("]");
    }

    private char peek() {
        if (at >= text.length()) {
            throw line.refused("[ has no ]");
        }
        return text.charAt(at);
    }

    private int character() {
        peek();
        if (text.startsWith("[:", at) || text.startsWith("[=", at) || text.startsWith("[.", at)) {
            throw line.refused("classes within [..] are not translated; name the characters");
        }
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }
}
