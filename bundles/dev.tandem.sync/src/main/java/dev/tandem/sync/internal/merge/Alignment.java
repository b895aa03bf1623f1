package dev.tandem.sync.internal.merge;

import com.github.difflib.algorithm.Change;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which elements of a list are, in the same order, in another one too: as many as possible. */
final class Alignment {
    /** About a second. Lists that need more have nothing in common that a person would see either. */
    private static final long COMPARISONS = 100_000_000;
    private static final int NOWHERE = -1;

    private final int[] places;

    private Alignment(int[] places) {
        this.places = places;
    }

    /** Aligns two lists; empty where that takes too long. */
    static <T> Optional<Alignment> of(List<T> from, List<T> to) {
        return of(from, to, COMPARISONS);
    }

    static <T> Optional<Alignment> of(List<T> from, List<T> to, long comparisons) {
        int[] places = new int[from.size()];
        Arrays.fill(places, NOWHERE);
        int shorter = Math.min(from.size(), to.size());
        int start = 0;
        while (start < shorter && from.get(start).equals(to.get(start))) {
            places[start] = start;
            start++;
        }
        int end = 0;
        while (end < shorter - start && from.get(from.size() - 1 - end).equals(to.get(to.size() - 1 - end))) {
            end++;
            places[from.size() - end] = to.size() - end;
        }
        Candidates<T> ours = new Candidates<>(from, start, from.size() - end, to.subList(start, to.size() - end));
        Candidates<T> theirs = new Candidates<>(to, start, to.size() - end, from.subList(start, from.size() - end));
        return fill(places, ours, theirs, comparisons) ? Optional.of(new Alignment(places)) : Optional.empty();
    }

    /** Tells whether the other list has the element too. */
    boolean has(int element) {
        return places[element] != NOWHERE;
    }

    /** Returns where the other list has it. */
    int of(int element) {
        return places[element];
    }

    private static <T> boolean fill(int[] places, Candidates<T> from, Candidates<T> to, long comparisons) {
        Map<T, Integer> numbers = new HashMap<>();
        List<Integer> source = from.numbered(numbers);
        List<Integer> target = to.numbered(numbers);
        // That many steps it takes at least, with or without comparing.
        long surplus = Math.abs(source.size() - target.size());
        if (surplus * surplus / 4 > comparisons) {
            return false;
        }
        long[] left = {comparisons};
        List<Change> changes;
        try {
            changes = new MyersDiffWithLinearSpace<Integer>((one, other) -> {
                if (left[0]-- == 0) {
                    throw new TooDifferent();
                }
                return one.equals(other);
            }).computeDiff(source, target, null);
        } catch (TooDifferent e) {
            return false;
        }
        int i = 0;
        int j = 0;
        for (Change change : changes) {
            while (i < change.startOriginal) {
                places[from.at.get(i++)] = to.at.get(j++);
            }
            i = change.endOriginal;
            j = change.endRevised;
        }
        while (i < source.size()) {
            places[from.at.get(i++)] = to.at.get(j++);
        }
        return true;
    }

    /** The elements of a part of a list that are in the other part at all; the others would only take time. */
    private static final class Candidates<T> {
        private final List<T> elements = new ArrayList<>();
        private final List<Integer> at = new ArrayList<>();

        Candidates(List<T> list, int start, int end, List<T> other) {
            Set<T> others = new HashSet<>(other);
            for (int i = start; i < end; i++) {
                if (others.contains(list.get(i))) {
                    elements.add(list.get(i));
                    at.add(i);
                }
            }
        }

        /** Returns a number for each element, the same for equal ones: they are compared very often. */
        List<Integer> numbered(Map<T, Integer> numbers) {
            List<Integer> numbered = new ArrayList<>(elements.size());
            for (T element : elements) {
                numbered.add(numbers.computeIfAbsent(element, unknown -> numbers.size()));
            }
            return numbered;
        }
    }

    /** The comparisons are used up. */
    private static final class TooDifferent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooDifferent() {
            super(null, null, false, false);
        }
    }
}
