package dev.tandem.sync.internal.engine;

import dev.tandem.model.RawPath;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.replica.Traits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.Set;

/** A folder with all that is kept in step of it. */
record Details(SortedMap<RawPath, String> tree, Map<RawPath, Item> items, int mask, long granularity,
        boolean directories) {
    static Details of(Site site) throws IOException {
        SortedMap<RawPath, String> tree = site.tree();
        Traits traits = site.replica().traits();
        Map<RawPath, Item> items = new HashMap<>();
        for (RawPath path : tree.keySet()) {
            items.put(path, site.replica().look(path));
        }
        return new Details(tree, items, traits.permissionMask() & 0777,
                traits.means().times() == Traits.Times.SET ? traits.timeGranularity() : Long.MAX_VALUE,
                traits.means().directories());
    }

    /**
     * Returns what differs, as far as both can hold it; nothing where they are equal.
     *
     * @param loose whether attributes may differ
     */
    List<String> differences(Details other, boolean loose) {
        List<String> differences = new ArrayList<>();
        Set<RawPath> paths = new TreeSet<>(tree.keySet());
        paths.addAll(other.tree.keySet());
        for (RawPath path : paths) {
            String one = tree.get(path);
            String two = other.tree.get(path);
            if (!(directories && other.directories)
                    && (Site.DIRECTORY.equals(one) && two == null || one == null && Site.DIRECTORY.equals(two))) {
                // One of them has directories only where something is in them.
                continue;
            }
            if (one == null || !one.equals(two)) {
                differences.add(path + ": " + one + ", " + two);
            } else if (!loose && !sameAttributes(other, path)) {
                differences.add(path + ": " + items.get(path) + ", " + other.items.get(path));
            }
        }
        return differences;
    }

    private boolean sameAttributes(Details other, RawPath path) {
        return switch (items.get(path)) {
            case Item.FileItem file when other.items.get(path) instanceof Item.FileItem twin ->
                samePermissions(file, twin, other)
                        && Math.abs(file.attributes().modified() - twin.attributes().modified())
                        < Math.max(granularity, other.granularity);
            case Item.DirectoryItem directory when other.items.get(path) instanceof Item.DirectoryItem twin ->
                samePermissions(directory, twin, other);
            case Item item -> item.getClass() == other.items.get(path).getClass();
        };
    }

    private boolean samePermissions(Item.Present one, Item.Present two, Details other) {
        return ((one.attributes().permissions() ^ two.attributes().permissions()) & mask & other.mask) == 0;
    }
}
