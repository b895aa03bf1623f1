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
import java.util.ArrayList;
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
final class TreeCheck {
    /** As many paths are named for each snapshot. */
    private static final int PATHS_NAMED = 5;

    private final BlobReader reader;
    private final BlobIndex index;
    private final JobMonitor monitor;
    private final Set<Id> sound = new HashSet<>();
    private final Map<Id, String> unreadable = new LinkedHashMap<>();
    private final Set<Id> missing = new HashSet<>();

    TreeCheck(BlobReader reader, BlobIndex index, JobMonitor monitor) {
        this.reader = reader;
        this.index = index;
        this.monitor = monitor;
    }

    /** Walks what was not walked yet. */
    void check(Id tree) {
        if (sound.contains(tree) || unreadable.containsKey(tree)) {
            return;
        }
        monitor.checkCancelled();
        List<Id> subtrees = new ArrayList<>();
        try (TreeReader nodes = reader.openTree(tree)) {
            for (Node node; (node = nodes.next()) != null;) {
                node.subtree().ifPresent(subtrees::add);
                boolean directory = node.type() == FileType.DIRECTORY;
                if (directory != node.subtree().isPresent()) {
                    unreadable.put(tree, "the entry '" + node.name() + "' has a tree but is no directory,"
                            + " or the other way round");
                }
                for (Id id : node.content()) {
                    if (!index.contains(BlobType.DATA, id)) {
                        missing.add(id);
                    }
                }
            }
        } catch (IOException e) {
            unreadable.put(tree, e.getMessage());
            return;
        }
        if (!unreadable.containsKey(tree)) {
            sound.add(tree);
        }
        subtrees.forEach(this::check);
    }

    /** Returns the trees that cannot be read, and why. */
    Map<Id, String> unreadable() {
        return unreadable;
    }

    /** Returns the data blobs that files need and no index knows. */
    Set<Id> missing() {
        return missing;
    }

    /**
     * Returns which snapshots are hit by the loss of these blobs, a line each.
     *
     * @param trees lost tree blobs
     * @param data  lost data blobs
     */
    List<String> affected(List<Snapshot> snapshots, Set<Id> trees, Set<Id> data) {
        Map<Id, Boolean> hit = new HashMap<>();
        List<String> lines = new ArrayList<>();
        for (Snapshot snapshot : snapshots) {
            List<String> paths = new ArrayList<>();
            if (collect(snapshot.tree(), RawPath.ROOT, trees, data, hit, paths)) {
                String more = paths.size() > PATHS_NAMED ? " …" : "";
                lines.add("snapshot " + snapshot.id().brief() + " of " + snapshot.time() + ": "
                        + String.join(", ", paths.subList(0, Math.min(paths.size(), PATHS_NAMED))) + more);
            }
        }
        return lines;
    }

    private boolean collect(Id tree, RawPath path, Set<Id> trees, Set<Id> data, Map<Id, Boolean> hit,
            List<String> paths) {
        if (trees.contains(tree) || unreadable.containsKey(tree)) {
            paths.add(path + (path.equals(RawPath.ROOT) ? "" : "/"));
            return trees.contains(tree);
        }
        if (Boolean.FALSE.equals(hit.get(tree)) || paths.size() > PATHS_NAMED) {
            return hit.getOrDefault(tree, false);
        }
        boolean any = false;
        try (TreeReader nodes = reader.openTree(tree)) {
            for (Node node; (node = nodes.next()) != null;) {
                RawPath child = path.child(node.name());
                if (node.content().stream().anyMatch(data::contains)) {
                    paths.add(child.toString());
                    any = true;
                }
                if (node.subtree().isPresent()) {
                    any |= collect(node.subtree().get(), child, trees, data, hit, paths);
                }
            }
        } catch (IOException e) {
            paths.add(path.toString());
            return true;
        }
        hit.put(tree, any);
        return any;
    }
}
