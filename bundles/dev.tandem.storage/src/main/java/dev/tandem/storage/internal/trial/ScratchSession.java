package dev.tandem.storage.internal.trial;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.Quota;
import dev.tandem.storage.spi.ServerCopy;
import dev.tandem.storage.spi.StorageSession;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A folder of a storage as a storage of its own, empty where the folder is not there yet. */
final class ScratchSession implements StorageSession {
    private final StorageSession storage;
    private final RemotePath folder;
    private final Runnable whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();

    ScratchSession(StorageSession storage, RemotePath folder, Runnable whenClosed) {
        this.storage = storage;
        this.folder = folder;
        this.whenClosed = whenClosed;
    }

    @Override
    public Set<Capability> capabilities() {
        return storage.capabilities();
    }

    @Override
    public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
        try {
            storage.list(there(directory), info -> sink.accept(here(info)));
        } catch (StorageException e) {
            if (!directory.equals(RemotePath.ROOT) || e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    public Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
        Optional<ObjectInfo> found = storage.stat(there(path)).map(this::here);
        return found.isEmpty() && path.equals(RemotePath.ROOT)
                ? Optional.of(new ObjectInfo(path, true, 0, Optional.empty())) : found;
    }

    @Override
    public InputStream read(RemotePath path, long offset, long length) throws StorageException {
        return storage.read(there(path), offset, length);
    }

    @Override
    public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        return here(storage.write(there(path), content, options));
    }

    @Override
    public void makeDirectory(RemotePath directory) throws StorageException {
        storage.makeDirectory(there(directory));
    }

    @Override
    public void delete(RemotePath path) throws StorageException {
        storage.delete(there(path));
    }

    @Override
    public void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException {
        storage.rename(there(from), there(to), replace);
    }

    @Override
    public <T> Optional<T> facet(Class<T> type) {
        if (type == ServerCopy.class) {
            return storage.facet(ServerCopy.class).map(copier ->
                    type.cast((ServerCopy) (from, to) -> here(copier.copy(there(from), there(to)))));
        }
        // Others may speak of paths, which would be those of the whole storage.
        return type == Quota.class ? storage.facet(type) : Optional.empty();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            whenClosed.run();
        }
    }

    private RemotePath there(RemotePath path) {
        return path.equals(RemotePath.ROOT) ? folder : new RemotePath(folder.value() + "/" + path.value());
    }

    private ObjectInfo here(ObjectInfo info) {
        String path = info.path().value();
        if (!path.equals(folder.value()) && !path.startsWith(folder.value() + "/")) {
            throw new AssertionError("'" + path + "' was told, which is not below '" + folder + "'");
        }
        var here = new RemotePath(path.substring(Math.min(path.length(), folder.value().length() + 1)));
        return new ObjectInfo(here, info.directory(), info.size(), info.modified(), info.tag());
    }
}
