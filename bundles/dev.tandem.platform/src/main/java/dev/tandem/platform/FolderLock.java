package dev.tandem.platform;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/** One writer at a time in a folder: of this object's threads, of this process, and of all processes. */
final class FolderLock {
    private static final long POLL_MS = 10;

    private final ReentrantLock threads = new ReentrantLock();
    private final Path file;

    FolderLock(Path file) {
        this.file = file;
    }

    /** Something to be done by one at a time. */
    interface Work {
        void run() throws IOException;
    }

    void run(Work work) throws IOException {
        threads.lock();
        try (FileChannel channel = OwnerOnly.openFile(file)) {
            lock(channel);
            // The lock ends with the channel, and with the process if that is killed.
            work.run();
        } finally {
            threads.unlock();
        }
    }

    private void lock(FileChannel channel) throws IOException {
        while (true) {
            try {
                channel.lock();
                return;
            } catch (OverlappingFileLockException e) {
                // A second framework in this process; the JDK does not wait for those.
                sleep();
            } catch (IOException e) {
                throw new IOException("cannot lock " + file + ": " + e.getMessage()
                        + "; choose a data folder on a file system with locks", e);
            }
        }
    }

    private void sleep() throws IOException {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + file, e);
        }
    }
}
