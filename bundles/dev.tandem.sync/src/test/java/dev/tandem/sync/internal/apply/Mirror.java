package dev.tandem.sync.internal.apply;

import dev.tandem.backup.Id;
import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.Present;
import dev.tandem.sync.internal.plan.Plan;
import dev.tandem.sync.internal.plan.Step;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.version.Likeness;
import dev.tandem.sync.internal.version.MemoryBaseline;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Plans what makes the right side the same as the left one, with one of each kind of step where there is a reason. */
final class Mirror {
    /** The left side moved something. */
    record Renamed(RawPath from, RawPath to) { }

    private final List<Step.Change> moves = new ArrayList<>();
    private final List<Step.Delete> clearances = new ArrayList<>();
    private final List<Step.MakeDirectory> directories = new ArrayList<>();
    private final List<Step.Copy> copies = new ArrayList<>();
    private final List<Step.SetAttributes> attributes = new ArrayList<>();
    private final List<Step.Delete> deletions = new ArrayList<>();
    private final List<Step> records = new ArrayList<>();

    private Mirror() { }

    static Plan plan(Pair pair, List<Renamed> renames) throws IOException {
        return plan(pair.left, pair.right, pair.baseline, renames);
    }

    static Plan plan(Replica left, Replica right, MemoryBaseline baseline, List<Renamed> renames) throws IOException {
        return new Mirror().make(observe(left), observe(right), baseline, renames);
    }

    static SortedMap<RawPath, Present> observe(Replica side) throws IOException {
        SortedMap<RawPath, Present> items = new TreeMap<>();
        observe(side, RawPath.of("."), items);
        return items;
    }

    private static void observe(Replica side, RawPath directory, SortedMap<RawPath, Present> items)
            throws IOException {
        for (Replica.Entry entry : side.list(directory)) {
            RawPath path = directory.child(entry.name());
            Present item = (Present) entry.item();
            items.put(path, item instanceof Item.FileItem file ? file.with(digest(side, path)) : item);
            if (item instanceof Item.DirectoryItem) {
                observe(side, path, items);
            }
        }
    }

    private static Id digest(Replica side, RawPath path) throws IOException {
        MessageDigest digest = Likeness.sha256();
        byte[] buffer = new byte[1000];
        try (Replica.Source source = side.read(path)) {
            for (int read = source.read(buffer, 0, 1000); read >= 0; read = source.read(buffer, 0, 1000)) {
                digest.update(buffer, 0, read);
            }
        }
        return Id.of(digest.digest());
    }

    private Plan make(SortedMap<RawPath, Present> left, SortedMap<RawPath, Present> right, MemoryBaseline baseline,
            List<Renamed> renames) {
        for (Renamed renamed : renames) {
            moves.add(new Step.Move(Side.RIGHT, renamed.from, renamed.to, right.get(renamed.from), true, "moved"));
            move(right, renamed);
            right.computeIfPresent(renamed.to, (path, item) -> item.renamed(path.name()));
        }
        SortedMap<RawPath, Base> base = baseline.all();
        renames.forEach(renamed -> move(base, renamed));
        left.forEach((path, item) -> bring(path, item, right, base));
        right.forEach((path, item) -> {
            if (!left.containsKey(path)) {
                Step.Delete delete = new Step.Delete(Side.RIGHT, path, item, "deleted");
                boolean room = copies.stream().anyMatch(copy -> path.startsWith(copy.path()));
                (room ? clearances : deletions).add(delete);
            }
        });
        baseline.all().keySet().stream().filter(path -> !left.containsKey(path) && !right.containsKey(path))
                .forEach(path -> records.add(new Step.Forget(path)));
        clearances.sort((a, b) -> b.path().compareTo(a.path()));
        Collections.reverse(deletions);
        return new Plan(moves, clearances, directories, copies, attributes, deletions, records, List.of(), List.of());
    }

    private static <T> void move(SortedMap<RawPath, T> items, Renamed renamed) {
        Map<RawPath, T> moved = new TreeMap<>();
        items.forEach((path, item) -> {
            if (path.startsWith(renamed.from)) {
                RawPath at = renamed.to;
                for (var name : path.names().subList(renamed.from.names().size(), path.names().size())) {
                    at = at.child(name);
                }
                moved.put(at, item);
            }
        });
        items.keySet().removeIf(path -> path.startsWith(renamed.from));
        items.putAll(moved);
    }

    private void bring(RawPath path, Present wanted, Map<RawPath, Present> right, Map<RawPath, Base> base) {
        Item here = right.containsKey(path) ? right.get(path) : Item.ABSENT;
        if (here instanceof Present present && sameContent(wanted, present)) {
            if (present.attributes().permissions() != wanted.attributes().permissions()) {
                Attributes mode = present.attributes().withPermissions(wanted.attributes().permissions());
                attributes.add(new Step.SetAttributes(Side.RIGHT, path, present, mode, "other attributes"));
            } else if (!base.containsKey(path)) {
                records.add(new Step.Adopt(path, new Base(wanted, present)));
            }
        } else if (wanted instanceof Item.DirectoryItem directory) {
            if (here instanceof Present present) {
                clearances.add(new Step.Delete(Side.RIGHT, path, present, "another type"));
            }
            directories.add(new Step.MakeDirectory(Side.RIGHT, path, path, directory, "new"));
        } else {
            Item expected = here;
            if (here instanceof Item.DirectoryItem directory) {
                clearances.add(new Step.Delete(Side.RIGHT, path, directory, "another type"));
                expected = Item.ABSENT;
            }
            copies.add(new Step.Copy(Side.RIGHT, path, path, wanted, expected, "new content"));
        }
    }

    private static boolean sameContent(Present one, Present other) {
        return switch (one) {
            case Item.FileItem file -> other instanceof Item.FileItem same && file.content().equals(same.content());
            case Item.LinkItem link -> other instanceof Item.LinkItem same
                    && Arrays.equals(link.target(), same.target());
            case Item.DirectoryItem _ -> other instanceof Item.DirectoryItem;
            case Item.SpecialItem _ -> false;
        };
    }
}
