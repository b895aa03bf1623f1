package dev.tandem.tck;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/**
 * A storage in memory that holds {@link StorageContract}, for tests that need a storage and no disk. Several sessions
 * share one storage when they are the same object; closing does nothing. Like an object storage it has no directories
 * of their own: one exists while an object is below it.
 */
public class MemoryStorage implements StorageSession {
    private static final Set<Capability> CAPABILITIES = Set.copyOf(
            EnumSet.complementOf(EnumSet.of(Capability.DIRECTORIES, Capability.DURABLE_WRITE)));

    private record Stored(byte[] bytes, Instant modified) { }

    private final ConcurrentSkipListMap<String, Stored> objects = new ConcurrentSkipListMap<>();

    /** An empty storage. */
    public MemoryStorage() { }

    /** Returns a storage of its own that holds the same objects now. */
    public MemoryStorage copy() {
        MemoryStorage copy = new MemoryStorage();
        copy.objects.putAll(objects);
        return copy;
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
        refuseIfInterrupted("list", directory);
        List<ObjectInfo> entries = entriesOf(directory);
        if (entries.isEmpty() && !directory.equals(RemotePath.ROOT)) {
            throw missing("list", directory);
        }
        entries.forEach(sink);
    }

    private List<ObjectInfo> entriesOf(RemotePath directory) {
        String prefix = prefixOf(directory);
        List<ObjectInfo> entries = new ArrayList<>();
        String key = objects.ceilingKey(prefix);
        while (key != null && key.startsWith(prefix)) {
            int slash = key.indexOf('/', prefix.length());
            Stored stored = objects.get(key);
            if (slash >= 0) {
                entries.add(directory(new RemotePath(key.substring(0, slash))));
                // '0' follows '/', so this skips everything below the directory.
                key = objects.ceilingKey(key.substring(0, slash) + '0');
            } else {
                if (stored != null) {
                    entries.add(info(new RemotePath(key), stored));
                }
                key = objects.higherKey(key);
            }
        }
        return entries;
    }

    @Override
    public Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
        refuseIfInterrupted("stat", path);
        Stored stored = objects.get(path.value());
        if (stored != null) {
            return Optional.of(info(path, stored));
        }
        return isDirectory(path) ? Optional.of(directory(path)) : Optional.empty();
    }

    @Override
    public InputStream read(RemotePath path, long offset, long length) throws StorageException {
        refuseIfInterrupted("read", path);
        Stored stored = objects.get(path.value());
        if (stored == null) {
            throw missing("read", path);
        }
        int size = stored.bytes.length;
        if (offset < 0 || offset > size) {
            throw new StorageException(Kind.INVALID, path + " has " + size + " bytes, none at " + offset);
        }
        int start = (int) offset;
        int count = length < 0 ? size - start : (int) Math.min(length, size - start);
        return new ByteArrayInputStream(stored.bytes, start, count);
    }

    @Override
    public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        refuseIfInterrupted("write", path);
        refuseDirectory("write", path);
        var stored = new Stored(bytesOf(path, content), Instant.now());
        refuseIfInterrupted("write", path);
        if (!options.ifAbsent()) {
            objects.put(path.value(), stored);
        } else if (objects.putIfAbsent(path.value(), stored) != null) {
            throw exists("write", path);
        }
        return info(path, stored);
    }

    private static byte[] bytesOf(RemotePath path, Content content) throws StorageException {
        try (InputStream in = content.open()) {
            byte[] bytes = in.readAllBytes();
            if (bytes.length != content.length()) {
                throw new IOException(bytes.length + " bytes instead of " + content.length());
            }
            return bytes;
        } catch (IOException e) {
            throw new StorageException(Kind.FAILED, "cannot write " + path + ": its content cannot be read", e);
        }
    }

    @Override
    public void delete(RemotePath path) throws StorageException {
        refuseIfInterrupted("delete", path);
        refuseDirectory("delete", path);
        objects.remove(path.value());
    }

    @Override
    public void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException {
        refuseIfInterrupted("rename", from);
        refuseDirectory("rename to", to);
        Stored stored = objects.get(from.value());
        if (stored == null) {
            throw missing("rename", from);
        }
        if (replace) {
            objects.put(to.value(), stored);
        } else if (objects.putIfAbsent(to.value(), stored) != null) {
            throw exists("rename to", to);
        }
        if (!from.equals(to)) {
            objects.remove(from.value(), stored);
        }
    }

    @Override
    public void close() { }

    private void refuseDirectory(String doing, RemotePath path) throws StorageException {
        if (isDirectory(path)) {
            throw new StorageException(Kind.INVALID, "cannot " + doing + " '" + path + "': it is a directory in use");
        }
    }

    private boolean isDirectory(RemotePath path) {
        String prefix = prefixOf(path);
        String first = objects.ceilingKey(prefix);
        return prefix.isEmpty() || first != null && first.startsWith(prefix);
    }

    private static String prefixOf(RemotePath directory) {
        return directory.equals(RemotePath.ROOT) ? "" : directory.value() + "/";
    }

    private static ObjectInfo info(RemotePath path, Stored stored) {
        return new ObjectInfo(path, false, stored.bytes.length, Optional.of(stored.modified));
    }

    private static ObjectInfo directory(RemotePath path) {
        return new ObjectInfo(path, true, 0, Optional.empty());
    }

    private static void refuseIfInterrupted(String doing, RemotePath path) throws StorageException {
        if (Thread.currentThread().isInterrupted()) {
            throw new StorageException(Kind.FAILED, "cannot " + doing + " '" + path + "': interrupted");
        }
    }

    private static StorageException missing(String doing, RemotePath path) {
        return new StorageException(Kind.NOT_FOUND, "cannot " + doing + " '" + path + "': it is not there");
    }

    private static StorageException exists(String doing, RemotePath path) {
        return new StorageException(Kind.EXISTS, "cannot " + doing + " '" + path + "': it is there already");
    }
}
