package dev.tandem.sync.internal.engine;

import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.RawPath;
import dev.tandem.storage.Capability;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.Storages;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.SyncItem;
import dev.tandem.sync.SyncPair;
import dev.tandem.sync.SyncReport;
import dev.tandem.sync.SyncRequest;
import dev.tandem.sync.Synchronizer;
import dev.tandem.sync.internal.replica.Faults;
import dev.tandem.sync.internal.replica.LogicalClock;
import dev.tandem.sync.internal.replica.remote.MemoryObjects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A folder and a storage in memory that a real engine keeps in step. */
final class StoragePair implements Storages {
    final Path left;
    final MemoryObjects right;
    final Faults faults = new Faults();
    final LogicalClock clock = new LogicalClock(1_000_000_000L);
    final Synchronizer engine;
    final List<SyncItem> items = Collections.synchronizedList(new ArrayList<>());
    final List<Problem> problems = Collections.synchronizedList(new ArrayList<>());
    final AtomicBoolean cancelled = new AtomicBoolean();
    private final Map<String, MemoryObjects> all = new HashMap<>();
    private final JobMonitor monitor = new JobMonitor() {
        @Override
        public void problem(Problem problem) {
            problems.add(problem);
        }

        @Override
        public boolean cancelled() {
            return cancelled.get();
        }
    };

    StoragePair(Path folder, Set<Capability> can, boolean copies) throws IOException {
        left = Files.createDirectory(folder.resolve("left"));
        right = add("right", can, copies);
        engine = Engines.real(folder.resolve("data"), this);
    }

    MemoryObjects add(String name, Set<Capability> can, boolean copies) {
        MemoryObjects objects = new MemoryObjects(can, copies, clock, faults);
        all.put("//" + name, objects);
        return objects;
    }

    void replaceRight(MemoryObjects other) {
        all.put("//right", other);
    }

    @Override
    public StorageSession open(Location where, Mode mode) throws StorageException {
        MemoryObjects objects = all.get(where.target());
        if (objects == null && mode == Mode.CREATE) {
            objects = add(where.target().substring(2), MemoryObjects.all(), true);
        }
        if (objects == null) {
            throw new StorageException(StorageException.Kind.NOT_FOUND, "there is no storage " + where);
        }
        return objects;
    }

    static Location at(String name) {
        return new Location("memory", "//" + name);
    }

    SyncPair pair() {
        return new SyncPair(new Location(Location.FILE, left.toString()), at("right"));
    }

    SyncReport sync() throws SyncException {
        return sync(SyncRequest.of(pair()));
    }

    SyncReport sync(SyncRequest request) throws SyncException {
        items.clear();
        problems.clear();
        return engine.sync(request, items::add, monitor);
    }

    SyncReport undo() throws SyncException {
        return engine.undo(pair(), Optional.empty(), monitor);
    }

    void write(Side side, String path, String text) {
        if (side == Side.LEFT) {
            Pair.write(left, path, text);
        } else {
            right.write(RawPath.of(path), text.getBytes(StandardCharsets.UTF_8));
        }
    }

    void delete(Side side, String path) throws IOException {
        if (side == Side.LEFT) {
            Pair.delete(left.resolve(path));
        } else {
            right.delete(RawPath.of(path));
        }
    }

    void rename(Side side, String from, String to) throws IOException {
        if (side == Side.LEFT) {
            Files.createDirectories(left.resolve(to).getParent());
            Files.move(left.resolve(from), left.resolve(to));
        } else {
            right.rename(RawPath.of(from), RawPath.of(to));
        }
    }

    /** Returns the files of a side, and what is in them. */
    Map<String, String> files(Side side) throws IOException {
        if (side == Side.LEFT) {
            Map<String, String> files = Pair.tree(left);
            files.keySet().removeIf(path -> path.endsWith("/"));
            return files;
        }
        Map<String, String> files = new TreeMap<>();
        right.tree().forEach((path, content) -> files.put(path.toString(), content));
        files.values().removeIf(Site.DIRECTORY::equals);
        return files;
    }
}
