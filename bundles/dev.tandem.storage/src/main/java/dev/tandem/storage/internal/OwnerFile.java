package dev.tandem.storage.internal;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A small text file that only its owner can read, replaced so that a crash leaves the old text or the new one. Where it is
 * a link, what it points to is replaced.
 */
final class OwnerFile {
    private static final long LARGEST = 1 << 20;

    private final Path file;

    OwnerFile(Path file) {
        this.file = file;
    }

    Path path() {
        return file;
    }

    /** Returns the text; empty where there is no file. */
    Optional<String> read() throws IOException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IOException("it is larger than " + (LARGEST >> 20) + " MiB");
            }
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (CharacterCodingException e) {
            throw new IOException("it is no text in UTF-8", e);
        } catch (AccessDeniedException e) {
            throw new IOException("permission denied", e);
        }
    }

    /** Writes the text through to the disk. Only inside {@link #alone}. */
    void write(String text) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file;
        Path unfinished = target.resolveSibling("." + target.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        try {
            try (FileChannel channel = open(unfinished, StandardOpenOption.CREATE_NEW)) {
                ByteBuffer left = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            discard(unfinished, e);
            throw e;
        }
        flushFolder(target.getParent());
    }

    private static void discard(Path unfinished, IOException because) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    private static void flushFolder(Path folder) throws IOException {
        // Windows opens no channel on a folder; NTFS journals its folders by itself.
        if (File.separatorChar == '/') {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Something only one may do at a time. */
    interface Work {
        void run() throws IOException;
    }

    /** Does {@code work} while no other process does; of this process's threads, the caller sees to that. */
    void alone(Work work) throws IOException {
        try (FileChannel channel = open(file.resolveSibling("." + file.getFileName() + ".lock"),
                StandardOpenOption.CREATE); FileLock lock = channel.lock()) {
            assert lock.isValid();
            work.run();
        } catch (OverlappingFileLockException e) {
            throw new IOException("another part of this program is changing it; try again", e);
        }
    }

    private static FileChannel open(Path path, OpenOption how) throws IOException {
        return FileChannel.open(path, Set.of(how, StandardOpenOption.WRITE), forOwner(path, "rw-------"));
    }

    /** Makes a folder, with its parents, that only its owner can look into; nothing happens where it is there. */
    static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, forOwner(folder, "rwx------"));
        }
    }

    private static FileAttribute<?>[] forOwner(Path path, String permissions) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))} : new FileAttribute<?>[0];
    }
}
