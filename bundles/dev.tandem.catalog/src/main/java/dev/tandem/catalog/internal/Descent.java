package dev.tandem.catalog.internal;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.TreeVisitor;
import dev.tandem.catalog.FoundPath;
import dev.tandem.catalog.internal.UnionWalk.Seen;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Follows one path through the trees of many snapshots, none but those along it. */
final class Descent {
    /** Finds entries in trees. */
    interface Directories {
        /** Returns, for each tree that has the name, a listing that stands at the entry. */
        Map<Integer, Listing> entries(Collection<Integer> trees, RawName name) throws IOException;
    }

    private Descent() { }

    /** Returns what snapshots have at a path, which is not the root. */
    static Optional<FoundPath> history(Timeline timeline, List<Placed> roots, RawPath path, Directories trees)
            throws IOException {
        List<Placed> level = roots;
        List<Seen> found = List.of();
        for (RawName name : path.names()) {
            Map<Integer, Listing> entries = trees.entries(level.stream().map(Placed::tree).toList(), name);
            Placed.Group below = new Placed.Group();
            found = new ArrayList<>();
            for (Placed tree : level) {
                Listing entry = entries.get(tree.tree());
                if (entry != null) {
                    UnionWalk.addDistinct(found, new Seen(entry, tree.snapshots()));
                    if (entry.subtree() >= 0) {
                        below.add(entry.subtree(), tree.snapshots());
                    }
                }
            }
            level = below.all();
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(timeline.found(path, found, found));
    }

    /** The trees of a catalog. */
    static Directories in(Catalog catalog, JobMonitor monitor) {
        return (trees, name) -> {
            Map<Integer, Listing> entries = new TreeMap<>();
            for (int tree : trees) {
                Optional<Listing> listing = catalog.listing(tree);
                if (listing.isEmpty()) {
                    monitor.problem(Problem.error(name, "a directory it may be in cannot be read; 'check' shows what is"
                            + " hit"));
                } else if (listing.get().seek(name)) {
                    entries.put(tree, listing.get());
                }
            }
            return entries;
        };
    }

    /** The trees of a repository itself, with numbers given as they are met. */
    static final class Direct implements Directories {
        private final Repository repository;
        private final JobMonitor monitor;
        private final TreeNumbers numbers = new TreeNumbers();

        Direct(Repository repository, JobMonitor monitor) {
            this.repository = repository;
            this.monitor = monitor;
        }

        int number(Snapshot snapshot) {
            return numbers.number(snapshot.tree());
        }

        @Override
        public Map<Integer, Listing> entries(Collection<Integer> trees, RawName name) throws IOException {
            Map<Integer, Listing> entries = new ConcurrentHashMap<>();
            TreeVisitor visitor = new TreeVisitor() {
                @Override
                public Nodes tree(Id tree) {
                    return new Nodes() {
                        private final ListingWriter listing = new ListingWriter();

                        @Override
                        public boolean node(Node node) {
                            if (node.name().equals(name)) {
                                boolean directory = node.type() == FileType.DIRECTORY;
                                listing.add(node, directory ? node.subtree().map(numbers::number).orElse(-1) : -1);
                            }
                            return false;
                        }

                        @Override
                        public void end() {
                            byte[] bytes = listing.listing();
                            Listing entry = new Listing(bytes, 0, bytes.length);
                            if (entry.next()) {
                                entries.put(numbers.find(tree), entry);
                            }
                        }
                    };
                }

                @Override
                public void unreadable(Id tree, String reason) {
                    monitor.problem(Problem.error("tree " + tree.brief(), reason));
                }
            };
            repository.trees().walk(trees.stream().map(numbers::id).toList(), visitor, monitor);
            return entries;
        }
    }
}
