package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Id;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What directories looked like when they were backed up last, and the trees they became, so that a directory that looks
 * the same need not be made a tree again. Thread-safe.
 */
final class TreeMemory {
    /** About 30 MB; a backup of more directories does without for the rest. */
    private static final int MOST_TREES = 400_000;

    private final TreeTable last;
    private final Predicate<Id> present;
    private final TreeTable next = new TreeTable();

    /**
     * Remembers what is in {@code last}, which is not changed any more.
     *
     * @param present tells whether the repository has a tree
     */
    TreeMemory(TreeTable last, Predicate<Id> present) {
        this.last = last;
        this.present = present;
    }

    /** Tells whether there is anything to recall. */
    boolean isEmpty() {
        return last.isEmpty();
    }

    /** Returns the tree that a directory with this fingerprint became, if it is there still. */
    Optional<Id> recall(Fingerprint fingerprint) {
        return last.find(fingerprint).filter(present);
    }

    /** Remembers the tree of a directory for the next backup. */
    synchronized void remember(Fingerprint fingerprint, Id tree) {
        if (next.size() < MOST_TREES) {
            next.put(fingerprint, tree);
        }
    }

    /** Gives what the next backup is to recall to {@code keeper}. */
    synchronized void keep(Consumer<TreeTable> keeper) {
        keeper.accept(next);
    }
}
