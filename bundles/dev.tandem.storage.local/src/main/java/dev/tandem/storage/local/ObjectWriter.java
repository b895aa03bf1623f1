package dev.tandem.storage.local;

import dev.tandem.storage.Content;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Set;

/** Puts files in place whole or not at all: written beside their place under another name, then renamed. */
final class ObjectWriter {
    // Moving without replacing is one call of the system on Windows; elsewhere the JDK looks first and then moves.
    static final boolean MOVE_DECIDES = File.separatorChar == '\\';

    private final Path root;
    private final Modes modes;

    ObjectWriter(Path root, Modes modes) {
        this.root = root;
        this.modes = modes;
    }

    /** Writes {@code target} and returns when it was last changed. */
    FileTime write(Path target, Content content, WriteOptions options) throws IOException {
        if (options.ifAbsent() && Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        if (options.ifTag().isPresent()) {
            throw new StorageException(Kind.CHANGED, "cannot write " + target + ": a file of a folder never has the tag "
                    + options.ifTag().get());
        }
        refuseFolder(target);
        Path temporary = Names.temporary(target);
        FileTime modified;
        try {
            fill(target, temporary, content, options);
            modified = Files.getLastModifiedTime(temporary);
            move(temporary, target, !options.ifAbsent());
        } catch (IOException | RuntimeException | Error e) {
            discard(temporary, e);
            throw e;
        }
        if (options.durable()) {
            Folders.sync(target.getParent());
        }
        return modified;
    }

    private static void refuseFolder(Path target) throws StorageException {
        if (Files.isDirectory(target)) {
            throw new StorageException(Kind.INVALID, "cannot write " + target + ": it is a folder");
        }
    }

    private void fill(Path target, Path temporary, Content content, WriteOptions options) throws IOException {
        try (FileChannel channel = create(temporary, options.durable())) {
            var out = new ChannelStream(channel);
            copy(target, content, out);
            if (options.modified().isPresent()) {
                Files.setLastModifiedTime(temporary, FileTime.from(options.modified().get()));
            }
            if (options.readOnly()) {
                // Before the rename, so that nobody ever sees it writable; before the flush, which covers it so.
                modes.guard(temporary);
            }
            if (options.durable()) {
                channel.force(true);
            }
        }
    }

    private FileChannel create(Path temporary, boolean durable) throws IOException {
        try {
            return open(temporary);
        } catch (FileSystemException e) {
            if (!(e instanceof NoSuchFileException) && !Errno.ENOTDIR.saidBy(e)) {
                throw e;
            }
            makeFolder(temporary.getParent(), durable);
            return open(temporary);
        }
    }

    private FileChannel open(Path temporary) throws IOException {
        return FileChannel.open(temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), modes.fileAttributes());
    }

    /** Makes a folder below the root. Never the root: on an unmounted volume that would bury what comes after. */
    void makeFolder(Path folder, boolean durable) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new StorageException(Kind.UNREACHABLE,
                    "the storage folder " + root + " has vanished; check that its volume is mounted");
        }
        Folders.make(folder, root, modes, durable);
    }

    private static void copy(Path target, Content content, ChannelStream out) throws IOException {
        long expected = content.length();
        try (InputStream in = content.open()) {
            in.transferTo(out);
        } catch (IOException e) {
            throw out.failed(e) ? e : sourceFailed(target, e);
        }
        if (out.written() != expected) {
            throw new StorageException(Kind.FAILED, "cannot write " + target + ": its source yielded " + out.written()
                    + " bytes instead of " + expected + "; it changed meanwhile");
        }
    }

    private static StorageException sourceFailed(Path target, IOException cause) {
        boolean retryable = cause instanceof StorageException failure && failure.retryable();
        return new StorageException(Kind.FAILED,
                "cannot write " + target + ": its source cannot be read: " + cause.getMessage(), cause, retryable, null);
    }

    /** Renames a file in one step that a reader or a crash cannot see the middle of. */
    void move(Path from, Path to, boolean replace) throws IOException {
        if (replace) {
            replace(from, to);
        } else if (MOVE_DECIDES || Files.isDirectory(from)) {
            Files.move(from, to);
        } else {
            link(from, to);
        }
    }

    private void replace(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AccessDeniedException e) {
            // Windows replaces no read-only file.
            if (!MOVE_DECIDES || !Files.exists(to)) {
                throw e;
            }
            modes.unguard(to);
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** A second name is refused by the system when it is taken: of two racing writers one fails. A rename would win. */
    private static void link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (FileAlreadyExistsException | NoSuchFileException | AccessDeniedException e) {
            throw e;
        } catch (UnsupportedOperationException e) {
            Files.move(from, to);
            return;
        } catch (FileSystemException e) {
            if (!hasNoLinks(e)) {
                throw e;
            }
            // FAT and some network mounts: the look-then-move of the JDK, and no promise of IF_ABSENT_WRITE.
            Files.move(from, to);
            return;
        }
        unlink(from, to);
    }

    private static void unlink(Path from, Path to) throws IOException {
        try {
            Files.delete(from);
        } catch (IOException e) {
            // A failed call leaves everything as it was.
            Files.deleteIfExists(to);
            throw e;
        }
    }

    static boolean hasNoLinks(FileSystemException e) {
        return Errno.EPERM.saidBy(e) || Errno.ENOTSUP.saidBy(e) || Errno.EMLINK.saidBy(e) || Errno.EXDEV.saidBy(e);
    }

    private void discard(Path temporary, Throwable because) {
        try {
            if (MOVE_DECIDES && Files.exists(temporary)) {
                // Windows deletes no read-only file.
                modes.unguard(temporary);
            }
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }
}
