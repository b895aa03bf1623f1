package dev.tandem.tck;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.FaultPlan.Call;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

/**
 * A session around another one whose calls go wrong by a {@link FaultPlan}: to test what stands on a storage. Given the
 * same seed, plan and order of calls it does the same again. Thread-safe where the wrapped session is; the order of calls
 * from several threads, and so what hits which, is then up to the scheduler.
 */
public final class FaultyStorage implements StorageSession {
    private final StorageSession storage;
    private final FaultPlan plan;
    private final Random random;
    private final AtomicLongArray counts = new AtomicLongArray(Call.values().length);

    /** Wraps {@code storage}; closing this closes it. */
    public FaultyStorage(StorageSession storage, FaultPlan plan, long seed) {
        this.storage = storage;
        this.plan = plan;
        this.random = new Random(seed);
    }

    /** Returns how many calls of this kind there were, those that went wrong included. */
    public long count(Call call) {
        return counts.get(call.ordinal());
    }

    @Override
    public Set<Capability> capabilities() {
        return storage.capabilities();
    }

    @Override
    public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
        switch (next(Call.LIST, directory)) {
            case Fault.Broken(long entries, StorageException error) -> {
                storage.list(directory, firstOf(entries, sink));
                throw error;
            }
            case Fault fault -> {
                failBefore(fault);
                failAfter(fault);
                storage.list(directory, sink);
            }
        }
    }

    private static Consumer<ObjectInfo> firstOf(long entries, Consumer<? super ObjectInfo> sink) {
        return new Consumer<>() {
            private long left = entries;

            @Override
            public void accept(ObjectInfo info) {
                if (left-- > 0) {
                    sink.accept(info);
                }
            }
        };
    }

    @Override
    public Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
        Fault fault = next(Call.STAT, path);
        failBefore(fault);
        Optional<ObjectInfo> info = storage.stat(path);
        failAfter(fault);
        return info;
    }

    @Override
    public InputStream read(RemotePath path, long offset, long length) throws StorageException {
        Fault fault = next(Call.READ, path);
        if (!(fault instanceof Fault.Broken)) {
            failBefore(fault);
        }
        failAfter(fault);
        InputStream in = storage.read(path, offset, length);
        return switch (fault) {
            case Fault.Broken(long bytes, StorageException error) -> FaultyStream.failingAfter(in, bytes, error);
            case Fault.Truncated(long bytes) -> FaultyStream.endingAfter(in, bytes);
            case Fault.Corrupted() -> FaultyStream.flipping(in, somewhere(path, offset, length));
            default -> in;
        };
    }

    private long somewhere(RemotePath path, long offset, long length) throws StorageException {
        long size = storage.stat(path).map(ObjectInfo::size).orElse(0L) - offset;
        return place(length < 0 ? size : Math.min(length, size));
    }

    private long place(long size) {
        return size <= 0 ? 0 : random.nextLong(size);
    }

    @Override
    public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        Fault fault = next(Call.WRITE, path);
        ObjectInfo info = switch (fault) {
            case Fault.Broken(long bytes, StorageException error) -> {
                consume(path, content, bytes);
                throw error;
            }
            case Fault.Truncated(long bytes) -> {
                long kept = Math.min(bytes, content.length());
                storage.write(path, changed(content, kept, in -> FaultyStream.endingAfter(in, kept)), options);
                yield new ObjectInfo(path, false, content.length(), Optional.empty());
            }
            case Fault.Corrupted() -> {
                long where = place(content.length());
                yield storage.write(path,
                        changed(content, content.length(), in -> FaultyStream.flipping(in, where)), options);
            }
            default -> {
                failBefore(fault);
                yield storage.write(path, content, options);
            }
        };
        failAfter(fault);
        return info;
    }

    private interface Change {
        InputStream of(InputStream in);
    }

    private static Content changed(Content content, long length, Change change) {
        return new Content() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public InputStream open() throws IOException {
                return change.of(content.open());
            }
        };
    }

    private static void consume(RemotePath path, Content content, long bytes) throws StorageException {
        try (InputStream in = content.open()) {
            in.skipNBytes(Math.min(bytes, content.length()));
        } catch (IOException e) {
            throw new StorageException(Kind.FAILED, "cannot write " + path + ": its content cannot be read", e);
        }
    }

    @Override
    public void makeDirectory(RemotePath directory) throws StorageException {
        Fault fault = next(Call.MAKE, directory);
        failBefore(fault);
        storage.makeDirectory(directory);
        failAfter(fault);
    }

    @Override
    public void delete(RemotePath path) throws StorageException {
        Fault fault = next(Call.DELETE, path);
        failBefore(fault);
        storage.delete(path);
        failAfter(fault);
    }

    @Override
    public void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException {
        Fault fault = next(Call.RENAME, from);
        failBefore(fault);
        storage.rename(from, to, replace);
        failAfter(fault);
    }

    @Override
    public <T> Optional<T> facet(Class<T> type) {
        return storage.facet(type);
    }

    @Override
    public void close() {
        storage.close();
    }

    private Fault next(Call call, RemotePath path) throws StorageException {
        long count = counts.incrementAndGet(call.ordinal());
        Fault fault = plan.faultOf(call, count, path, random).orElse(new Fault.Delay(Duration.ZERO));
        if (fault instanceof Fault.Delay(Duration time) && time.isPositive()) {
            sleep(time);
        }
        return fault;
    }

    private static void sleep(Duration time) throws StorageException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(Kind.FAILED, "interrupted", e);
        }
    }

    private static void failBefore(Fault fault) throws StorageException {
        switch (fault) {
            case Fault.Failure(StorageException error) -> throw error;
            case Fault.Broken(long bytes, StorageException error) -> throw error;
            default -> { }
        }
    }

    private static void failAfter(Fault fault) throws StorageException {
        if (fault instanceof Fault.LostAnswer(StorageException error)) {
            throw error;
        }
    }
}
