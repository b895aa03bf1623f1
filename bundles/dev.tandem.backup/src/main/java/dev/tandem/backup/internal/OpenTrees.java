package dev.tandem.backup.internal;

import dev.tandem.backup.Id;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.StoredBlob;
import dev.tandem.backup.TreeVisitor;
import dev.tandem.backup.Trees;
import dev.tandem.backup.internal.engine.ToldTrees;
import dev.tandem.backup.internal.engine.TreeWalk;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobLocation;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.EntrySet;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The trees of an open repository. */
final class OpenTrees implements Trees {
    private final Store store;
    private final Guard guard;

    OpenTrees(Store store, Guard guard) {
        this.store = store;
        this.guard = guard;
    }

    @Override
    public void walk(Collection<Id> roots, TreeVisitor visitor, JobMonitor monitor) throws RepositoryException {
        guard.reading(() -> {
            BlobIndex index = store.index();
            new TreeWalk(store.files(), store.reader(), index, new EntrySet(index.size()), monitor)
                    .below(roots, new ToldTrees(index, visitor));
            return null;
        });
    }

    @Override
    public List<StoredBlob> inPacks(List<String> packs) throws RepositoryException {
        return guard.reading(() -> {
            Set<Id> wanted = new HashSet<>();
            for (String pack : packs) {
                wanted.add(resolve(pack, store.index().packs()));
            }
            List<StoredBlob> blobs = new ArrayList<>();
            store.index().forEach(place -> {
                if (wanted.contains(place.pack())) {
                    blobs.add(stored(place));
                }
            });
            return blobs;
        });
    }

    /** The index knows a pack even when its file is lost, which is when people ask. */
    private static Id resolve(String name, List<Id> packs) throws RepositoryException {
        List<Id> matching = packs.stream().filter(pack -> pack.toString().startsWith(name)).toList();
        if (name.isEmpty() || matching.size() != 1) {
            throw new RepositoryException(RepositoryException.Kind.NOT_FOUND, matching.isEmpty() || name.isEmpty()
                    ? "no index knows a pack '" + name + "'"
                    : "'" + name + "' is the beginning of " + matching.size() + " packs; give more digits");
        }
        return matching.getFirst();
    }

    @Override
    public List<StoredBlob> places(StoredBlob.Kind kind, Id blob) throws RepositoryException {
        BlobType type = kind == StoredBlob.Kind.TREE ? BlobType.TREE : BlobType.DATA;
        return guard.reading(() -> store.index().locateAll(type, blob).stream().map(OpenTrees::stored).toList());
    }

    private static StoredBlob stored(BlobLocation place) {
        StoredBlob.Kind kind = place.blob().type() == BlobType.TREE ? StoredBlob.Kind.TREE : StoredBlob.Kind.DATA;
        return new StoredBlob(kind, place.blob().id(), place.pack());
    }
}
