package dev.tandem.storage.local;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;

/** Makes folders and writes them through to the disk. */
final class Folders {
    /** Windows opens no channel on a folder; NTFS journals its folders by itself. */
    static final boolean CAN_SYNC = File.separatorChar == '/';

    private Folders() { }

    /** Makes {@code folder} and all its parents that are not there, durably. */
    static void make(Path folder, Modes modes) throws IOException {
        make(folder, null, modes, true);
    }

    /** Makes {@code folder} and its parents, down from {@code root} itself, which must be there. */
    static void make(Path folder, Path root, Modes modes, boolean durable) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path p = folder; p != null && !p.equals(root) && !Files.isDirectory(p); p = p.getParent()) {
            missing.push(p);
        }
        for (Path p : missing) {
            makeOne(p, modes);
            if (durable) {
                sync(p.getParent());
            }
        }
    }

    private static void makeOne(Path folder, Modes modes) throws IOException {
        try {
            Files.createDirectory(folder, modes.folderAttributes());
        } catch (FileAlreadyExistsException e) {
            // Another writer may have been faster.
            if (!Files.isDirectory(folder)) {
                throw new StorageException(Kind.INVALID, folder + " is a file, so nothing can be written below it", e);
            }
        }
    }

    /** Makes the names in {@code folder} survive a power failure, as far as its file system can. */
    static void sync(Path folder) throws IOException {
        if (CAN_SYNC && folder != null) {
            trySync(folder);
        }
    }

    /** Returns whether the file system can write a folder through. */
    static boolean trySync(Path folder) throws IOException {
        // An interruption now would report a write as failed that is in its place already.
        boolean interrupted = Thread.interrupted();
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
            return true;
        } catch (IOException e) {
            // fsync(2): these two say that the file system has no such call, as many network mounts.
            if (Errno.ENOTSUP.saidBy(e) || Errno.EINVAL.saidBy(e)) {
                return false;
            }
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
