package dev.tandem.storage.internal;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Repeats calls that failed in a way that may pass. A rename is not repeated: when its answer is lost, the storage does
 * not tell whether it was done.
 */
final class RetryingSession implements StorageSession {
    private static final int COMPARED_AT_ONCE = 64 << 10;

    private final StorageSession storage;
    private final Backoff backoff;
    private final Runnable whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();

    RetryingSession(StorageSession storage, Backoff backoff, Runnable whenClosed) {
        this.storage = storage;
        this.backoff = backoff;
        this.whenClosed = whenClosed;
    }

    @Override
    public Set<Capability> capabilities() {
        return storage.capabilities();
    }

    @Override
    public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
        // Nobody is told of an entry before the listing is known to be complete: a repeated one would tell it twice.
        List<ObjectInfo> entries = backoff.call(failures -> {
            List<ObjectInfo> found = new ArrayList<>();
            storage.list(directory, found::add);
            return found;
        });
        entries.forEach(sink);
    }

    @Override
    public Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
        return backoff.call(failures -> storage.stat(path));
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
                if (failures > 0 && options.ifAbsent() && e.kind() == Kind.EXISTS) {
                    return writtenBefore(path, content).orElseThrow(() -> e);
                }
                throw e;
            }
        });
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
    public void makeDirectory(RemotePath directory) throws StorageException {
        backoff.call(failures -> {
            storage.makeDirectory(directory);
            return null;
        });
    }

    @Override
    public void delete(RemotePath path) throws StorageException {
        backoff.call(failures -> {
            storage.delete(path);
            return null;
        });
    }

    @Override
    public void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException {
        storage.rename(from, to, replace);
    }

    @Override
    public <T> Optional<T> facet(Class<T> type) {
        return storage.facet(type);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                storage.close();
            } finally {
                whenClosed.run();
            }
        }
    }
}
