package dev.tandem.storage.internal;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.Quota;
import dev.tandem.storage.spi.ServerCopy;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.storage.spi.TreeListing;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** A session that does the same thing around every call of another one, those of its facets included. */
abstract class DecoratedSession implements StorageSession {
    /** A call of the session inside. */
    interface Call<T> {
        T run() throws StorageException;
    }

    private final StorageSession storage;

    DecoratedSession(StorageSession storage) {
        this.storage = storage;
    }

    /**
     * Makes a call.
     *
     * @param verb what it does, {@code "read"}
     * @param path what it does that with
     */
    abstract <T> T around(String verb, RemotePath path, Call<T> call) throws StorageException;

    @Override
    public Set<Capability> capabilities() {
        return storage.capabilities();
    }

    @Override
    public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
        around("list", directory, () -> {
            storage.list(directory, sink);
            return null;
        });
    }

    @Override
    public Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
        return around("stat", path, () -> storage.stat(path));
    }

    @Override
    public InputStream read(RemotePath path, long offset, long length) throws StorageException {
        return around("read", path, () -> storage.read(path, offset, length));
    }

    @Override
    public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        return around("write", path, () -> storage.write(path, content, options));
    }

    @Override
    public void makeDirectory(RemotePath directory) throws StorageException {
        around("make directory", directory, () -> {
            storage.makeDirectory(directory);
            return null;
        });
    }

    @Override
    public void delete(RemotePath path) throws StorageException {
        around("delete", path, () -> {
            storage.delete(path);
            return null;
        });
    }

    @Override
    public void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException {
        around("rename", from, () -> {
            storage.rename(from, to, replace);
            return null;
        });
    }

    /** A facet this program does not know is handed through as it is. */
    @Override
    public <T> Optional<T> facet(Class<T> type) {
        return storage.facet(type).map(facet -> type.cast(switch (facet) {
            case ServerCopy copy when type == ServerCopy.class -> copying(copy);
            case Quota quota when type == Quota.class -> telling(quota);
            case TreeListing tree when type == TreeListing.class -> listing(tree);
            default -> facet;
        }));
    }

    private ServerCopy copying(ServerCopy inside) {
        return (from, to) -> around("copy", from, () -> inside.copy(from, to));
    }

    private TreeListing listing(TreeListing inside) {
        return (directory, sink) -> {
            // Told when it is complete: a listing that is repeated would tell objects twice.
            List<ObjectInfo> objects = around("list all of", directory, () -> {
                List<ObjectInfo> found = new ArrayList<>();
                inside.listTree(directory, found::add);
                return found;
            });
            objects.forEach(sink);
        };
    }

    private Quota telling(Quota inside) {
        return new Quota() {
            @Override
            public OptionalLong free() throws StorageException {
                return around("free", RemotePath.ROOT, inside::free);
            }

            @Override
            public OptionalLong total() throws StorageException {
                return around("total", RemotePath.ROOT, inside::total);
            }
        };
    }

    @Override
    public void close() {
        storage.close();
    }
}
