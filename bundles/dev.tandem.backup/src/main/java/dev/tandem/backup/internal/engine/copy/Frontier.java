package dev.tandem.backup.internal.engine.copy;

import java.util.Arrays;
import java.util.concurrent.CancellationException;

/** The trees a walk by several threads has found and not yet visited, as numbers of the index. Thread-safe. */
final class Frontier {
    /** What {@link #take} returns when the walk is over. */
    static final long END = -1;

    private long[] waiting = new long[64];
    private int size;
    private int busy;
    private Throwable failure;

    /** Adds a tree; {@code companion} goes along with it. */
    synchronized void add(int tree, int companion) {
        if (size == waiting.length) {
            waiting = Arrays.copyOf(waiting, 2 * size);
        }
        waiting[size++] = (long) tree << 32 | Integer.toUnsignedLong(companion);
        notify();
    }

    /** Returns the tree found last, which the caller reports as {@link #done}; waits for those that may find more. */
    synchronized long take() {
        while (size == 0 && busy > 0 && failure == null) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
        }
        if (size == 0 || failure != null) {
            return END;
        }
        busy++;
        return waiting[--size];
    }

    /** Ends the visit of a tree. */
    synchronized void done() {
        if (--busy == 0 && size == 0) {
            notifyAll();
        }
    }

    /** Ends the walk. */
    synchronized void fail(Throwable reason) {
        if (failure == null) {
            failure = reason;
        }
        notifyAll();
    }

    /** Returns why the walk ended early; null when it did not. */
    synchronized Throwable failure() {
        return failure;
    }

    static int tree(long taken) {
        return (int) (taken >>> 32);
    }

    static int companion(long taken) {
        return (int) taken;
    }
}
