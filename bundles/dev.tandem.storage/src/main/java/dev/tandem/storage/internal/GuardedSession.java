package dev.tandem.storage.internal;

import dev.tandem.storage.Capability;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.spi.StorageSession;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/** Lets nothing out of a session that its contract does not allow. The innermost one. */
final class GuardedSession extends DecoratedSession {
    private final StorageSession storage;
    private final Guard guard;

    GuardedSession(StorageSession storage, Guard guard) {
        super(storage);
        this.storage = storage;
        this.guard = guard;
    }

    @Override
    <T> T around(String verb, RemotePath path, Call<T> call) throws StorageException {
        return guard.call(verb + " " + path, call);
    }

    /** One that cannot tell what it can do is taken at its least. */
    @Override
    public Set<Capability> capabilities() {
        return guard.call("to tell what it can do", storage::capabilities, Set.of());
    }

    @Override
    public <T> Optional<T> facet(Class<T> type) {
        return guard.call("to tell what it can do", () -> super.facet(type), Optional.empty());
    }

    @Override
    public InputStream read(RemotePath path, long offset, long length) throws StorageException {
        return new GuardedStream(super.read(path, offset, length), "read " + path);
    }

    @Override
    public void close() {
        guard.call("close", () -> {
            storage.close();
            return null;
        }, null);
    }

    private final class GuardedStream extends FilterInputStream {
        private final String doing;

        GuardedStream(InputStream in, String doing) {
            super(in);
            this.doing = doing;
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (RuntimeException | Error thrown) {
                throw guard.failure(doing, thrown);
            }
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return in.read(target, offset, length);
            } catch (RuntimeException | Error thrown) {
                throw guard.failure(doing, thrown);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                in.close();
            } catch (RuntimeException | Error thrown) {
                throw guard.failure(doing, thrown);
            }
        }
    }
}
