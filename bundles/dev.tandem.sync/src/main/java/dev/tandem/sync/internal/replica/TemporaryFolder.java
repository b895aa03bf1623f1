package dev.tandem.sync.internal.replica;

import dev.tandem.model.FileStat;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A folder for what is on its way into the tree: one for each opening of a root, with a locked file beside it. A folder
 * whose lock can be had, or that is older than a day without one, was left by a run that died, and is removed when the
 * next one begins. Thread-safe.
 */
final class TemporaryFolder implements AutoCloseable {
    private static final Logger LOG = System.getLogger(TemporaryFolder.class.getName());
    private static final Duration OLD = Duration.ofDays(1);
    private static final String LOCK = ".lock";

    private final LocalReader reader;
    private final LocalWriter writer;
    private final RawPath all;
    private final String name;
    private final FileChannel lock;
    private final AtomicLong count = new AtomicLong();

    private TemporaryFolder(LocalReader reader, LocalWriter writer, RawPath all, String name, FileChannel lock) {
        this.reader = reader;
        this.writer = writer;
        this.all = all;
        this.name = name;
        this.lock = lock;
    }

    /** Makes one below {@code all}, which is made where it is missing, and removes what dead runs left there. */
    static TemporaryFolder open(LocalReader reader, LocalWriter writer, RawPath all, Instant now) throws IOException {
        makeDirectory(writer, all);
        // A process of Java that closes a file loses all its locks on it, so its own are never touched.
        String process = ProcessHandle.current().pid() + "-";
        removeLeftovers(reader, writer, all, process, now);
        String name = process + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        FileChannel lock = FileChannel.open(all.child(name + LOCK).toPath(), StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE);
        try {
            lockWherePossible(lock);
            writer.createDirectory(all.child(name));
            return new TemporaryFolder(reader, writer, all, name, lock);
        } catch (IOException | RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    private static void lockWherePossible(FileChannel channel) {
        try {
            channel.tryLock();
        } catch (IOException withoutLocks) {
            LOG.log(Level.DEBUG, "no locks on this file system: what a dead run leaves stays for a day", withoutLocks);
        }
    }

    /** Makes a directory unless there is one. */
    static void makeDirectory(LocalWriter writer, RawPath path) throws IOException {
        try {
            writer.createDirectory(path);
        } catch (FileAlreadyExistsException there) {
            // Whether it is a directory shows when it is used.
            return;
        }
    }

    private static void removeLeftovers(LocalReader reader, LocalWriter writer, RawPath all, String process, Instant now)
            throws IOException {
        for (RawName name : reader.names(all)) {
            if (name.toString().startsWith(process)) {
                continue;
            }
            try {
                FileStat stat = reader.stat(all.child(name));
                boolean old = stat.changed().isBefore(now.minus(OLD));
                if (!stat.isDirectory() ? old : isDead(reader, all.child(name + LOCK), old)) {
                    remove(reader, writer, all.child(name));
                }
            } catch (NoSuchFileException gone) {
                continue;
            } catch (IOException failed) {
                LOG.log(Level.WARNING, "a leftover of an interrupted run cannot be removed, delete it by hand: "
                        + all.child(name), failed);
            }
        }
    }

    private static boolean isDead(LocalReader reader, RawPath lock, boolean old) throws IOException {
        try {
            reader.stat(lock);
        } catch (NoSuchFileException missing) {
            return old;
        }
        try (FileChannel channel = FileChannel.open(lock.toPath(), StandardOpenOption.WRITE);
                FileLock had = channel.tryLock()) {
            return had != null;
        } catch (OverlappingFileLockException alive) {
            return false;
        }
    }

    private static void remove(LocalReader reader, LocalWriter writer, RawPath path) throws IOException {
        if (reader.stat(path).isDirectory()) {
            for (RawName name : reader.names(path)) {
                writer.delete(path.child(name));
            }
        }
        writer.delete(path);
    }

    /** Returns the folder itself. */
    RawPath folder() {
        return all.child(name);
    }

    /** Returns a path where nothing is. */
    RawPath next() {
        return folder().child(Long.toString(count.incrementAndGet(), Character.MAX_RADIX));
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            remove(reader, writer, folder());
            writer.delete(all.child(name + LOCK));
        }
    }
}
