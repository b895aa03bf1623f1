package dev.tandem.sync.internal.apply;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A few threads that share work. */
final class Workers implements AutoCloseable {
    private final int count;
    private final ExecutorService threads;

    Workers(int count) {
        this.count = count;
        this.threads = Executors.newFixedThreadPool(count, Thread.ofPlatform().daemon().name("sync-", 0).factory());
    }

    /** Does with each thing that {@code source} gives, until it gives none, what {@code work} says. */
    <T> void each(Supplier<Optional<T>> source, Consumer<T> work) throws IOException {
        Callable<Void> share = () -> {
            for (Optional<T> next = source.get(); next.isPresent(); next = source.get()) {
                work.accept(next.get());
            }
            return null;
        };
        List<Future<Void>> shares = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shares.add(threads.submit(share));
        }
        await(shares);
    }

    private static void await(List<Future<Void>> shares) throws IOException {
        Optional<Throwable> failed = Optional.empty();
        for (Future<Void> share : shares) {
            try {
                share.get();
            } catch (ExecutionException e) {
                failed = failed.or(() -> Optional.of(e.getCause()));
            } catch (InterruptedException e) {
                shares.forEach(other -> other.cancel(true));
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        if (failed.isPresent()) {
            switch (failed.get()) {
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                case Throwable other -> throw new IllegalStateException("work throws nothing else", other);
            }
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
