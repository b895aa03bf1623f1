package dev.tandem.sync.internal.engine;

import dev.tandem.catalog.StateMap;
import dev.tandem.catalog.StateStore;
import dev.tandem.catalog.StateStores;
import dev.tandem.sync.internal.replica.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** State in memory: what was committed outlives the process, all else dies with it. Its calls count with those of the sides. */
final class MemoryStateStores implements StateStores {
    private final Map<String, Map<String, NavigableMap<byte[], byte[]>>> committed = new HashMap<>();
    private final Faults faults;

    MemoryStateStores(Faults faults) {
        this.faults = faults;
    }

    /** Everything is lost. */
    void lose() {
        committed.clear();
    }

    @Override
    public Optional<StateStore> open(String name, int schema) throws IOException {
        faults.begin("open the state");
        return Optional.of(new Store(name));
    }

    @Override
    public Optional<Path> setAside(String name) {
        committed.remove(name);
        return Optional.empty();
    }

    @Override
    public List<String> names(String prefix) {
        return committed.keySet().stream().filter(name -> name.startsWith(prefix)).sorted().toList();
    }

    private static Map<String, NavigableMap<byte[], byte[]>> copy(Map<String, NavigableMap<byte[], byte[]>> maps) {
        Map<String, NavigableMap<byte[], byte[]>> copy = new HashMap<>();
        maps.forEach((name, map) -> copy.put(name, new TreeMap<>(map)));
        return copy;
    }

    private final class Store implements StateStore {
        private final String name;
        private final Map<String, NavigableMap<byte[], byte[]>> maps;

        Store(String name) {
            this.name = name;
            this.maps = copy(committed.getOrDefault(name, Map.of()));
        }

        @Override
        public Optional<Path> setAside() {
            return Optional.empty();
        }

        @Override
        public synchronized StateMap map(String map) {
            return new Entries(maps.computeIfAbsent(map, _ -> new TreeMap<>(Arrays::compareUnsigned)));
        }

        @Override
        public synchronized void commit() throws IOException {
            long call = faults.begin("commit the state");
            committed.put(name, copy(maps));
            faults.end(call, "commit the state");
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private final class Entries implements StateMap {
        private final NavigableMap<byte[], byte[]> entries;

        Entries(NavigableMap<byte[], byte[]> entries) {
            this.entries = entries;
        }

        @Override
        public synchronized Optional<byte[]> get(byte[] key) throws IOException {
            faults.begin("read the state");
            return Optional.ofNullable(entries.get(key));
        }

        @Override
        public synchronized void put(byte[] key, byte[] value) throws IOException {
            faults.begin("write the state");
            entries.put(key, value);
        }

        @Override
        public synchronized void remove(byte[] key) throws IOException {
            faults.begin("write the state");
            entries.remove(key);
        }

        @Override
        public synchronized Optional<byte[]> floor(byte[] key) throws IOException {
            faults.begin("read the state");
            return Optional.ofNullable(entries.floorKey(key));
        }

        @Override
        public void forEach(byte[] from, Visitor visitor) throws IOException {
            faults.begin("read the state");
            List<Map.Entry<byte[], byte[]>> all;
            synchronized (this) {
                all = new ArrayList<>(entries.tailMap(from, true).entrySet());
            }
            for (Map.Entry<byte[], byte[]> entry : all) {
                if (!visitor.visit(entry.getKey(), entry.getValue())) {
                    return;
                }
            }
        }

        @Override
        public synchronized void clear() throws IOException {
            faults.begin("write the state");
            entries.clear();
        }
    }
}
