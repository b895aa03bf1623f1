package dev.tandem.tck;

import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A session around another one that is far away: every call waits for a while before it does its work, and so does a
 * stream before each MiB. Calls of several threads wait at the same time.
 */
public final class SlowStorage extends WrappedStorage {
    private static final int BYTES_BETWEEN = 1 << 20;

    private final Duration latency;

    /** Wraps {@code storage}; closing this closes it. */
    public SlowStorage(StorageSession storage, Duration latency) {
        super(storage);
        this.latency = latency;
    }

    @Override
    public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
        await();
        super.list(directory, sink);
    }

    @Override
    public Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
        await();
        return super.stat(path);
    }

    @Override
    public InputStream read(RemotePath path, long offset, long length) throws StorageException {
        await();
        return new SlowStream(super.read(path, offset, length));
    }

    @Override
    public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        await();
        return super.write(path, content, options);
    }

    @Override
    public void makeDirectory(RemotePath directory) throws StorageException {
        await();
        super.makeDirectory(directory);
    }

    @Override
    public void delete(RemotePath path) throws StorageException {
        await();
        super.delete(path);
    }

    @Override
    public void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException {
        await();
        super.rename(from, to, replace);
    }

    private void await() throws StorageException {
        try {
            Thread.sleep(latency);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(Kind.FAILED, "interrupted while waiting for a slow storage", e);
        }
    }

    private final class SlowStream extends FilterInputStream {
        private long untilWait;

        SlowStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (untilWait <= 0) {
                await();
                untilWait = BYTES_BETWEEN;
            }
            int count = in.read(bytes, offset, length);
            untilWait -= Math.max(0, count);
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            return Math.max(0, read(new byte[(int) Math.min(count, 8192)]));
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
