package dev.tandem.catalog.internal;

import dev.tandem.backup.Id;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.Snapshot;
import dev.tandem.catalog.FileEntry;
import dev.tandem.catalog.FileQuery;
import dev.tandem.catalog.FoundEntry;
import dev.tandem.catalog.FoundPath;
import dev.tandem.catalog.internal.UnionWalk.Seen;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.scan.Filters;
import dev.tandem.scan.PathPatterns;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Answers a query from a catalog that has all its snapshots. */
final class Search {
    private final FileQuery query;
    private final PathPatterns patterns;
    private final JobMonitor monitor;

    Search(FileQuery query, Filters filters, JobMonitor monitor) throws RepositoryException {
        this.query = query;
        this.monitor = monitor;
        try {
            this.patterns = filters.patterns(query.patterns(), query.ignoreCase());
        } catch (IllegalArgumentException e) {
            throw new RepositoryException(RepositoryException.Kind.INVALID, e.getMessage(), e);
        }
    }

    /** Tells of each path once; returns how many trees could not be read. */
    long byPath(Catalog catalog, Map<Id, Integer> roots, Consumer<? super FoundPath> sink) {
        Timeline timeline = new Timeline(query.snapshots());
        BitSet told = new BitSet();
        new UnionWalk(catalog, monitor, told).from(timeline.roots(s -> roots.get(s.id())), (path, seen) -> {
            List<Seen> wanted = wanted(path, seen);
            if (!wanted.isEmpty()) {
                sink.accept(timeline.found(path, seen, wanted));
            }
            return patterns.mayMatchBelow(path);
        });
        return told.cardinality();
    }

    /**
     * Tells of each path in each snapshot; returns how many trees could not be read. Which trees have nothing to find
     * is found out once for all snapshots.
     */
    long bySnapshot(Catalog catalog, Map<Id, Integer> roots, Consumer<? super FoundEntry> sink) {
        BitSet told = new BitSet();
        BitSet leading = leading(catalog, roots, told);
        for (Snapshot snapshot : query.snapshots()) {
            int root = roots.get(snapshot.id());
            if (!leading.get(root)) {
                continue;
            }
            BitSet one = new BitSet();
            one.set(0);
            new UnionWalk(catalog, monitor, told).from(List.of(new Placed(root, one)), (path, seen) -> {
                for (Seen found : wanted(path, seen)) {
                    sink.accept(new FoundEntry(snapshot, path, found.entry()));
                }
                int below = seen.getFirst().listing().subtree();
                return below >= 0 && leading.get(below);
            });
        }
        return told.cardinality();
    }

    /** Returns the numbers of the trees that hold, or have below them, something to find. */
    private BitSet leading(Catalog catalog, Map<Id, Integer> roots, BitSet told) {
        BitSet leading = new BitSet();
        UnionWalk walk = new UnionWalk(catalog, monitor, told);
        walk.from(new Timeline(query.snapshots()).roots(s -> roots.get(s.id())), (path, seen) -> {
            if (!wanted(path, seen).isEmpty()) {
                walk.collectAbove(leading);
            }
            return patterns.mayMatchBelow(path);
        });
        return leading;
    }

    private List<Seen> wanted(RawPath path, List<Seen> seen) {
        if (!patterns.matches(path)) {
            return List.of();
        }
        boolean any = query.types().isEmpty() && query.oldest().isEmpty() && query.newest().isEmpty();
        return any ? seen : seen.stream().filter(each -> wanted(each.entry())).toList();
    }

    private boolean wanted(FileEntry entry) {
        return (query.types().isEmpty() || query.types().contains(entry.type()))
                && query.oldest().filter(entry.modified()::isBefore).isEmpty()
                && query.newest().filter(entry.modified()::isAfter).isEmpty();
    }
}
