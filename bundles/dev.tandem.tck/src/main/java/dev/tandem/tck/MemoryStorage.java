package dev.tandem.tck;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.ServerCopy;
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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A storage in memory that holds {@link StorageContract}, for tests that need a storage and no disk. Several sessions
 * share one storage when they are the same object; closing does nothing. Like an object storage it has no directories
 * of their own: one exists while an object is below it.
 */
public class MemoryStorage implements StorageSession {
    /** What it can do. */
    public static final Set<Capability> CAPABILITIES = Set.copyOf(
            EnumSet.complementOf(EnumSet.of(Capability.DIRECTORIES, Capability.DURABLE_WRITE)));

    private record Stored(byte[] bytes, Instant modified, long version) { }

    private final Set<Capability> promised;
    private final Object lock = new Object();
    // Guarded by the lock.
    private final TreeMap<String, Stored> objects = new TreeMap<>();
    private long versions;

    /** An empty storage. */
    public MemoryStorage() {
        this(CAPABILITIES);
    }

    /** An empty storage that can do no more than this: it tells no tags, keeps no times or renames nothing without. */
    public MemoryStorage(Set<Capability> promised) {
        if (!CAPABILITIES.containsAll(promised)) {
            throw new IllegalArgumentException("a storage in memory cannot do all of " + promised);
        }
        this.promised = Set.copyOf(promised);
    }

    /** Returns a storage of its own that holds the same objects now. */
    public MemoryStorage copy() {
        MemoryStorage copy = new MemoryStorage(promised);
        synchronized (lock) {
            copy.objects.putAll(objects);
            copy.versions = versions;
        }
        return copy;
    }

    @Override
    public Set<Capability> capabilities() {
        return promised;
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
        synchronized (lock) {
            String key = objects.ceilingKey(prefix);
            while (key != null && key.startsWith(prefix)) {
                int slash = key.indexOf('/', prefix.length());
                if (slash >= 0) {
                    entries.add(directory(new RemotePath(key.substring(0, slash))));
                    // '0' follows '/', so this skips everything below the directory.
                    key = objects.ceilingKey(key.substring(0, slash) + '0');
                } else {
                    entries.add(info(new RemotePath(key), objects.get(key)));
                    key = objects.higherKey(key);
                }
            }
        }
        return entries;
    }

    @Override
    public Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
        refuseIfInterrupted("look at", path);
        synchronized (lock) {
            Stored stored = objects.get(path.value());
            if (stored != null) {
                return Optional.of(info(path, stored));
            }
            return isDirectory(path) ? Optional.of(directory(path)) : Optional.empty();
        }
    }

    @Override
    public InputStream read(RemotePath path, long offset, long length) throws StorageException {
        refuseIfInterrupted("read", path);
        byte[] bytes;
        synchronized (lock) {
            bytes = found("read", path).bytes;
        }
        if (offset < 0 || offset > bytes.length) {
            throw new StorageException(Kind.INVALID, path + " has " + bytes.length + " bytes, none at " + offset);
        }
        int start = (int) offset;
        int count = length < 0 ? bytes.length - start : (int) Math.min(length, bytes.length - start);
        return new ByteArrayInputStream(bytes, start, count);
    }

    @Override
    public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        refuseIfInterrupted("write", path);
        byte[] bytes = bytesOf(path, content);
        refuseIfInterrupted("write", path);
        synchronized (lock) {
            refuseDirectory("write", path);
            refuseUnexpected(path, options);
            return put(path, bytes, options.modified().filter(time -> promised.contains(Capability.SET_TIME)));
        }
    }

    private void refuseUnexpected(RemotePath path, WriteOptions options) throws StorageException {
        Optional<Stored> there = Optional.ofNullable(objects.get(path.value()));
        if (options.ifAbsent() && there.isPresent()) {
            throw exists("write", path);
        }
        if (options.ifTag().isPresent() && !options.ifTag().equals(there.flatMap(this::tagOf))) {
            throw new StorageException(Kind.CHANGED, "cannot write '" + path + "': it is not the one that was expected");
        }
    }

    private ObjectInfo put(RemotePath path, byte[] bytes, Optional<Instant> modified) {
        var stored = new Stored(bytes, modified.orElseGet(Instant::now), ++versions);
        objects.put(path.value(), stored);
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
        synchronized (lock) {
            refuseDirectory("delete", path);
            objects.remove(path.value());
        }
    }

    @Override
    public void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException {
        refuseIfInterrupted("rename", from);
        if (!promised.contains(Capability.RENAME)) {
            throw new StorageException(Kind.UNSUPPORTED, "cannot rename '" + from + "': this storage renames nothing");
        }
        synchronized (lock) {
            refuseDirectory("rename to", to);
            if (isDirectory(from) && promised.contains(Capability.RENAME_DIRECTORIES)) {
                renameDirectory(from, to);
                return;
            }
            Stored stored = found("rename", from);
            if (!replace && objects.containsKey(to.value())) {
                throw exists("rename to", to);
            }
            objects.remove(from.value());
            objects.put(to.value(), stored);
        }
    }

    private void renameDirectory(RemotePath from, RemotePath to) throws StorageException {
        if (objects.containsKey(to.value())) {
            throw exists("rename to", to);
        }
        if (to.value().startsWith(prefixOf(from))) {
            throw new StorageException(Kind.INVALID, "cannot rename '" + from + "' to '" + to + "', which is in it");
        }
        SortedMap<String, Stored> inside = objects.subMap(prefixOf(from), from.value() + '0');
        var moved = new TreeMap<String, Stored>();
        inside.forEach((path, stored) -> moved.put(to.value() + path.substring(from.value().length()), stored));
        inside.clear();
        objects.putAll(moved);
    }

    @Override
    public <T> Optional<T> facet(Class<T> type) {
        return type == ServerCopy.class ? Optional.of(type.cast((ServerCopy) this::copy)) : Optional.empty();
    }

    private ObjectInfo copy(RemotePath from, RemotePath to) throws StorageException {
        refuseIfInterrupted("copy", from);
        synchronized (lock) {
            refuseDirectory("copy to", to);
            return put(to, found("copy", from).bytes, Optional.empty());
        }
    }

    @Override
    public void close() { }

    private Stored found(String doing, RemotePath path) throws StorageException {
        Stored stored = objects.get(path.value());
        if (stored == null) {
            throw missing(doing, path);
        }
        return stored;
    }

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

    private ObjectInfo info(RemotePath path, Stored stored) {
        return new ObjectInfo(path, false, stored.bytes.length, Optional.of(stored.modified), tagOf(stored));
    }

    private Optional<String> tagOf(Stored stored) {
        return promised.contains(Capability.TAGS) ? Optional.of("v" + stored.version) : Optional.empty();
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
