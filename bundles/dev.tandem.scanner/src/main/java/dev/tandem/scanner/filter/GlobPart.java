package dev.tandem.scanner.filter;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One name of a pattern, compiled; matches as {@code filepath.Match} of Go does: {@code *}, {@code ?}, {@code [..]} and
 * {@code \}, over bytes, with each byte that is not part of valid UTF-8 as one character.
 */
final class GlobPart {
    private final List<Chunk> chunks;
    private final boolean openEnd;

    private GlobPart(List<Chunk> chunks, boolean openEnd) {
        this.chunks = chunks;
        this.openEnd = openEnd;
    }

    /** What stands between two stars. */
    private record Chunk(boolean afterStar, Element[] elements) {
    }

    /** What matches one character, or one byte. */
    private sealed interface Element {
    }

    private record Literal(byte[] bytes) implements Element {
    }

    private record AnyCharacter() implements Element {
    }

    private record CharacterClass(boolean negated, int[] ranges) implements Element {
        boolean contains(int character) {
            for (int i = 0; i < ranges.length; i += 2) {
                if (ranges[i] <= character && character <= ranges[i + 1]) {
                    return !negated;
                }
            }
            return negated;
        }
    }

    /**
     * Compiles a part.
     *
     * @param escapes whether {@code \} takes the meaning from the character after it
     * @throws IllegalArgumentException when it is malformed
     */
    static GlobPart compile(byte[] part, boolean escapes) {
        return new Compiler(part, escapes).compile();
    }

    /** Tells whether {@code text} from {@code start} to {@code end}, all of it, matches. */
    boolean matches(byte[] text, int start, int end) {
        int at = start;
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            boolean last = !openEnd && i == chunks.size() - 1;
            at = chunk.afterStar ? find(chunk, text, at, end, last) : acceptable(chunk, text, at, end, last);
            if (at < 0) {
                return false;
            }
        }
        return openEnd || at == end;
    }

    /** Takes the first place that fits, as Go does, and never another. */
    private static int find(Chunk chunk, byte[] text, int from, int end, boolean last) {
        for (int at = from; at <= end; at++) {
            int after = acceptable(chunk, text, at, end, last);
            if (after >= 0) {
                return after;
            }
        }
        return -1;
    }

    private static int acceptable(Chunk chunk, byte[] text, int at, int end, boolean last) {
        int after = accept(chunk, text, at, end);
        return last && after != end ? -1 : after;
    }

    /** Returns where the match of {@code chunk} ends, or -1. */
    private static int accept(Chunk chunk, byte[] text, int from, int end) {
        int at = from;
        for (Element element : chunk.elements) {
            if (at == end) {
                return -1;
            }
            switch (element) {
                case Literal(byte[] bytes) -> {
                    int after = at + bytes.length;
                    if (after > end || !Arrays.equals(text, at, after, bytes, 0, bytes.length)) {
                        return -1;
                    }
                    at = after;
                }
                case AnyCharacter() -> at += Utf8.length(text, at, end);
                case CharacterClass set -> {
                    if (!set.contains(Utf8.character(text, at, end))) {
                        return -1;
                    }
                    at += Utf8.length(text, at, end);
                }
            }
        }
        return at;
    }

    private static final class Compiler {
        private final byte[] part;
        private final boolean escapes;
        private final List<Chunk> chunks = new ArrayList<>();
        private final List<Element> elements = new ArrayList<>();
        private final ByteArrayOutputStream literal = new ByteArrayOutputStream();
        private boolean afterStar;
        private int at;

        Compiler(byte[] part, boolean escapes) {
            this.part = part;
            this.escapes = escapes;
        }

        GlobPart compile() {
            while (at < part.length) {
                byte b = part[at++];
                if (b == '*') {
                    endChunk();
                    afterStar = true;
                } else if (b == '?') {
                    add(new AnyCharacter());
                } else if (b == '[') {
                    add(characterClass());
                } else {
                    literal.write(b == '\\' && escapes ? escaped() : b);
                }
            }
            boolean openEnd = afterStar && elements.isEmpty() && literal.size() == 0;
            endChunk();
            return new GlobPart(List.copyOf(chunks), openEnd);
        }

        private byte escaped() {
            if (at == part.length) {
                throw new IllegalArgumentException("nothing follows the last \\");
            }
            return part[at++];
        }

        private void add(Element element) {
            endLiteral();
            elements.add(element);
        }

        private void endLiteral() {
            if (literal.size() > 0) {
                elements.add(new Literal(literal.toByteArray()));
                literal.reset();
            }
        }

        private void endChunk() {
            endLiteral();
            if (!elements.isEmpty()) {
                chunks.add(new Chunk(afterStar, elements.toArray(Element[]::new)));
                elements.clear();
                afterStar = false;
            }
        }

        private CharacterClass characterClass() {
            boolean negated = at < part.length && part[at] == '^';
            if (negated) {
                at++;
            }
            List<Integer> ranges = new ArrayList<>();
            while (ranges.isEmpty() || at == part.length || part[at] != ']') {
                int low = classCharacter();
                int high = low;
                if (part[at] == '-') {
                    at++;
                    high = classCharacter();
                }
                ranges.add(low);
                ranges.add(high);
            }
            at++;
            return new CharacterClass(negated, ranges.stream().mapToInt(Integer::intValue).toArray());
        }

        private int classCharacter() {
            if (at == part.length) {
                throw new IllegalArgumentException("[ has no ]");
            }
            if (part[at] == '-' || part[at] == ']') {
                throw new IllegalArgumentException((char) part[at] + " stands where [..] needs a character");
            }
            if (part[at] == '\\' && escapes) {
                at++;
                if (at == part.length) {
                    throw new IllegalArgumentException("nothing follows the last \\");
                }
            }
            int character = Utf8.character(part, at, part.length);
            at += Utf8.length(part, at, part.length);
            if (at == part.length) {
                throw new IllegalArgumentException("[ has no ]");
            }
            return character;
        }
    }
}
