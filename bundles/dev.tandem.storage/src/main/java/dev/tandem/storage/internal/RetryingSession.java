package dev.tandem.storage.internal;

import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Repeats calls that failed in a way that may pass. One that may have been done although it failed is repeated only where
 * the outcome can be told apart: a rename cannot, unless the storage refused it for now.
 */
final class RetryingSession extends DecoratedSession {
    private static final int COMPARED_AT_ONCE = 64 << 10;

    private final StorageSession storage;
    private final Backoff backoff;
    private final Runnable whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();

    RetryingSession(StorageSession storage, Backoff backoff, Runnable whenClosed) {
        super(storage);
        this.storage = storage;
        this.backoff = backoff;
        this.whenClosed = whenClosed;
    }

    @Override
    <T> T around(String verb, RemotePath path, Call<T> call) throws StorageException {
        return backoff.call(failures -> call.run());
    }

    @Override
    public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
        // Nobody is told of an entry before it is sure that none is told twice.
        Listing listing = new Listing(sink);
        backoff.call(failures -> {
            storage.list(directory, listing);
            return null;
        }, failure -> listing.restart());
        listing.complete();
    }

    @Override
    public InputStream read(RemotePath path, long offset, long length) throws StorageException {
        RetryingStream.Opener opener = done ->
                storage.read(path, offset + done, length < 0 ? length : length - done);
        return new RetryingStream(backoff.call(failures -> opener.open(0)), opener, backoff);
    }

    @Override
    public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        return backoff.call(failures -> {
            try {
                return storage.write(path, content, options);
            } catch (StorageException e) {
                if (failures > 0 && mayBeOurs(options, e.kind())) {
                    return writtenBefore(path, content).orElseThrow(() -> e);
                }
                throw e;
            }
        });
    }

    /** Returns whether an earlier attempt that was done all the same would look like this. */
    private static boolean mayBeOurs(WriteOptions options, Kind failure) {
        return options.ifAbsent() && failure == Kind.EXISTS || options.ifTag().isPresent() && failure == Kind.CHANGED;
    }

    /** An earlier attempt may have been done although it failed; then the object holds exactly these bytes. */
    private Optional<ObjectInfo> writtenBefore(RemotePath path, Content content) throws StorageException {
        Optional<ObjectInfo> found = storage.stat(path);
        if (found.isEmpty() || found.get().size() != content.length()) {
            return Optional.empty();
        }
        try (InputStream wanted = content.open(); InputStream there = storage.read(path, 0, -1)) {
            return same(wanted, there) ? found : Optional.empty();
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw new StorageException(Kind.FAILED, "cannot compare " + path + " with what was to be written: "
                    + e.getMessage(), e);
        }
    }

    private static boolean same(InputStream one, InputStream other) throws IOException {
        while (true) {
            byte[] left = one.readNBytes(COMPARED_AT_ONCE);
            if (!Arrays.equals(left, other.readNBytes(COMPARED_AT_ONCE))) {
                return false;
            }
            if (left.length == 0) {
                return true;
            }
        }
    }

    @Override
    public void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException {
        backoff.call(failures -> {
            storage.rename(from, to, replace);
            return null;
        }, failure -> failure.kind() == Kind.THROTTLED);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                super.close();
            } finally {
                whenClosed.run();
            }
        }
    }
}
