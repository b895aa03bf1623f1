package dev.tandem.backup.internal.engine.prune;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.internal.engine.TreeWalk;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.EntrySet;
import dev.tandem.backup.internal.store.SnapshotJson;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What the snapshots of a repository need.
 *
 * @param snapshots all there are
 * @param blobs     the first entries of all blobs they need
 */
record Needed(Set<Id> snapshots, EntrySet blobs) {
    private static final String REMEDY = "'check' shows which snapshots are hit; bring the missing file back from a copy of"
            + " the repository, or let 'repair snapshots' take what is lost out of the snapshots, or forget those";

    /**
     * Finds it by reading every tree.
     *
     * @throws IOException when a snapshot or a tree cannot be read or anything it needs is in no index
     */
    static Needed of(Store store, BlobIndex index, JobMonitor monitor) throws IOException {
        Map<Id, Id> roots = roots(store);
        EntrySet blobs = new EntrySet(index.size());
        Marking marking = new Marking(index, blobs);
        BlobReader reader = new BlobReader(store.files(), store.sealer(), index);
        new TreeWalk(store.files(), reader, index, blobs, monitor).below(new HashSet<>(roots.values()), marking);
        marking.refuseMissing();
        return new Needed(Set.copyOf(roots.keySet()), blobs);
    }

    private static Map<Id, Id> roots(Store store) throws IOException {
        Map<Id, Id> roots = new HashMap<>();
        try {
            store.forEach(FileKind.SNAPSHOT, (id, json) -> roots.put(id, SnapshotJson.decode(id, json).tree()),
                    Refusal::unread);
            return roots;
        } catch (DamagedException e) {
            throw Refusal.of(e, "bring the snapshot back from a copy of the repository, or forget it");
        }
    }

    /** Marks what nodes refer to; the trees themselves are marked by the walk. */
    private static final class Marking implements TreeWalk.Visitor {
        private final BlobIndex index;
        private final EntrySet blobs;
        private final AtomicLong missing = new AtomicLong();
        private final AtomicReference<Id> firstMissing = new AtomicReference<>();

        Marking(BlobIndex index, EntrySet blobs) {
            this.index = index;
            this.blobs = blobs;
        }

        @Override
        public void node(int tree, Node node) {
            for (Id id : node.content()) {
                int entry = index.entry(BlobType.DATA, id);
                if (entry != BlobIndex.NONE) {
                    blobs.add(entry);
                } else {
                    missing.incrementAndGet();
                    firstMissing.compareAndSet(null, id);
                }
            }
        }

        @Override
        public void unreadable(Id tree, IOException reason) throws IOException {
            throw reason instanceof DamagedException damage ? Refusal.of(damage, REMEDY) : reason;
        }

        void refuseMissing() throws IOException {
            if (missing.get() > 0) {
                throw Refusal.of("files of the snapshots need data that is in no index, " + missing + " times, first the"
                        + " blob " + firstMissing, "'repair index' finds it if it is in a pack; else " + REMEDY);
            }
        }
    }
}
