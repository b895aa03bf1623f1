package dev.tandem.backup.internal.engine;

import dev.tandem.backup.internal.store.PackedBlob;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Divides what is wanted of a pack into runs of neighbours, each read at once. */
public final class PackRuns {
    /** Reading over a gap of this size is cheaper than a second read. */
    private static final int MAX_GAP = 64 << 10;

    private PackRuns() { }

    /**
     * Returns the runs.
     *
     * @param sorted what is wanted, in order of offsets
     * @param blob   tells which blob each of them is
     * @param most   bytes of a run, unless a single blob is longer
     */
    public static <T> List<List<T>> of(List<T> sorted, Function<? super T, PackedBlob> blob, int most) {
        List<List<T>> runs = new ArrayList<>();
        List<T> run = new ArrayList<>();
        for (T next : sorted) {
            if (!run.isEmpty() && far(blob.apply(run.getFirst()), blob.apply(run.getLast()), blob.apply(next), most)) {
                runs.add(run);
                run = new ArrayList<>();
            }
            run.add(next);
        }
        runs.add(run);
        return runs;
    }

    private static boolean far(PackedBlob first, PackedBlob last, PackedBlob next, int most) {
        // Blobs that overlap, as an index may say, would not end where the last one ends.
        long gap = next.offset() - last.end();
        return gap < 0 || gap > MAX_GAP || next.end() - first.offset() > most;
    }
}
