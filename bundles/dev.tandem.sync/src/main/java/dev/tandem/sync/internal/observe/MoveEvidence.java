package dev.tandem.sync.internal.observe;

import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.plan.Node;
import dev.tandem.sync.internal.version.Likeness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Learns the content of files that came to be on a side, where they may be files that are gone there: by the file's
 * identity where it has stayed, and else by reading what is as large as something that is gone.
 */
public final class MoveEvidence {
    private final Terms terms;
    private final Digester digester;

    public MoveEvidence(Terms terms, Digester digester) {
        this.terms = terms;
        this.digester = digester;
    }

    /** Fills in what it learns. */
    public void gather(Node root) {
        for (Side side : Side.values()) {
            gather(root, side);
        }
    }

    private void gather(Node root, Side side) {
        Map<Long, FileItem> byIdentity = new HashMap<>();
        Set<Long> ambiguous = new HashSet<>();
        Set<Long> sizes = new HashSet<>();
        List<Arrival> arrivals = new ArrayList<>();
        collect(root, Scope.ROOT, side, file -> {
            sizes.add(file.size());
            if (byIdentity.put(file.attributes().fileId(), file) != null) {
                ambiguous.add(file.attributes().fileId());
            }
        }, arrivals);
        if (sizes.isEmpty()) {
            return;
        }
        boolean identities = terms.of(side).traits().fileIds();
        for (Arrival arrival : arrivals) {
            FileItem file = arrival.file;
            FileItem gone = byIdentity.get(file.attributes().fileId());
            // Renaming a file changes its time of change, as a time set back does: then it is read.
            if (identities && gone != null && gone.isRead() && Likeness.untouched(gone, file, terms.of(side).traits())
                    && !ambiguous.contains(file.attributes().fileId())) {
                arrival.node.set(side, file.with(gone.content()));
            } else if (file.size() > 0 && sizes.contains(file.size())) {
                arrival.node.set(side, digester.read(terms.of(side), arrival.path, file));
            }
        }
    }

    private record Arrival(Node node, RawPath path, FileItem file) { }

    /** Takes in a file that is gone. */
    private interface Departures {
        void add(FileItem file);
    }

    private static void collect(Node node, RawPath path, Side side, Departures departures, List<Arrival> arrivals) {
        for (Node child : node.children()) {
            Item item = child.of(side);
            RawPath at = item instanceof Item.Present present ? path.child(present.name()) : path;
            boolean wasFile = child.base().map(base -> base.of(side)).orElse(null) instanceof FileItem;
            if (wasFile && item == Item.ABSENT) {
                departures.add((FileItem) child.base().map((Base base) -> base.of(side)).orElseThrow());
            }
            if (item instanceof FileItem file && !wasFile && !file.isRead()) {
                arrivals.add(new Arrival(child, at, file));
            }
            if (item instanceof DirectoryItem || !child.isLeaf()) {
                collect(child, at, side, departures, arrivals);
            }
        }
    }
}
