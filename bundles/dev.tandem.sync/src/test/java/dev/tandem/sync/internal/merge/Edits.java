package dev.tandem.sync.internal.merge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A text of lines that are all different, edited at random by two. New lines name their author, so what became of each
 * edit can be seen in a merge.
 */
record Edits(List<String> base, List<String> left, List<String> right) {
    static Edits random(long seed) {
        Random random = new Random(seed);
        List<String> base = IntStream.range(0, random.nextInt(30)).mapToObj(i -> "base " + i).toList();
        return new Edits(base, edited(base, "left", random), edited(base, "right", random));
    }

    private static List<String> edited(List<String> base, String author, Random random) {
        List<String> edited = new ArrayList<>(base);
        int edits = random.nextInt(4);
        for (int i = 0; i < edits; i++) {
            int at = random.nextInt(edited.size() + 1);
            int removed = Math.min(random.nextInt(3), edited.size() - at);
            edited.subList(at, at + removed).clear();
            int added = random.nextInt(3);
            for (int j = 0; j < added; j++) {
                // At times both have the same idea.
                String below = at < edited.size() ? edited.get(at) : "end";
                String line = random.nextInt(8) == 0 ? "both, " + below : author + " " + i + " " + j;
                if (!edited.contains(line)) {
                    edited.add(at, line);
                }
            }
        }
        return edited;
    }

    /** Returns the lines that must be in a merge: those all have, and those one side made. */
    Set<String> expected() {
        Set<String> expected = new HashSet<>(left);
        expected.addAll(right);
        expected.removeIf(line -> base.contains(line) && !(left.contains(line) && right.contains(line)));
        return expected;
    }

    /** Returns the text of some lines; without a newline at its end where {@code ended} is false. */
    static String text(List<String> lines, boolean ended) {
        return lines.stream().collect(Collectors.joining("\n")) + (ended && !lines.isEmpty() ? "\n" : "");
    }
}
