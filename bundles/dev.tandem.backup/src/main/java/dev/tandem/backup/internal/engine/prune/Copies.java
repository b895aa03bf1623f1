package dev.tandem.backup.internal.engine.prune;

import dev.tandem.backup.internal.engine.prune.PackUse.Need;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.EntrySet;
import java.util.Arrays;
import java.util.function.IntPredicate;

/** Which copy of each needed blob is kept: of most there is only one. */
final class Copies {
    /** Tells which of two entries of a blob is the better one to keep. */
    @FunctionalInterface
    interface Preference {
        boolean better(int entry, int than);
    }

    private final BlobIndex index;
    private final EntrySet needed;
    private final EntrySet repetitions;
    private final EntrySet shared;
    private boolean anyShared;
    /** By the first entry of a shared blob, the one that is kept; made if there is a shared blob. */
    private int[] kept = {};

    /**
     * Finds the blobs that have several copies.
     *
     * @param needed the first entries of needed blobs
     */
    Copies(BlobIndex index, EntrySet needed) {
        this.index = index;
        this.needed = needed;
        this.repetitions = new EntrySet(index.size());
        this.shared = new EntrySet(index.size());
        index.forEachEntry((entry, _, _) -> {
            int first = index.first(entry);
            if (first != entry) {
                repetitions.add(entry);
                anyShared |= needed.contains(first);
                shared.add(first);
            }
        });
    }

    private int first(int entry) {
        return repetitions.contains(entry) ? index.first(entry) : entry;
    }

    /** Returns how the blob of an entry is needed. */
    Need need(int entry) {
        int first = first(entry);
        if (!needed.contains(first)) {
            return Need.UNNEEDED;
        }
        return shared.contains(first) ? Need.SHARED : Need.NEEDED;
    }

    /** Chooses the copies of shared blobs that are kept. */
    void choose(Preference preference) {
        if (!anyShared) {
            return;
        }
        kept = new int[index.size()];
        Arrays.fill(kept, BlobIndex.NONE);
        index.forEachEntry((entry, _, _) -> {
            if (need(entry) == Need.SHARED) {
                int first = first(entry);
                if (kept[first] == BlobIndex.NONE || preference.better(entry, kept[first])) {
                    kept[first] = entry;
                }
            }
        });
    }

    /** Chooses another copy of blobs whose chosen one would have to be copied, where there is one that need not be. */
    void prefer(IntPredicate staysAnyway) {
        if (anyShared) {
            index.forEachEntry((entry, _, _) -> {
                if (need(entry) == Need.SHARED && staysAnyway.test(entry) && !staysAnyway.test(kept[first(entry)])) {
                    kept[first(entry)] = entry;
                }
            });
        }
    }

    /** Tells whether an entry is the one of its blob that is kept. */
    boolean keeps(int entry) {
        return switch (need(entry)) {
            case NEEDED -> true;
            case SHARED -> kept[first(entry)] == entry;
            case UNNEEDED -> false;
        };
    }
}
