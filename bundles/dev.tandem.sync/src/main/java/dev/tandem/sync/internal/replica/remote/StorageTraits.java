package dev.tandem.sync.internal.replica.remote;

import dev.tandem.storage.Capability;
import dev.tandem.sync.internal.replica.Traits;
import dev.tandem.sync.internal.replica.Traits.Access;
import dev.tandem.sync.internal.replica.Traits.Means;
import dev.tandem.sync.internal.replica.Traits.Names;
import dev.tandem.sync.internal.replica.Traits.Times;
import java.util.Set;

/** What a side on a storage is and can do, by what the storage promises. */
final class StorageTraits {
    private static final long SECOND = 1_000_000_000L;

    private StorageTraits() { }

    /**
     * Returns the traits.
     *
     * @param allowed whether we may write there
     */
    static Traits of(Set<Capability> can, String origin, String rootId, boolean allowed) {
        boolean tags = can.contains(Capability.TAGS);
        Means means = new Means(can.contains(Capability.SET_TIME) ? Times.WRITTEN : Times.OWN, tags,
                can.contains(Capability.DIRECTORIES), can.contains(Capability.CONCURRENT) ? Access.FAR : Access.ALONE);
        return new Traits(origin, rootId, SECOND, can.contains(Capability.CASE_SENSITIVE), true, tags, false, 0, false,
                false, false, allowed && isSafe(can), Names.TEXT, means);
    }

    /** Tells whether a file can come to its place without anybody ever seeing a part of it there. */
    private static boolean isSafe(Set<Capability> can) {
        return can.contains(Capability.ATOMIC_WRITE) || can.contains(Capability.RENAME);
    }
}
