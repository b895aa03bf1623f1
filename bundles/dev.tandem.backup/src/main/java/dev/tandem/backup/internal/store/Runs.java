package dev.tandem.backup.internal.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Groups the blobs wanted of a pack so that neighbours are read at once. */
public final class Runs {
    /** Reading over a gap of this size is cheaper than a second read. */
    private static final int MAX_GAP = 64 << 10;

    private Runs() { }

    /**
     * Returns runs of what is wanted of one pack.
     *
     * @param sorted what is wanted, by the offsets of the blobs
     * @param blob   where it lies
     * @param most   the most bytes of a run of more than one
     */
    public static <T> List<List<T>> of(List<T> sorted, Function<? super T, PackedBlob> blob, long most) {
        List<List<T>> runs = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= sorted.size(); i++) {
            if (i == sorted.size() || !together(blob.apply(sorted.get(start)), blob.apply(sorted.get(i - 1)),
                    blob.apply(sorted.get(i)), most)) {
                runs.add(sorted.subList(start, i));
                start = i;
            }
        }
        return runs;
    }

    private static boolean together(PackedBlob first, PackedBlob last, PackedBlob next, long most) {
        // Blobs that overlap, as an index may say, would not end where the last one ends.
        long gap = next.offset() - last.end();
        return gap >= 0 && gap <= MAX_GAP && next.end() - first.offset() <= most;
    }
}
