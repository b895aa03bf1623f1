package dev.tandem.storage.internal;

import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;

/**
 * Logs every call with its outcome. Made only where somebody listens: a session opened while nobody does costs
 * nothing, and is never logged.
 */
final class TracedSession extends DecoratedSession {
    /** System property: {@code true} where somebody listens. To ask the log itself would load it, which takes 20 ms. */
    private static final String TRACE = "tandem.trace";

    private final String name;
    private final System.Logger log;

    /** @param name where it is, without any secret */
    TracedSession(StorageSession storage, String name, System.Logger log) {
        super(storage);
        this.name = name;
        this.log = log;
    }

    /** Returns a session that is logged, if anybody listens. */
    static StorageSession of(StorageSession storage, String name) {
        return Boolean.getBoolean(TRACE)
                ? new TracedSession(storage, name, System.getLogger(TracedSession.class.getName())) : storage;
    }

    @Override
    <T> T around(String verb, RemotePath path, Call<T> call) throws StorageException {
        long start = System.nanoTime();
        try {
            T result = call.run();
            tell(verb, path, start, "done");
            return result;
        } catch (StorageException e) {
            tell(verb, path, start, e.kind() + ": " + e.getMessage());
            throw e;
        } catch (RuntimeException e) {
            tell(verb, path, start, e.toString());
            throw e;
        }
    }

    private void tell(String verb, RemotePath path, long start, String outcome) {
        log.log(Level.DEBUG, "{0}: {1} {2} {3} ms {4}", name, verb, path,
                Long.toString((System.nanoTime() - start) / 1_000_000), outcome);
    }

    @Override
    public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        log.log(Level.DEBUG, "{0}: write {1} of {2} bytes begins", name, path, Long.toString(content.length()));
        return super.write(path, content, options);
    }

    @Override
    public InputStream read(RemotePath path, long offset, long length) throws StorageException {
        return new Counted(super.read(path, offset, length), path, System.nanoTime());
    }

    /** Tells at its end how much was read. */
    private final class Counted extends FilterInputStream {
        private final RemotePath path;
        private final long start;
        private long bytes;
        private boolean told;

        Counted(InputStream in, RemotePath path, long start) {
            super(in);
            this.path = path;
            this.start = start;
        }

        @Override
        public int read() throws IOException {
            int value = in.read();
            bytes += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            bytes += Math.max(0, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            if (!told) {
                told = true;
                tell("read", path, start, "closed after " + bytes + " bytes");
            }
            super.close();
        }
    }
}
