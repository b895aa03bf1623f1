package dev.tandem.scanner.selection;

import dev.tandem.scanner.filter.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A pattern without braces and regular expressions, matched character by character, in time that grows with the product
 * of the lengths of text and pattern at most.
 */
final class Wildcards {
    private static final int NONE = -1;

    private final Element[] elements;
    private final boolean anchored;
    private final boolean nameOnly;
    /** What every match ends with. */
    private final byte[] ending;

    /**
     * @param anchored whether it matches from the start of a path only, not after any {@code /}
     * @param nameOnly whether it cannot match a {@code /}
     */
    Wildcards(List<Token> tokens, boolean ignoreCase, boolean anchored, boolean nameOnly) {
        elements = tokens.stream().map(token -> element(token, ignoreCase)).toArray(Element[]::new);
        this.anchored = anchored;
        this.nameOnly = nameOnly;
        ending = elements.length > 0 && elements[elements.length - 1] instanceof Bytes(byte[] bytes) ? bytes
                : new byte[0];
    }

    private sealed interface Element {
    }

    private enum Gap implements Element {
        IN_NAME, IN_PATH
    }

    /** Something of a certain length. */
    private sealed interface Piece extends Element {
        /** Returns where the match that starts at {@code at} ends, or -1. */
        int accept(byte[] text, int at, int end);
    }

    private record Bytes(byte[] bytes) implements Piece {
        @Override
        public int accept(byte[] text, int at, int end) {
            int after = at + bytes.length;
            return after <= end && Arrays.equals(text, at, after, bytes, 0, bytes.length) ? after : NONE;
        }
    }

    private record Caseless(int[] characters) implements Piece {
        @Override
        public int accept(byte[] text, int at, int end) {
            int next = at;
            for (int character : characters) {
                if (next >= end || folded(Utf8.character(text, next, end)) != character) {
                    return NONE;
                }
                next += Utf8.length(text, next, end);
            }
            return next;
        }
    }

    private record AnyCharacter() implements Piece {
        @Override
        public int accept(byte[] text, int at, int end) {
            return at < end && text[at] != '/' ? at + Utf8.length(text, at, end) : NONE;
        }
    }

    private record OneOf(CharacterSet set, boolean ignoreCase) implements Piece {
        @Override
        public int accept(byte[] text, int at, int end) {
            if (at >= end) {
                return NONE;
            }
            int character = Utf8.character(text, at, end);
            boolean found = ignoreCase ? set.containsAnyCase(character) : set.contains(character);
            return found ? at + Utf8.length(text, at, end) : NONE;
        }
    }

    private static int folded(int character) {
        if (character < 0x80) {
            return character >= 'A' && character <= 'Z' ? character + 32 : character;
        }
        return Character.toLowerCase(Character.toUpperCase(character));
    }

    private static Element element(Token token, boolean ignoreCase) {
        return switch (token) {
            case Token.Literal(String text) -> ignoreCase
                    ? new Caseless(text.codePoints().map(Wildcards::folded).toArray())
                    : new Bytes(text.getBytes(StandardCharsets.UTF_8));
            case Token.AnyCharacter() -> new AnyCharacter();
            case Token.OneOf(CharacterSet set) -> new OneOf(set, ignoreCase);
            case Token.Star() -> Gap.IN_NAME;
            case Token.Stars() -> Gap.IN_PATH;
            case Token.Expression expression ->
                throw new IllegalArgumentException(expression.text() + " is a regular expression");
        };
    }

    boolean matches(byte[] text, int name, int end) {
        if (end < ending.length || !Arrays.equals(text, end - ending.length, end, ending, 0, ending.length)) {
            return false;
        }
        if (anchored) {
            return matchesFrom(text, 0, end);
        }
        if (nameOnly) {
            return matchesFrom(text, name, end);
        }
        for (int start = 0; start <= end; start++) {
            if ((start == 0 || text[start - 1] == '/') && matchesFrom(text, start, end)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Matches from {@code start} to the end. Of a star, the shortest stretch that leads on to the next star is as good as
     * any other, so only the last star of each kind has to be tried again with a longer one.
     */
    private boolean matchesFrom(byte[] text, int start, int end) {
        int at = start;
        int next = 0;
        int afterName = NONE;
        int nameAt = 0;
        int afterPath = NONE;
        int pathAt = 0;
        while (true) {
            int reached = NONE;
            if (next == elements.length) {
                if (at == end) {
                    return true;
                }
            } else {
                switch (elements[next]) {
                    case Gap.IN_NAME -> {
                        afterName = next + 1;
                        nameAt = at;
                        reached = at;
                    }
                    case Gap.IN_PATH -> {
                        afterPath = next + 1;
                        pathAt = at;
                        afterName = NONE;
                        reached = at;
                    }
                    case Piece piece -> reached = piece.accept(text, at, end);
                }
            }
            if (reached != NONE) {
                at = reached;
                next++;
            } else if (afterName != NONE && nameAt < end && text[nameAt] != '/') {
                nameAt += Utf8.length(text, nameAt, end);
                at = nameAt;
                next = afterName;
            } else if (afterPath != NONE && pathAt < end) {
                pathAt += Utf8.length(text, pathAt, end);
                at = pathAt;
                next = afterPath;
                afterName = NONE;
            } else {
                return false;
            }
        }
    }
}
