package dev.tandem.sync.internal.replica.remote;

import dev.tandem.storage.StorageException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A folder for what is on its way to a storage, closed to other people. A storage is told how long an object is before it
 * is written, and may have to be told the bytes again: so they wait here. Thread-safe.
 */
final class Spool implements AutoCloseable {
    private static final Set<String> VIEWS = FileSystems.getDefault().supportedFileAttributeViews();

    private final Path folder;
    private final AtomicLong last = new AtomicLong();

    private Spool(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the folder of a run, and removes those of runs that died.
     *
     * @param cache where there is room for them
     */
    static Spool open(Path cache) throws IOException {
        Path all = cache.resolve("sync-spool");
        Files.createDirectories(all);
        removeDead(all);
        return new Spool(Files.createTempDirectory(all, ProcessHandle.current().pid() + "-", onlyOurs("rwx------")));
    }

    private static FileAttribute<?>[] onlyOurs(String permissions) {
        return VIEWS.contains("posix") ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))} : new FileAttribute<?>[0];
    }

    private static void removeDead(Path all) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(all, "[0-9]*-*")) {
            for (Path folder : folders) {
                String name = folder.getFileName().toString();
                long process = Long.parseLong(name.substring(0, name.indexOf('-')));
                if (ProcessHandle.of(process).isEmpty()) {
                    remove(folder);
                }
            }
        }
    }

    /** Makes an empty file. */
    Path next() throws IOException {
        return Files.createFile(folder.resolve(Long.toString(last.incrementAndGet())), onlyOurs("rw-------"));
    }

    /** Returns a failure to write here; that room is short is told as what it is. */
    IOException failed(IOException e) {
        try {
            if (Files.getFileStore(folder).getUsableSpace() < 1 << 20) {
                return new StorageException(StorageException.Kind.FULL, "no space is left in " + folder
                        + ", where files wait on their way to a storage; make room on that disk", e);
            }
        } catch (IOException unknown) {
            e.addSuppressed(unknown);
        }
        return e;
    }

    @Override
    public void close() throws IOException {
        remove(folder);
    }

    private static void remove(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException gone) {
            return;
        }
        Files.deleteIfExists(folder);
    }
}
