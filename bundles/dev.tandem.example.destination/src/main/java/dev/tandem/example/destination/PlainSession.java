package dev.tandem.example.destination;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A folder: every object is a file, written under {@code .unfinished} and then moved to its place. */
final class PlainSession implements StorageSession {
    // Only what is sure on every file system; the contract test says what could be promised besides.
    private static final Set<Capability> CAPABILITIES = Set.of(Capability.ATOMIC_WRITE, Capability.RANGE_READ,
            Capability.CONCURRENT, Capability.DIRECTORIES);
    private static final String UNFINISHED = ".unfinished";
    private static final CopyOption[] REPLACING = {StandardCopyOption.ATOMIC_MOVE};
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_PATH = 1000;

    /** What is done to a file. */
    private interface Call<T> {
        T run(Path file) throws IOException;
    }

    private final Path root;

    PlainSession(Path root) {
        this.root = root;
    }

    /** Every call comes through here: names are checked, interruptions seen, exceptions translated. */
    private <T> T call(String doing, RemotePath path, Call<T> call) throws StorageException {
        Failures.refuseIfInterrupted(doing, path);
        try {
            return call.run(fileOf(path));
        } catch (IOException e) {
            throw Failures.of(doing, "'" + path + "'", e);
        }
    }

    private Path fileOf(RemotePath path) throws StorageException {
        boolean tooLong = path.value().length() > LONGEST_PATH
                || path.names().stream().anyMatch(name -> name.getBytes(UTF_8).length > LONGEST_NAME);
        if (tooLong || path.names().contains(UNFINISHED)) {
            throw new StorageException(Kind.INVALID, "'" + path + "' is no name here; choose another or a shorter one");
        }
        try {
            return path.value().isEmpty() ? root : root.resolve(path.value());
        } catch (InvalidPathException e) {
            throw new StorageException(Kind.INVALID, "'" + path + "' is no name on this system", e);
        }
    }

    private static void refuseRoot(RemotePath path) throws StorageException {
        if (path.equals(RemotePath.ROOT)) {
            throw new StorageException(Kind.INVALID, "the location itself is no object");
        }
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
        call("list", directory, folder -> {
            if (!Files.isDirectory(folder)) {
                throw new NoSuchFileException(folder.toString());
            }
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    String name = entry.getFileName().toString();
                    if (!name.equals(UNFINISHED)) {
                        infoOf(directory.child(name), entry).ifPresent(sink);
                    }
                }
            }
            return null;
        });
    }

    @Override
    public Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
        return call("look at", path, file -> infoOf(path, file));
    }

    /** Another thread may delete or rename the file at any moment. */
    private static Optional<ObjectInfo> infoOf(RemotePath path, Path file) throws IOException {
        try {
            var found = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new ObjectInfo(path, found.isDirectory(), found.isDirectory() ? 0 : found.size(),
                    Optional.of(found.lastModifiedTime().toInstant())));
        } catch (IOException e) {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public InputStream read(RemotePath path, long offset, long length) throws StorageException {
        return call("read", path, file -> {
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException(file.toString());
            }
            return RangeStream.open(file, offset, length);
        });
    }

    @Override
    public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        refuseRoot(path);
        return call("write", path, file -> {
            if (options.ifTag().isPresent()) {
                throw new StorageException(Kind.CHANGED, "'" + path + "' has no tag here, and so never the expected one");
            }
            if (options.ifAbsent() && Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString());
            }
            Path unfinished = Files.createTempFile(Files.createDirectories(root.resolve(UNFINISHED)), "w", "");
            try {
                copy(path, content, unfinished);
                Files.createDirectories(file.getParent());
                // Without replacing, the JDK looks first and moves then: no reason to promise IF_ABSENT_WRITE.
                Files.move(unfinished, file, options.ifAbsent() ? new CopyOption[0] : REPLACING);
            } finally {
                Files.deleteIfExists(unfinished);
            }
            return infoOf(path, file).orElseThrow(() -> new NoSuchFileException(file.toString()));
        });
    }

    private static void copy(RemotePath path, Content content, Path target) throws IOException {
        long copied = 0;
        try (InputStream in = content.open(); OutputStream out = Files.newOutputStream(target)) {
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                Failures.refuseIfInterrupted("write", path);
                out.write(buffer, 0, count);
                copied += count;
            }
        }
        if (copied != content.length()) {
            throw new IOException(copied + " bytes came instead of " + content.length());
        }
    }

    @Override
    public void makeDirectory(RemotePath directory) throws StorageException {
        call("make", directory, Files::createDirectories);
    }

    @Override
    public void delete(RemotePath path) throws StorageException {
        refuseRoot(path);
        call("delete", path, file -> Files.exists(file) && Files.deleteIfExists(file));
    }

    @Override
    public void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException {
        throw new StorageException(Kind.UNSUPPORTED, "cannot rename '" + from + "': this storage renames nothing");
    }

    @Override
    public void close() {
        // Nothing is held open between calls.
    }
}
