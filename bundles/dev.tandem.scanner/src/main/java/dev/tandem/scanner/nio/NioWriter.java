package dev.tandem.scanner.nio;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scanner.FileStores;
import dev.tandem.scanner.PosixMode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** Writes by what every Java platform offers. */
public final class NioWriter implements LocalWriter {
    private static final int OWNER_ONLY = 0600;

    private final NioReader reader;

    /** Makes a writer that observes through {@code reader}. */
    public NioWriter(NioReader reader) {
        this.reader = reader;
    }

    @Override
    public void createDirectory(RawPath path) throws IOException {
        Path directory = NioPaths.path(path);
        Files.createDirectory(directory, only(directory, "rwx------"));
    }

    private static FileAttribute<?>[] only(Path path, String permissions) {
        return Capabilities.of(path).posix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))}
                : new FileAttribute<?>[0];
    }

    @Override
    public void createSymlink(RawPath path, byte[] target) throws IOException {
        Files.createSymbolicLink(NioPaths.path(path), NioPaths.target(target, path));
    }

    @Override
    public void createHardLink(RawPath path, RawPath existing) throws IOException {
        Files.createLink(NioPaths.path(path), NioPaths.path(existing));
    }

    @Override
    public void createSpecial(RawPath path, FileType type, long rawDevice) throws IOException {
        PosixMode.special(type);
        throw new FileSystemException(path.toString(), null, "Java cannot make a " + type + " on this system");
    }

    @Override
    public TargetFile createFile(RawPath path) throws IOException {
        Path file = NioPaths.path(path);
        return new NioTargetFile(FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                StandardOpenOption.WRITE, StandardOpenOption.SPARSE, NOFOLLOW_LINKS), only(file, "rw-------")));
    }

    @Override
    public TargetFile openFile(RawPath path) throws IOException {
        FileStat stat = reader.stat(path);
        if (!stat.isFile()) {
            throw NioReader.notRegular(path);
        }
        Path file = NioPaths.path(path);
        try {
            return openFile(file);
        } catch (AccessDeniedException denied) {
            NioMetadata.setPermissions(file, stat.type(), stat.permissions() | OWNER_ONLY);
            return openFile(file);
        }
    }

    private static TargetFile openFile(Path file) throws IOException {
        return new NioTargetFile(FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE,
                NOFOLLOW_LINKS));
    }

    @Override
    public void delete(RawPath path) throws IOException {
        Files.delete(NioPaths.path(path));
    }

    @Override
    public void rename(RawPath from, RawPath to) throws IOException {
        Files.move(NioPaths.path(from), NioPaths.path(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void deleteDirectory(RawPath path) throws IOException {
        if (!reader.stat(path).isDirectory()) {
            throw new NotDirectoryException(path.toString());
        }
        delete(path);
    }

    @Override
    public void renameNew(RawPath from, RawPath to) throws IOException {
        Path target = NioPaths.path(to);
        // Only a second name is refused by every system where something is. On macOS that of a link is its target's.
        if (reader.stat(from).isFile() && isLinked(NioPaths.path(from), target)) {
            delete(from);
            return;
        }
        if (Files.exists(target, NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(to.toString());
        }
        rename(from, to);
    }

    private static boolean isLinked(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
            return true;
        } catch (FileAlreadyExistsException | NoSuchFileException failed) {
            throw failed;
        } catch (FileSystemException | UnsupportedOperationException withoutHardLinks) {
            return false;
        }
    }

    @Override
    public boolean exchange(RawPath a, RawPath b) {
        return false;
    }

    @Override
    public void flush(RawPath directory) throws IOException {
        if (!reader.stat(directory).isDirectory()) {
            throw new NotDirectoryException(directory.toString());
        }
        Path path = NioPaths.path(directory);
        if (Capabilities.of(path).posix()) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public boolean flushesAll() {
        return false;
    }

    @Override
    public Space freeSpace(RawPath path) throws IOException {
        return FileStores.space(path);
    }

    @Override
    public List<String> setMetadata(RawPath path, FileStat wanted, List<ExtendedAttribute> attributes) {
        try {
            return NioMetadata.set(NioPaths.path(path), reader.stat(path), wanted, attributes);
        } catch (IOException failed) {
            return List.of("the metadata cannot be set: " + failed.getMessage());
        }
    }
}
