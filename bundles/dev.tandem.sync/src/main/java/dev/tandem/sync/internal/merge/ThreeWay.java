package dev.tandem.sync.internal.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Three-way merges of values and of lists: what one side changed is taken from it, what both changed alike too. Left and
 * right can be swapped: the result is the same.
 */
final class ThreeWay {
    private ThreeWay() { }

    /** Returns the value both sides together mean; empty where both changed it, to different ones. */
    static <T> Optional<T> value(T base, T left, T right) {
        if (left.equals(right) || right.equals(base)) {
            return Optional.of(left);
        }
        return left.equals(base) ? Optional.of(right) : Optional.empty();
    }

    /**
     * Merges as diff3 does: between elements that all three have there are chunks, and each chunk is one value. So
     * changes that touch each other do not agree.
     *
     * @return the merged list; empty where a chunk was changed by both, or where the lists have too little in common
     */
    static <T> Optional<List<T>> list(List<T> base, List<T> left, List<T> right) {
        Optional<List<T>> whole = value(base, left, right);
        if (whole.isPresent()) {
            return whole;
        }
        return Alignment.of(base, left).flatMap(toLeft -> Alignment.of(base, right).flatMap(
                toRight -> chunks(base, left, right, toLeft, toRight)));
    }

    private static <T> Optional<List<T>> chunks(List<T> base, List<T> left, List<T> right, Alignment toLeft,
            Alignment toRight) {
        List<T> merged = new ArrayList<>();
        int inBase = 0;
        int inLeft = 0;
        int inRight = 0;
        while (true) {
            int stable = inBase;
            while (stable < base.size() && !(toLeft.has(stable) && toRight.has(stable))) {
                stable++;
            }
            boolean last = stable == base.size();
            int leftEnd = last ? left.size() : toLeft.of(stable);
            int rightEnd = last ? right.size() : toRight.of(stable);
            Optional<List<T>> chunk = value(base.subList(inBase, stable), left.subList(inLeft, leftEnd),
                    right.subList(inRight, rightEnd));
            if (chunk.isEmpty()) {
                return Optional.empty();
            }
            merged.addAll(chunk.get());
            if (last) {
                return Optional.of(merged);
            }
            merged.add(base.get(stable));
            inBase = stable + 1;
            inLeft = leftEnd + 1;
            inRight = rightEnd + 1;
        }
    }
}
