package dev.tandem.sync.internal.engine;

import dev.tandem.model.RawPath;
import dev.tandem.sync.internal.replica.Faults;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.replica.TreeEditor;
import dev.tandem.sync.internal.replica.remote.MemoryObjects;
import dev.tandem.sync.internal.replica.remote.StorageReplica;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.SortedMap;
import java.util.random.RandomGenerator;

/** A storage in memory. */
final class StorageSite implements Site {
    private final String name;
    private final MemoryObjects objects;
    private final Faults faults;
    private final Path cache;
    private Replica replica;

    /** @param cache for what is on its way */
    StorageSite(String name, MemoryObjects objects, Faults faults, Path cache) {
        this.name = name;
        this.objects = objects;
        this.faults = faults;
        this.cache = cache;
        try {
            open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void open() throws IOException {
        replica = StorageReplica.open(objects, "memory:" + name, name, "id of " + name, true, cache, () -> { });
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Replica replica() {
        return replica;
    }

    @Override
    public TreeEditor editor() {
        return objects;
    }

    @Override
    public SortedMap<RawPath, String> tree() {
        return objects.tree();
    }

    @Override
    public Collection<String> kept() {
        return objects.kept();
    }

    @Override
    public long changes() {
        return objects.changes();
    }

    @Override
    public void revive(RandomGenerator random) throws IOException {
        faults.end();
        replica.close();
        open();
    }
}
