package dev.tandem.sync.internal.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThreeWayTest {
    private static final int CASES = 3_000;

    private static Optional<List<String>> merge(String base, String left, String right) {
        return ThreeWay.list(letters(base), letters(left), letters(right));
    }

    private static List<String> letters(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(""));
    }

    @Test
    void changesWithSomethingUnchangedBetweenThemAreBothMade() {
        assertEquals(Optional.of(letters("XbcdY")), merge("abcde", "Xbcde", "abcdY"));
        assertEquals(Optional.of(letters("acXe")), merge("abcde", "acde", "abcXe"));
        assertEquals(Optional.of(letters("1a2")), merge("a", "1a", "a2"));
    }

    @Test
    void changesThatTouchDoNotAgree() {
        assertEquals(Optional.empty(), merge("abc", "aXc", "aYc"));
        assertEquals(Optional.empty(), merge("ab", "Xb", "aY"));
        assertEquals(Optional.empty(), merge("ab", "aXb", "aYb"));
        assertEquals(Optional.empty(), merge("abc", "ac", "aXc"));
        assertEquals(Optional.empty(), merge("", "a", "b"));
    }

    @Test
    void whatBothChangedAlikeIsChangedOnce() {
        assertEquals(Optional.of(letters("aXcY")), merge("abcd", "aXcd", "aXcY"));
        assertEquals(Optional.of(letters("XcY")), merge("abcd", "Xcd", "XcY"));
    }

    @Test
    void aSideThatChangedNothingTakesWhatTheOtherOneHas() {
        for (long seed = 0; seed < CASES; seed++) {
            Edits edits = Edits.random(seed);
            assertEquals(Optional.of(edits.left()), ThreeWay.list(edits.base(), edits.left(), edits.base()), "seed " + seed);
            assertEquals(Optional.of(edits.left()), ThreeWay.list(edits.base(), edits.base(), edits.left()), "seed " + seed);
            assertEquals(Optional.of(edits.left()), ThreeWay.list(edits.base(), edits.left(), edits.left()), "seed " + seed);
        }
    }

    @Test
    void aMergeHasAllEditsOfBothAndNothingElse() {
        int clean = 0;
        for (long seed = 0; seed < CASES; seed++) {
            Edits edits = Edits.random(seed);
            Optional<List<String>> merged = ThreeWay.list(edits.base(), edits.left(), edits.right());
            assertEquals(merged, ThreeWay.list(edits.base(), edits.right(), edits.left()), "swapped, seed " + seed);
            if (merged.isPresent()) {
                clean++;
                assertEquals(edits.expected(), new HashSet<>(merged.get()), "seed " + seed);
                assertOrder(edits.left(), merged.get(), seed);
                assertOrder(edits.right(), merged.get(), seed);
            }
        }
        assertTrue(clean > CASES / 4 && clean < CASES, clean + " of " + CASES + " were clean");
    }

    /** What is left of a side is in the order of that side. */
    private static void assertOrder(List<String> side, List<String> merged, long seed) {
        List<String> kept = new ArrayList<>(side);
        kept.retainAll(merged);
        List<String> found = new ArrayList<>(merged);
        found.retainAll(side);
        assertEquals(kept, found, "seed " + seed);
    }

    @Test
    void anAlignmentIsALongestCommonSubsequence() {
        for (long seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            List<Integer> from = few(random);
            List<Integer> to = few(random);
            Alignment alignment = Alignment.of(from, to).orElseThrow();
            int found = 0;
            int last = -1;
            for (int i = 0; i < from.size(); i++) {
                if (alignment.has(i)) {
                    assertTrue(alignment.of(i) > last, "seed " + seed);
                    last = alignment.of(i);
                    assertEquals(from.get(i), to.get(last), "seed " + seed);
                    found++;
                }
            }
            assertEquals(longestCommonSubsequence(from, to), found, "seed " + seed);
        }
    }

    private static List<Integer> few(Random random) {
        int kinds = 1 + random.nextInt(6);
        return random.ints(random.nextInt(25), 0, kinds).boxed().toList();
    }

    private static int longestCommonSubsequence(List<Integer> from, List<Integer> to) {
        int[][] longest = new int[from.size() + 1][to.size() + 1];
        for (int i = 1; i <= from.size(); i++) {
            for (int j = 1; j <= to.size(); j++) {
                longest[i][j] = from.get(i - 1).equals(to.get(j - 1)) ? longest[i - 1][j - 1] + 1
                        : Math.max(longest[i - 1][j], longest[i][j - 1]);
            }
        }
        return longest[from.size()][to.size()];
    }

    @Test
    void whatTakesTooLongIsNotAligned() {
        List<Integer> from = new Random(1).ints(2_000, 0, 50).boxed().toList();
        List<Integer> to = new Random(2).ints(2_000, 0, 50).boxed().toList();
        assertEquals(Optional.empty(), Alignment.of(from, to, 10_000));
        assertTrue(Alignment.of(from, to).isPresent());
    }

    @Test
    void veryManyEqualElementsOnOneSideAreNotAligned() {
        List<Integer> to = IntStream.range(0, 500_000).mapToObj(i -> i % 2).toList();
        assertEquals(Optional.empty(), Alignment.of(List.of(1, 0), to));
        assertEquals(Optional.empty(), Alignment.of(to, List.of(1, 0)));
    }

    @Test
    void listsWithNothingInCommonTakeNoTime() {
        List<Integer> from = new Random(1).ints(100_000, 0, 1 << 20).boxed().toList();
        List<Integer> to = from.stream().map(number -> -1 - number).toList();
        assertTrue(Alignment.of(from, to, 10).isPresent());
    }
}
