package dev.tandem.sync.internal.replica;

import dev.tandem.sync.AttributeRules;

/** The contract where names, times and permissions are as on FAT, and nothing is exchanged in one step. */
class MemoryFatReplicaTest extends ReplicaContract {
    private MemoryReplica memory;

    @Override
    Replica open(AttributeRules rules) {
        // All would else happen within the two seconds that such a side cannot tell apart.
        memory = new MemoryReplica(MemoryOptions.fat("fat").with(rules), new LogicalClock(2_000_000_000L), new Faults());
        return memory;
    }

    @Override
    TreeEditor editor() {
        return memory;
    }
}
