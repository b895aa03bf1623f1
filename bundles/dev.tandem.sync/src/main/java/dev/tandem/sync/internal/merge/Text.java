package dev.tandem.sync.internal.merge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The text of a file: UTF-8 without NUL.
 *
 * @param marked  whether a byte order mark comes first
 * @param ends    how its lines end
 * @param content what is in it, with its line ends, without the mark
 */
record Text(boolean marked, Ends ends, String content) {
    private static final char MARK = '\uFEFF';
    private static final int MAX_LINES = 250_000;

    /** How lines end. */
    enum Ends { NONE, LF, CRLF, MIXED }

    /** Merges what is in a text; its lines end with LF, unless they are mixed. */
    @FunctionalInterface
    interface ContentMerge {
        /** Returns what both sides mean; empty where they do not agree. */
        Optional<String> merge(String base, String left, String right) throws IOException;
    }

    /** Returns the text; empty where the bytes are none. */
    static Optional<Text> of(byte[] bytes) {
        String content;
        try {
            content = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
        if (content.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        boolean marked = !content.isEmpty() && content.charAt(0) == MARK;
        String rest = marked ? content.substring(1) : content;
        return Optional.of(new Text(marked, endsOf(rest), rest));
    }

    private static Ends endsOf(String content) {
        int all = 0;
        int withReturn = 0;
        for (int at = content.indexOf('\n'); at >= 0; at = content.indexOf('\n', at + 1)) {
            all++;
            if (at > 0 && content.charAt(at - 1) == '\r') {
                withReturn++;
            }
        }
        if (all == 0) {
            return Ends.NONE;
        }
        return withReturn == 0 ? Ends.LF : withReturn == all ? Ends.CRLF : Ends.MIXED;
    }

    /**
     * Merges three files. The mark and the line ends are merged for themselves, so that one side may change all line
     * ends while the other one edits.
     *
     * @return empty where one of them is no text, or where both sides do not agree
     */
    static Optional<byte[]> merge(byte[] base, byte[] left, byte[] right, ContentMerge contents) throws IOException {
        Optional<Text> ours = of(base);
        Optional<Text> one = of(left);
        Optional<Text> other = of(right);
        if (ours.isEmpty() || one.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        return merge(ours.get(), one.get(), other.get(), contents).map(Text::bytes);
    }

    private static Optional<Text> merge(Text base, Text left, Text right, ContentMerge contents) throws IOException {
        // Of two values both sides cannot choose different new ones.
        boolean marked = ThreeWay.value(base.marked, left.marked, right.marked).orElseThrow();
        Optional<Ends> ends = mergedEnds(base, left, right);
        Optional<String> merged = ends.isPresent()
                ? mergeContents(base.plain(), left.plain(), right.plain(), contents)
                : mergeContents(base.content, left.content, right.content, contents);
        return merged.map(text -> new Text(marked, ends.orElse(Ends.MIXED),
                ends.equals(Optional.of(Ends.CRLF)) ? text.replace("\n", "\r\n") : text));
    }

    private static Optional<String> mergeContents(String base, String left, String right, ContentMerge contents)
            throws IOException {
        Optional<String> whole = ThreeWay.value(base, left, right);
        return whole.isPresent() ? whole : contents.merge(base, left, right);
    }

    /** Returns how the merged lines end; empty where they must stay what each of them is. */
    private static Optional<Ends> mergedEnds(Text base, Text left, Text right) {
        if (base.ends == Ends.MIXED || left.ends == Ends.MIXED || right.ends == Ends.MIXED) {
            return Optional.empty();
        }
        return ThreeWay.value(base.ends, left.ends == Ends.NONE ? base.ends : left.ends,
                right.ends == Ends.NONE ? base.ends : right.ends);
    }

    private String plain() {
        return ends == Ends.CRLF ? content.replace("\r\n", "\n") : content;
    }

    private byte[] bytes() {
        return (marked ? MARK + content : content).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the lines of a content, each with its end. */
    static List<String> lines(String content) {
        return lines(content, line -> line);
    }

    private static List<String> lines(String content, UnaryOperator<String> known) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < content.length()) {
            int end = content.indexOf('\n', start) + 1;
            int next = end == 0 ? content.length() : end;
            lines.add(known.apply(content.substring(start, next)));
            start = next;
        }
        return lines;
    }

    /** Merges by lines; empty where there are too many of them to hold, too. */
    static Optional<String> mergeLines(String base, String left, String right) {
        if (Stream.of(base, left, right).anyMatch(content -> content.chars().filter(c -> c == '\n').count() > MAX_LINES)) {
            return Optional.empty();
        }
        // Most lines are in all three; they are held once.
        Map<String, String> all = new HashMap<>();
        UnaryOperator<String> known = line -> all.computeIfAbsent(line, same -> same);
        return ThreeWay.list(lines(base, known), lines(left, known), lines(right, known))
                .map(lines -> String.join("", lines));
    }
}
