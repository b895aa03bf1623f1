package dev.tandem.backup.internal.format;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A few idle objects that are costly to make and serve one thread at a time. Made for work that never waits while it
 * holds one, so that no more exist than threads can run at once, however many virtual threads there are (which rules
 * out thread-locals). Thread-safe.
 *
 * @param <T> what is pooled
 */
public final class Pool<T> {
    private final ArrayBlockingQueue<T> idle = new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors() + 1);
    private final Supplier<T> maker;
    private final Consumer<T> disposer;

    /**
     * Makes an empty pool.
     *
     * @param maker    makes an object when none is idle
     * @param disposer frees what the object holds when enough are idle
     */
    public Pool(Supplier<T> maker, Consumer<T> disposer) {
        this.maker = maker;
        this.disposer = disposer;
    }

    /** Returns an object for the sole use of the caller until it gives it back. */
    public T take() {
        T object = idle.poll();
        return object == null ? maker.get() : object;
    }

    /** Takes back an object from {@link #take}. */
    public void give(T object) {
        if (!idle.offer(object)) {
            disposer.accept(object);
        }
    }
}
