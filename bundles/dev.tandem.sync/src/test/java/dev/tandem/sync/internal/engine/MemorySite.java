package dev.tandem.sync.internal.engine;

import dev.tandem.model.RawPath;
import dev.tandem.sync.internal.replica.Faults;
import dev.tandem.sync.internal.replica.LogicalClock;
import dev.tandem.sync.internal.replica.MemoryOptions;
import dev.tandem.sync.internal.replica.MemoryReplica;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.replica.TreeEditor;
import java.util.Collection;
import java.util.SortedMap;
import java.util.random.RandomGenerator;

/** A folder in memory. */
final class MemorySite implements Site {
    private final String name;
    private final MemoryReplica replica;

    MemorySite(MemoryOptions options, LogicalClock clock, Faults faults) {
        this.name = options.origin();
        this.replica = new MemoryReplica(options, clock, faults);
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
        return replica;
    }

    @Override
    public SortedMap<RawPath, String> tree() {
        return replica.tree();
    }

    @Override
    public Collection<String> kept() {
        return replica.kept().values();
    }

    @Override
    public long changes() {
        return replica.changes();
    }

    @Override
    public void revive(RandomGenerator random) {
        replica.revive(random);
    }
}
