package dev.tandem.backup.internal.engine;

import dev.tandem.backup.internal.format.NodeEncoder;
import dev.tandem.backup.internal.store.Background;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** The threads that save what the walk finds. The first failure of any of them ends the run. Thread-safe. */
final class SaveWorkers implements AutoCloseable {
    /**
     * What a thread needs to save entries; used by one at a time.
     *
     * @param saver   reads files
     * @param encoder writes nodes
     */
    record Tools(FileSaver saver, NodeEncoder encoder) { }

    /** Something to do with tools of one's own. */
    @FunctionalInterface
    interface Task {
        void run(Tools tools) throws IOException;
    }

    /** Something that tools are needed to make. */
    @FunctionalInterface
    interface Work<T> {
        T with(Tools tools) throws IOException;
    }

    private final ExecutorService pool;
    private final Supplier<Tools> maker;
    private final ConcurrentLinkedQueue<Tools> idle = new ConcurrentLinkedQueue<>();
    private final Phaser underWay = new Phaser(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** Starts {@code threads} threads, each with what {@code maker} makes. */
    SaveWorkers(int threads, Supplier<Tools> maker) {
        this.pool = Executors.newFixedThreadPool(threads, Thread.ofPlatform().name("file saver ", 0).factory());
        this.maker = maker;
    }

    /** Runs {@code task} on one of the threads, unless the run has failed. */
    void submit(Task task) {
        underWay.register();
        pool.execute(() -> {
            try {
                if (failure.get() == null) {
                    run(task);
                }
            } catch (IOException | RuntimeException | Error e) {
                fail(e);
            } finally {
                underWay.arriveAndDeregister();
            }
        });
    }

    private void run(Task task) throws IOException {
        with(tools -> {
            task.run(tools);
            return null;
        });
    }

    /** Works with tools on the calling thread. */
    <T> T with(Work<T> work) throws IOException {
        Tools tools = idle.poll();
        if (tools == null) {
            tools = maker.get();
        }
        try {
            return work.with(tools);
        } finally {
            idle.add(tools);
        }
    }

    /** Ends the run; the first reason given is the one thrown. */
    void fail(Throwable reason) {
        failure.compareAndSet(null, reason);
    }

    /** Throws what failed, if anything did. */
    void throwFailure() throws IOException {
        Background.rethrow(failure.get());
    }

    /** Waits until everything submitted has run. */
    void await() throws IOException {
        underWay.arriveAndAwaitAdvance();
        throwFailure();
    }

    @Override
    public void close() {
        pool.close();
    }
}
