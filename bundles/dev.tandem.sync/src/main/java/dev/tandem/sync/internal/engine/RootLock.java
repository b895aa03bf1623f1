package dev.tandem.sync.internal.engine;

import dev.tandem.sync.SyncException;
import dev.tandem.sync.internal.replica.Replica;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps other runs away from a root, whatever its other side is, for as long as the process lives or until it is closed.
 * The system gives it up with the process, so it is never stale.
 */
final class RootLock implements AutoCloseable {
    private static final String NAME = "lock";

    private final FileChannel channel;
    private final FileLock lock;

    private RootLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock.
     *
     * @param root whose folder {@link Replica#OWN} exists
     * @throws SyncException {@code LOCKED} while another run has it
     */
    static RootLock take(Path root) throws SyncException {
        Path file = root.resolve(Replica.OWN).resolve(NAME);
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new RootLock(channel, lock);
            }
        } catch (OverlappingFileLockException e) {
            close(channel, file);
            throw locked(root);
        } catch (IOException e) {
            close(channel, file);
            throw new SyncException(SyncException.Kind.STORAGE, "the lock " + file + " cannot be taken: "
                    + e.getMessage(), e);
        }
        close(channel, file);
        throw locked(root);
    }

    private static SyncException locked(Path root) {
        return new SyncException(SyncException.Kind.LOCKED, "another run uses " + root + "; wait until it has finished");
    }

    private static void close(FileChannel channel, Path file) throws SyncException {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new SyncException(SyncException.Kind.STORAGE, file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            lock.release();
        }
    }
}
