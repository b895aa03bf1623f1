package dev.tandem.storage.rclone;

import dev.tandem.storage.Content;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.http.Purpose;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where content waits on its way through rclone, which takes files only: a folder of this process in the system's place for
 * temporary files, for nobody else to see. What a killed process left there is removed by the next one.
 */
final class Spool implements AutoCloseable {
    private static final String PREFIX = "tandem-rclone-";
    private static final String LOCK = "lock";
    private static final int COPIED_AT_ONCE = 64 << 10;

    /** A file that waits; closing removes it. */
    record Spooled(Path file) implements AutoCloseable {
        @Override
        public void close() {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                System.getLogger(Spool.class.getName()).log(System.Logger.Level.WARNING, "cannot remove " + file, e);
            }
        }
    }

    private final AtomicLong names = new AtomicLong();
    private Path folder;
    private FileChannel held;

    /** Returns the folder. */
    synchronized Path folder() throws IOException {
        if (folder == null) {
            Path made = Files.createTempDirectory(PREFIX);
            removeAbandoned(made);
            held = FileChannel.open(made.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            held.lock();
            folder = made;
        }
        return folder;
    }

    /** Returns a name in the folder that nothing has yet. */
    Spooled place(Purpose purpose) throws StorageException {
        try {
            return new Spooled(folder().resolve(Long.toString(names.incrementAndGet())));
        } catch (IOException e) {
            throw Failures.spool(purpose, Path.of(System.getProperty("java.io.tmpdir")), e);
        }
    }

    /** Keeps content, with its time of modification. */
    Spooled keep(Content content, Optional<Instant> modified, Purpose purpose) throws StorageException {
        Spooled spooled = place(purpose);
        boolean whole = false;
        try {
            fill(spooled.file(), content, purpose);
            if (modified.isPresent()) {
                Files.setLastModifiedTime(spooled.file(), FileTime.from(modified.get()));
            }
            whole = true;
            return spooled;
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw Failures.spool(purpose, spooled.file().getParent(), e);
        } finally {
            if (!whole) {
                spooled.close();
            }
        }
    }

    private static void fill(Path file, Content content, Purpose purpose) throws IOException {
        long left = content.length();
        byte[] buffer = new byte[COPIED_AT_ONCE];
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
                InputStream in = opened(content, purpose)) {
            for (int count = read(in, buffer, purpose); count >= 0; count = read(in, buffer, purpose)) {
                if (Thread.currentThread().isInterrupted()) {
                    throw Failures.interrupted(purpose.doing() + " " + purpose.what(), null);
                }
                left -= count;
                if (left < 0) {
                    break;
                }
                out.write(buffer, 0, count);
            }
        }
        if (left != 0) {
            throw new StorageException(Kind.FAILED, purpose.cannot() + "its source yielded " + (left < 0 ? "more" : "less")
                    + " than " + content.length() + " bytes; it changed meanwhile");
        }
    }

    private static InputStream opened(Content content, Purpose purpose) throws StorageException {
        try {
            return content.open();
        } catch (IOException e) {
            throw Failures.source(purpose, e);
        }
    }

    private static int read(InputStream in, byte[] buffer, Purpose purpose) throws StorageException {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw Failures.source(purpose, e);
        }
    }

    /** Whoever is alive holds the lock in its folder. */
    private static void removeAbandoned(Path own) throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(own.getParent(), PREFIX + "*")) {
            for (Path other : others) {
                boolean ours = Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
                        && Files.getOwner(other, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(own));
                if (ours && !other.equals(own) && isAbandoned(other.resolve(LOCK))) {
                    remove(other);
                }
            }
        }
    }

    private static boolean isAbandoned(Path lock) throws IOException {
        if (!Files.exists(lock)) {
            // Made this moment, or by somebody else.
            return false;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE); FileLock taken = channel.tryLock()) {
            return taken != null;
        } catch (OverlappingFileLockException e) {
            // Held by this very process.
            return false;
        }
    }

    private static void remove(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    @Override
    public synchronized void close() {
        if (folder != null) {
            try {
                held.close();
                remove(folder);
            } catch (IOException e) {
                System.getLogger(Spool.class.getName()).log(System.Logger.Level.WARNING, "cannot remove " + folder, e);
            }
            folder = null;
        }
    }
}
