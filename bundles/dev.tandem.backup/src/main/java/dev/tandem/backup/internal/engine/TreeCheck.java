package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.internal.format.TreeReader;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Walks every tree of every snapshot, each once, and finds what is missing; then tells which paths of which snapshots are
 * hit by what is missing or damaged.
 */
public final class TreeCheck {
    /** As many paths are named for each snapshot. */
    private static final int PATHS_NAMED = 5;

    /**
     * Blobs that cannot be had.
     *
     * @param trees tree blobs
     * @param data  data blobs
     */
    public record Lost(Set<Id> trees, Set<Id> data) { }

    private final BlobReader reader;
    private final BlobIndex index;
    private final JobMonitor monitor;
    private final Set<Id> sound = new HashSet<>();
    private final Map<Id, String> unreadable = new LinkedHashMap<>();
    private final Set<Id> missing = new HashSet<>();
    private final Map<Id, Boolean> hit = new HashMap<>();

    public TreeCheck(BlobReader reader, BlobIndex index, JobMonitor monitor) {
        this.reader = reader;
        this.index = index;
        this.monitor = monitor;
    }

    /** Walks a tree and all below that was not walked yet. */
    public void check(Id root) {
        Deque<Id> waiting = new ArrayDeque<>(List.of(root));
        while (!waiting.isEmpty()) {
            Id tree = waiting.pop();
            if (!sound.contains(tree) && !unreadable.containsKey(tree)) {
                monitor.checkCancelled();
                waiting.addAll(checkOne(tree));
            }
        }
    }

    /** Returns the subtrees. */
    private List<Id> checkOne(Id tree) {
        List<Id> subtrees = new ArrayList<>();
        String wrong = null;
        try (TreeReader nodes = reader.openTree(tree)) {
            for (Node node; (node = nodes.next()) != null;) {
                node.subtree().ifPresent(subtrees::add);
                boolean directory = node.type() == FileType.DIRECTORY;
                if (directory != node.subtree().isPresent()) {
                    wrong = "the entry '" + node.name() + "' has a tree but is no directory, or the other way round";
                }
                for (Id id : node.content()) {
                    if (!index.contains(BlobType.DATA, id)) {
                        missing.add(id);
                    }
                }
            }
        } catch (IOException e) {
            wrong = e.getMessage();
        }
        if (wrong == null) {
            sound.add(tree);
        } else {
            unreadable.put(tree, wrong);
        }
        return subtrees;
    }

    /** Returns the trees that cannot be read, and why. */
    public Map<Id, String> unreadable() {
        return unreadable;
    }

    /** Returns the data blobs that files need and no index knows. */
    public Set<Id> missing() {
        return missing;
    }

    /** Prepares {@link #affected} for all that is lost, so that it need not look into what is whole. */
    public void mark(List<Snapshot> snapshots, Lost all) {
        if (!all.trees().isEmpty() || !all.data().isEmpty()) {
            snapshots.forEach(snapshot -> isHit(snapshot.tree(), all, 0));
        }
    }

    private boolean isHit(Id tree, Lost lost, int depth) {
        Boolean known = hit.get(tree);
        if (known != null) {
            return known;
        }
        boolean any = lost.trees().contains(tree);
        if (!any && depth <= Depth.MAX) {
            monitor.checkCancelled();
            try (TreeReader nodes = reader.openTree(tree)) {
                for (Node node; (node = nodes.next()) != null;) {
                    any |= needs(node, lost.data());
                    any |= node.subtree().isPresent() && isHit(node.subtree().get(), lost, depth + 1);
                }
            } catch (IOException e) {
                any = true;
            }
        }
        hit.put(tree, any);
        return any;
    }

    private static boolean needs(Node node, Set<Id> data) {
        return !data.isEmpty() && node.content().stream().anyMatch(data::contains);
    }

    /** Returns which snapshots are hit by the loss of some of what was marked, a line each with the first paths. */
    public List<String> affected(List<Snapshot> snapshots, Lost lost) {
        List<String> lines = new ArrayList<>();
        for (Snapshot snapshot : snapshots) {
            List<String> paths = new ArrayList<>();
            collect(snapshot.tree(), RawPath.ROOT, lost, paths);
            if (!paths.isEmpty()) {
                String more = paths.size() > PATHS_NAMED ? " …" : "";
                lines.add("snapshot " + snapshot.id().brief() + " of " + snapshot.time() + ": "
                        + String.join(", ", paths.subList(0, Math.min(paths.size(), PATHS_NAMED))) + more);
            }
        }
        return lines;
    }

    private void collect(Id tree, RawPath path, Lost lost, List<String> paths) {
        if (lost.trees().contains(tree)) {
            paths.add(path + (path.equals(RawPath.ROOT) ? "" : "/"));
            return;
        }
        if (!hit.getOrDefault(tree, false)) {
            return;
        }
        try (TreeReader nodes = reader.openTree(tree)) {
            Depth.refuseEndless(path);
            for (Node node; paths.size() <= PATHS_NAMED && (node = nodes.next()) != null;) {
                RawPath child = path.child(node.name());
                if (needs(node, lost.data())) {
                    paths.add(child.toString());
                }
                if (node.subtree().isPresent()) {
                    collect(node.subtree().get(), child, lost, paths);
                }
            }
        } catch (IOException e) {
            // The tree is lost itself, which is a finding of its own.
            hit.put(tree, false);
        }
    }
}
