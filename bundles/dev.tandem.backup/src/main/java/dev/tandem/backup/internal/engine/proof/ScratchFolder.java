package dev.tandem.backup.internal.engine.proof;

import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A folder that is there for the time of one proof. A lock beside it tells other processes that it is in use, so that
 * they delete only what a killed one left.
 */
final class ScratchFolder implements AutoCloseable {
    private static final String PREFIX = "tandem-proof-";
    private static final String LOCK = ".tandem-proof.lock";
    /** Files take whole blocks, and directories some. */
    private static final long PER_FILE = 8192;

    private final Path parent;
    private final FileChannel lock;
    private final RawPath folder;
    private final LocalReader files;
    private final LocalWriter writer;
    private final JobMonitor monitor;

    private ScratchFolder(Path parent, FileChannel lock, RawPath folder, LocalReader files, LocalWriter writer,
            JobMonitor monitor) {
        this.parent = parent;
        this.lock = lock;
        this.folder = folder;
        this.files = files;
        this.writer = writer;
        this.monitor = monitor;
    }

    /** Makes a folder in {@code where}, after what a killed proof left there is deleted. */
    static ScratchFolder make(RawPath where, LocalReader files, LocalWriter writer, JobMonitor monitor)
            throws IOException {
        Path parent = where.toPath();
        Files.createDirectories(parent);
        FileChannel lock = lock(parent);
        try {
            for (RawName name : files.names(where)) {
                if (name.toString().startsWith(PREFIX)) {
                    delete(where.child(name), files, writer);
                }
            }
            Path folder = Files.createTempDirectory(parent, PREFIX);
            return new ScratchFolder(parent, lock, RawPath.of(folder.toAbsolutePath()), files, writer, monitor);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static FileChannel lock(Path parent) throws IOException {
        FileChannel channel = FileChannel.open(parent.resolve(LOCK), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return channel;
            }
        } catch (OverlappingFileLockException sameProcess) {
            // Told below, as of another process.
        }
        channel.close();
        throw new RepositoryException(Kind.LOCKED, "another proof is using the scratch folder " + parent
                + ". Wait for it to end, or name another folder with --scratch");
    }

    RawPath folder() {
        return folder;
    }

    /** Fails where there is no room for so much. */
    void requireRoom(long count, long bytes) throws IOException {
        long needed = bytes + count * PER_FILE;
        long free = Files.getFileStore(parent).getUsableSpace();
        if (free < needed) {
            throw new RepositoryException(Kind.INVALID, "to restore the sample takes " + (needed >> 20) + " MiB, and "
                    + parent + " has " + (free >> 20) + " MiB left. Name a folder with more room with --scratch, or a"
                    + " smaller --sample");
        }
    }

    /** Lets the owner read and change a restored file, and enter a restored folder. */
    static void openUp(RawPath path) throws IOException {
        Path file = path.toPath();
        if (Files.getFileStore(file).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Deletes the folder; where that fails the monitor is told. */
    @Override
    public void close() throws IOException {
        try (lock) {
            delete(folder, files, writer);
        } catch (IOException e) {
            monitor.problem(Problem.warning(folder, "the restored files cannot be deleted: " + e.getMessage()
                    + ". The next proof tries again; you may delete the folder"));
        }
    }

    private static void delete(RawPath path, LocalReader files, LocalWriter writer) throws IOException {
        try {
            if (files.stat(path).isDirectory()) {
                if ((files.stat(path).permissions() & 0700) != 0700) {
                    openUp(path);
                }
                for (RawName name : files.names(path)) {
                    delete(path.child(name), files, writer);
                }
            }
            writer.delete(path);
        } catch (NoSuchFileException gone) {
            // As it should be.
        }
    }
}
