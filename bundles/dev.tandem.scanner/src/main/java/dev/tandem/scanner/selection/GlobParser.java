package dev.tandem.scanner.selection;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a pattern of rclone's syntax, and writes {@code {a,b}} out: what comes of it are the patterns without braces any of
 * which may match.
 */
final class GlobParser {
    /** Braces multiply; nobody means more than this. */
    private static final int MOST = 1_000;

    private final String pattern;
    private int at;

    private GlobParser(String pattern) {
        this.pattern = pattern;
    }

    /**
     * Reads a pattern, which is not anchored any more.
     *
     * @throws IllegalArgumentException when it is malformed
     */
    static List<List<Token>> parse(String pattern) {
        return new GlobParser(pattern).alternatives(false);
    }

    /** Reads to the end, or in braces to the closing one. */
    private List<List<Token>> alternatives(boolean inBraces) {
        List<List<Token>> all = new ArrayList<>();
        List<List<Token>> current = List.of(List.of());
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (inBraces && c == ',') {
                at++;
                all.addAll(current);
                current = List.of(List.of());
            } else if (inBraces && c == '}') {
                at++;
                all.addAll(current);
                return all;
            } else {
                current = product(current, element());
            }
        }
        if (inBraces) {
            throw new IllegalArgumentException("{ has no }");
        }
        return current;
    }

    private static List<List<Token>> product(List<List<Token>> heads, List<List<Token>> tails) {
        if (heads.size() * tails.size() > MOST) {
            throw new IllegalArgumentException("its braces stand for more than " + MOST + " patterns");
        }
        List<List<Token>> joined = new ArrayList<>(heads.size() * tails.size());
        for (List<Token> head : heads) {
            for (List<Token> tail : tails) {
                List<Token> both = new ArrayList<>(head);
                both.addAll(tail);
                joined.add(both);
            }
        }
        return joined;
    }

    private List<List<Token>> element() {
        if (pattern.startsWith("{{", at)) {
            return one(expression());
        }
        int c = pattern.codePointAt(at);
        at += Character.charCount(c);
        return switch (c) {
            case '{' -> alternatives(true);
            case '}' -> throw new IllegalArgumentException("} has no {");
            case ']' -> throw new IllegalArgumentException("] has no [");
            case '[' -> one(set());
            case '?' -> one(new Token.AnyCharacter());
            case '*' -> one(stars());
            case '\\' -> one(escaped());
            default -> one(new Token.Literal(Character.toString(c)));
        };
    }

    private static List<List<Token>> one(Token token) {
        return List.of(List.of(token));
    }

    private Token set() {
        CharacterSet.Parser parser = new CharacterSet.Parser(pattern, at);
        CharacterSet set = parser.parse();
        at = parser.end();
        return new Token.OneOf(set);
    }

    private Token stars() {
        int start = at - 1;
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return switch (at - start) {
            case 1 -> new Token.Star();
            case 2 -> new Token.Stars();
            default -> throw new IllegalArgumentException("more than two * stand together");
        };
    }

    private Token escaped() {
        if (at == pattern.length()) {
            throw new IllegalArgumentException("nothing follows the last \\");
        }
        char c = pattern.charAt(at++);
        // rclone hands these on to its regular expressions, where \d is a digit.
        if (c >= 0x80 || Character.isLetterOrDigit(c)) {
            throw new IllegalArgumentException("\\" + c + " means something only within {{..}}");
        }
        return new Token.Literal(String.valueOf(c));
    }

    /** Reads up to the last of the braces that close. */
    private Token expression() {
        int start = at + 2;
        int end = pattern.indexOf("}}", start);
        if (end < 0) {
            throw new IllegalArgumentException("{{ has no }}");
        }
        while (end + 2 < pattern.length() && pattern.charAt(end + 2) == '}') {
            end++;
        }
        at = end + 2;
        return new Token.Expression(GoExpression.toJava(pattern.substring(start, end)));
    }
}
