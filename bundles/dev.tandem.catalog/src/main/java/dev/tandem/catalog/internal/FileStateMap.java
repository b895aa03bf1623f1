package dev.tandem.catalog.internal;

import dev.tandem.catalog.StateMap;
import java.io.IOException;
import java.util.Optional;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** A map of a {@link FileStateStore}. Its checksums cover keys too: a value is never met under the key of another. */
final class FileStateMap implements StateMap {
    private final FileStateStore store;
    private final String name;

    FileStateMap(FileStateStore store, String name) {
        this.store = store;
        this.name = name;
    }

    /** Opened anew each time, which is cheap, as opening can meet damage. */
    private MVMap<byte[], byte[]> map() {
        return UnsignedBytes.map(store.file(), name);
    }

    @Override
    public Optional<byte[]> get(byte[] key) throws IOException {
        return store.read(() -> Optional.ofNullable(map().get(key)).map(sealed -> plain(key, sealed)));
    }

    private static byte[] plain(byte[] key, byte[] sealed) {
        var value = Seal.proved(key, sealed);
        byte[] plain = new byte[value.remaining()];
        value.get(plain);
        return plain;
    }

    @Override
    public void put(byte[] key, byte[] value) throws IOException {
        store.change(() -> map().put(key, Seal.sealed(key, value)));
    }

    @Override
    public void remove(byte[] key) throws IOException {
        store.change(() -> map().remove(key));
    }

    @Override
    public Optional<byte[]> floor(byte[] key) throws IOException {
        return store.read(() -> Optional.ofNullable(map().floorKey(key)));
    }

    @Override
    public void forEach(byte[] from, Visitor visitor) throws IOException {
        // Commits during the walk must not give away the space of what it has still to read.
        MVStore.TxCounter use = store.read(() -> store.file().registerVersionUsage());
        try {
            Cursor<byte[], byte[]> cursor = store.read(() -> map().cursor(from));
            while (store.read(cursor::hasNext)) {
                byte[] key = store.read(cursor::next);
                byte[] value = store.read(() -> plain(key, cursor.getValue()));
                if (!visitor.visit(key, value)) {
                    return;
                }
            }
        } finally {
            store.file().deregisterVersionUsage(use);
        }
    }

    @Override
    public void clear() throws IOException {
        store.change(() -> {
            map().clear();
            return null;
        });
    }
}
