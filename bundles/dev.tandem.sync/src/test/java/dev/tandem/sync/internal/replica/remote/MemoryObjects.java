package dev.tandem.sync.internal.replica.remote;

import dev.tandem.model.RawPath;
import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.ServerCopy;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.sync.internal.replica.Faults;
import dev.tandem.sync.internal.replica.LogicalClock;
import dev.tandem.sync.internal.replica.TreeEditor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A storage in memory that promises what it is told to, by a clock of the test's, and whose calls go wrong as those of
 * sides in memory do. Somebody else edits it meanwhile.
 */
public final class MemoryObjects implements StorageSession, ServerCopy, TreeEditor {
    private static final long SECOND = 1_000_000_000L;
    private static final String DIRECTORY = "/";

    private record Stored(byte[] bytes, long modified, long version) { }

    private final Set<Capability> can;
    private final boolean copies;
    private final LogicalClock clock;
    private final Faults faults;
    private final NavigableMap<String, Stored> files = new TreeMap<>();
    private final SortedSet<String> directories = new TreeSet<>();
    private long versions;
    private long changes;

    /** @param copies whether it copies by itself */
    public MemoryObjects(Set<Capability> can, boolean copies, LogicalClock clock, Faults faults) {
        this.can = can;
        this.copies = copies;
        this.clock = clock;
        this.faults = faults;
    }

    /** Returns everything but that it can be used by several at once. */
    public static Set<Capability> all() {
        return EnumSet.complementOf(EnumSet.of(Capability.CONCURRENT));
    }

    /** Returns everything but some. */
    public static Set<Capability> without(Capability... some) {
        Set<Capability> can = all();
        Arrays.asList(some).forEach(can::remove);
        return can;
    }

    /** Returns how many calls changed something. */
    public long changes() {
        return changes;
    }

    // The session

    private interface Effect<T> {
        T happen() throws StorageException;
    }

    /** A connection that is lost may take the answer along, and not the question. */
    private <T> T call(String name, Effect<T> effect) throws StorageException {
        long number;
        try {
            number = faults.begin(name);
        } catch (IOException e) {
            boolean answer = String.valueOf(e.getMessage()).contains("not connected");
            if (answer && faults.calls() % 2 == 0) {
                effect.happen();
            }
            throw new StorageException(kind(e, answer), name + ": " + e.getMessage(), e, answer, null);
        }
        T result = effect.happen();
        faults.middle(number, name);
        faults.end(number, name);
        return result;
    }

    private static Kind kind(IOException e, boolean unreachable) {
        return unreachable ? Kind.UNREACHABLE : e instanceof AccessDeniedException ? Kind.DENIED : Kind.FULL;
    }

    private <T> T change(String name, Effect<T> effect) throws StorageException {
        changes++;
        return call(name, effect);
    }

    @Override
    public Set<Capability> capabilities() {
        return can;
    }

    @Override
    public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
        call("list " + directory, () -> {
            if (!isDirectory(directory.value())) {
                throw missing(directory);
            }
            return below(directory.value());
        }).forEach(sink);
    }

    private List<ObjectInfo> below(String directory) {
        String prefix = directory.isEmpty() ? "" : directory + "/";
        SortedSet<String> names = new TreeSet<>();
        for (Collection<String> all : List.of(files.keySet(), directories)) {
            all.stream().filter(path -> path.startsWith(prefix) && path.length() > prefix.length())
                    .forEach(path -> names.add(path.substring(prefix.length()).split("/")[0]));
        }
        List<ObjectInfo> entries = new ArrayList<>();
        names.forEach(name -> {
            String path = prefix + name;
            if (files.containsKey(path)) {
                entries.add(info(path));
            }
            if (isDirectory(path)) {
                entries.add(new ObjectInfo(new RemotePath(path), true, 0, Optional.empty()));
            }
        });
        return entries;
    }

    private boolean isDirectory(String path) {
        return path.isEmpty() || directories.contains(path) || files.keySet().stream().anyMatch(
                file -> file.startsWith(path + "/"));
    }

    private ObjectInfo info(String path) {
        Stored stored = files.get(path);
        Optional<String> tag = can.contains(Capability.TAGS) ? Optional.of("\"" + stored.version + "\"")
                : Optional.empty();
        return new ObjectInfo(new RemotePath(path), false, stored.bytes.length,
                Optional.of(Instant.ofEpochSecond(stored.modified / SECOND)), tag);
    }

    @Override
    public Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
        return call("stat " + path, () -> known(path));
    }

    private Optional<ObjectInfo> known(RemotePath path) {
        if (files.containsKey(path.value())) {
            return Optional.of(info(path.value()));
        }
        return isDirectory(path.value()) ? Optional.of(new ObjectInfo(path, true, 0, Optional.empty()))
                : Optional.empty();
    }

    @Override
    public InputStream read(RemotePath path, long offset, long length) throws StorageException {
        return call("read " + path, () -> {
            if (!files.containsKey(path.value())) {
                throw missing(path);
            }
            byte[] bytes = files.get(path.value()).bytes;
            int count = length < 0 ? bytes.length : (int) length;
            return new ByteArrayInputStream(bytes, (int) offset, Math.min(count, bytes.length - (int) offset));
        });
    }

    @Override
    public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        byte[] bytes = bytes(content);
        return change("write " + path, () -> {
            if (isDirectory(path.value())) {
                throw new StorageException(Kind.INVALID, path + " is a directory");
            }
            if (options.ifAbsent() && files.containsKey(path.value())) {
                throw new StorageException(Kind.EXISTS, path + " is there");
            }
            if (options.ifTag().isPresent()
                    && !known(path).flatMap(ObjectInfo::tag).equals(options.ifTag())) {
                throw new StorageException(Kind.CHANGED, path + " has another tag");
            }
            requireNoFileAbove(path);
            makeAbove(path);
            boolean timed = options.modified().isPresent() && can.contains(Capability.SET_TIME);
            long now = clock.tick();
            long time = timed ? options.modified().get().getEpochSecond() * SECOND : now;
            files.put(path.value(), new Stored(bytes, time, ++versions));
            return info(path.value());
        });
    }

    private static byte[] bytes(Content content) throws StorageException {
        try (InputStream in = content.open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new StorageException(Kind.FAILED, "the content cannot be read", e);
        }
    }

    private void requireNoFileAbove(RemotePath path) throws StorageException {
        for (RemotePath above = path.parent(); can.contains(Capability.DIRECTORIES) && !above.value().isEmpty();
                above = above.parent()) {
            if (files.containsKey(above.value())) {
                throw new StorageException(Kind.EXISTS, above + " is a file");
            }
        }
    }

    private void makeAbove(RemotePath path) {
        for (RemotePath above = path.parent(); can.contains(Capability.DIRECTORIES) && !above.value().isEmpty();
                above = above.parent()) {
            directories.add(above.value());
        }
    }

    @Override
    public void makeDirectory(RemotePath directory) throws StorageException {
        change("make " + directory, () -> {
            if (!can.contains(Capability.DIRECTORIES)) {
                throw new StorageException(Kind.UNSUPPORTED, "there are no directories");
            }
            if (files.containsKey(directory.value())) {
                throw new StorageException(Kind.EXISTS, directory + " is a file");
            }
            requireNoFileAbove(directory);
            makeAbove(directory);
            directories.add(directory.value());
            return null;
        });
    }

    @Override
    public void delete(RemotePath path) throws StorageException {
        // No storage deletes on a condition: who works between the last look and this is not noticed.
        faults.postpone();
        change("delete " + path, () -> {
            if (files.remove(path.value()) == null && !below(path.value()).isEmpty()) {
                throw new StorageException(Kind.INVALID, path + " is a directory in use");
            }
            directories.remove(path.value());
            return null;
        });
    }

    @Override
    public void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException {
        change("rename " + from, () -> {
            if (!can.contains(Capability.RENAME)) {
                throw new StorageException(Kind.UNSUPPORTED, "nothing is renamed here");
            }
            if (known(from).isEmpty()) {
                throw missing(from);
            }
            boolean directory = !files.containsKey(from.value());
            if (directory && !can.contains(Capability.RENAME_DIRECTORIES)) {
                throw new StorageException(Kind.INVALID, from + " is a directory");
            }
            if (known(to).isPresent() && (directory || !replace)) {
                throw new StorageException(Kind.EXISTS, to + " is there");
            }
            requireNoFileAbove(to);
            makeAbove(to);
            moveAll(from.value(), to.value());
            return null;
        });
    }

    private void moveAll(String from, String to) {
        for (String path : List.copyOf(files.keySet())) {
            if (path.equals(from) || path.startsWith(from + "/")) {
                files.put(to + path.substring(from.length()), files.remove(path));
            }
        }
        for (String path : List.copyOf(directories)) {
            if (path.equals(from) || path.startsWith(from + "/")) {
                directories.remove(path);
                directories.add(to + path.substring(from.length()));
            }
        }
    }

    @Override
    public ObjectInfo copy(RemotePath from, RemotePath to) throws StorageException {
        return change("copy " + from, () -> {
            if (!files.containsKey(from.value())) {
                throw missing(from);
            }
            requireNoFileAbove(to);
            makeAbove(to);
            Stored stored = files.get(from.value());
            files.put(to.value(), new Stored(stored.bytes, stored.modified, ++versions));
            return info(to.value());
        });
    }

    @Override
    public <T> Optional<T> facet(Class<T> type) {
        return copies && type == ServerCopy.class ? Optional.of(type.cast(this)) : Optional.empty();
    }

    @Override
    public void close() {
        // It outlives its users.
    }

    private static StorageException missing(RemotePath path) {
        return new StorageException(Kind.NOT_FOUND, path + " is not there");
    }

    // Somebody else

    private static String text(RawPath path) {
        return path.toString();
    }

    @Override
    public void write(RawPath path, byte[] content) {
        makeAbove(new RemotePath(text(path)));
        files.put(text(path), new Stored(content.clone(), clock.tick(), ++versions));
    }

    @Override
    public byte[] content(RawPath path) {
        return files.get(text(path)).bytes;
    }

    @Override
    public void link(RawPath path, byte[] target) {
        throw new UnsupportedOperationException("there are no links");
    }

    @Override
    public void mkdir(RawPath path) {
        if (can.contains(Capability.DIRECTORIES)) {
            makeAbove(new RemotePath(text(path)));
            directories.add(text(path));
        }
    }

    @Override
    public void delete(RawPath path) {
        files.keySet().removeIf(file -> file.equals(text(path)) || file.startsWith(text(path) + "/"));
        directories.removeIf(file -> file.equals(text(path)) || file.startsWith(text(path) + "/"));
    }

    @Override
    public void rename(RawPath from, RawPath to) {
        if (known(new RemotePath(text(from))).isPresent()) {
            makeAbove(new RemotePath(text(to)));
            moveAll(text(from), text(to));
        }
    }

    @Override
    public void chmod(RawPath path, int permissions) {
        // There are no permissions.
    }

    @Override
    public void touch(RawPath path, long modified) {
        files.computeIfPresent(text(path), (_, file) -> new Stored(file.bytes, modified, file.version));
    }

    /** Returns what is where, but in the folder that is ours: {@code /} for a directory, else the content of a file. */
    public SortedMap<RawPath, String> tree() {
        SortedMap<RawPath, String> tree = new TreeMap<>();
        files.forEach((path, file) -> {
            if (!path.startsWith(".tandem/")) {
                for (RemotePath above = new RemotePath(path).parent(); !above.value().isEmpty();
                        above = above.parent()) {
                    tree.putIfAbsent(RawPath.of(above.value()), DIRECTORY);
                }
                tree.put(RawPath.of(path), new String(file.bytes, StandardCharsets.UTF_8));
            }
        });
        directories.stream().filter(path -> !path.startsWith(".tandem"))
                .forEach(path -> tree.putIfAbsent(RawPath.of(path), DIRECTORY));
        return tree;
    }

    /** Returns the contents of what was put aside. */
    public Collection<String> kept() {
        return files.tailMap(".tandem/versions/").entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(".tandem/versions/"))
                .map(entry -> new String(entry.getValue().bytes, StandardCharsets.UTF_8)).toList();
    }
}
