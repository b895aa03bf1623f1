package dev.tandem.tck;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A session that does what another one does, for those that do a little else. */
abstract class WrappedStorage implements StorageSession {
    final StorageSession storage;

    WrappedStorage(StorageSession storage) {
        this.storage = storage;
    }

    @Override
    public Set<Capability> capabilities() {
        return storage.capabilities();
    }

    @Override
    public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
        storage.list(directory, sink);
    }

    @Override
    public Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
        return storage.stat(path);
    }

    @Override
    public InputStream read(RemotePath path, long offset, long length) throws StorageException {
        return storage.read(path, offset, length);
    }

    @Override
    public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        return storage.write(path, content, options);
    }

    @Override
    public void makeDirectory(RemotePath directory) throws StorageException {
        storage.makeDirectory(directory);
    }

    @Override
    public void delete(RemotePath path) throws StorageException {
        storage.delete(path);
    }

    @Override
    public void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException {
        storage.rename(from, to, replace);
    }

    @Override
    public <T> Optional<T> facet(Class<T> type) {
        return storage.facet(type);
    }

    @Override
    public void close() {
        storage.close();
    }
}
