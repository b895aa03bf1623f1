package dev.tandem.storage.local;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.LocalFolder;
import dev.tandem.storage.spi.Quota;
import dev.tandem.storage.spi.StorageSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A folder and what is below it. Opening touches nothing: what the file system can do and which permissions new files
 * get is found out when it is first needed.
 */
final class LocalSession implements StorageSession {
    private interface Call<T> {
        T run(Path file) throws IOException;
    }

    private final Path root;
    private final Presence presence;
    private final Volumes volumes;
    private final Names names;
    // Found out twice at worst, with the same result.
    private volatile Set<Capability> capabilities;
    private volatile ObjectWriter writer;

    LocalSession(Path root) {
        this(root, Presence.UNKNOWN, Volumes.OF_SYSTEM);
    }

    /** @param presence knows whether the volume is still there */
    LocalSession(Path root, Presence presence, Volumes volumes) {
        this.root = root;
        this.presence = presence;
        this.volumes = volumes;
        this.names = new Names(root);
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> known = capabilities;
        if (known == null) {
            known = Probe.of(root);
            capabilities = known;
        }
        return known;
    }

    @Override
    public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
        call("list", names.of(directory), folder -> {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    refuseIfInterrupted("list", folder);
                    tell(directory, entry, sink);
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            return null;
        });
    }

    private void tell(RemotePath directory, Path entry, Consumer<? super ObjectInfo> sink) throws IOException {
        String name = entry.getFileName().toString();
        if (!Names.isTemporary(name)) {
            infoOf(directory.child(name), entry).ifPresent(sink);
        }
    }

    @Override
    public Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
        return call("look at", names.of(path), file -> {
            Optional<ObjectInfo> info = infoOf(path, file);
            if (info.isEmpty()) {
                refuseIfVanished();
            }
            return info;
        });
    }

    /** Returns nothing for a file that has vanished, and for pipes and sockets, which hold nothing to store. */
    private static Optional<ObjectInfo> infoOf(RemotePath path, Path file) throws IOException {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            var modified = Optional.of(found.lastModifiedTime().toInstant());
            return found.isOther() ? Optional.empty() : Optional.of(new ObjectInfo(path, found.isDirectory(),
                    found.isDirectory() ? 0 : found.size(), modified));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (Errno.ENOTDIR.saidBy(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public InputStream read(RemotePath path, long offset, long length) throws StorageException {
        return call("read", names.of(path), file -> RangeStream.open(file, offset, length));
    }

    @Override
    public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        return call("write", names.ofNew(path), file -> {
            var modified = writer().write(file, content, options);
            return new ObjectInfo(path, false, content.length(), Optional.of(modified.toInstant()));
        });
    }

    @Override
    public void makeDirectory(RemotePath directory) throws StorageException {
        call("make", names.ofNew(directory), folder -> {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new FileAlreadyExistsException(folder.toString());
            }
            writer().makeFolder(folder, true);
            return null;
        });
    }

    @Override
    public void delete(RemotePath path) throws StorageException {
        call("delete", names.ofNew(path), file -> {
            try {
                deleteGuarded(file);
            } catch (NoSuchFileException e) {
                refuseIfVanished();
            } catch (IOException e) {
                if (!Errno.ENOTDIR.saidBy(e)) {
                    throw e;
                }
            }
            return null;
        });
    }

    private void deleteGuarded(Path file) throws IOException {
        try {
            Files.delete(file);
        } catch (AccessDeniedException e) {
            // Windows and some network mounts delete no read-only file.
            unguard(file, e);
            Files.delete(file);
        }
    }

    private static void unguard(Path file, AccessDeniedException because) throws IOException {
        try {
            Modes.PRIVATE.unguard(file);
        } catch (IOException e) {
            because.addSuppressed(e);
            throw because;
        }
    }

    @Override
    public void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException {
        Path target = names.ofNew(to);
        call("rename", names.ofNew(from), file -> {
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file.toString());
            }
            writer().makeFolder(target.getParent(), false);
            try {
                writer().move(file, target, replace);
            } catch (IOException e) {
                throw Failures.of("rename " + file + " to", target, e);
            }
            return null;
        });
    }

    @Override
    public <T> Optional<T> facet(Class<T> type) {
        if (type == LocalFolder.class) {
            return Optional.of(type.cast(new VolumeFolder(root, volumes)));
        }
        return type == Quota.class ? Optional.of(type.cast(new FolderQuota(root))) : Optional.empty();
    }

    @Override
    public void close() {
        // Nothing is held open between calls.
    }

    private ObjectWriter writer() throws IOException {
        ObjectWriter known = writer;
        if (known == null) {
            known = new ObjectWriter(root, Modes.of(root));
            writer = known;
        }
        return known;
    }

    private <T> T call(String doing, Path file, Call<T> call) throws StorageException {
        refuseIfInterrupted(doing, file);
        presence.check();
        try {
            return call.run(file);
        } catch (IOException e) {
            StorageException failure = Failures.of(doing, file, e);
            if (failure.kind() == Kind.NOT_FOUND) {
                refuseIfVanished();
            }
            throw failure;
        }
    }

    /** An unmounted volume is absent, never empty. */
    private void refuseIfVanished() throws StorageException {
        if (!Files.isDirectory(root)) {
            throw new StorageException(Kind.UNREACHABLE,
                    "the storage folder " + root + " has vanished; check that its volume is mounted");
        }
    }

    private static void refuseIfInterrupted(String doing, Path file) throws StorageException {
        if (Thread.currentThread().isInterrupted()) {
            throw new StorageException(Kind.FAILED, "cannot " + doing + " " + file + ": interrupted");
        }
    }
}
