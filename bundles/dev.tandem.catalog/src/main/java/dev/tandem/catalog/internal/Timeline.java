package dev.tandem.catalog.internal;

import dev.tandem.backup.Snapshot;
import dev.tandem.catalog.FoundPath;
import dev.tandem.catalog.internal.UnionWalk.Seen;
import dev.tandem.model.RawPath;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/** The snapshots of a question, oldest first: the n-th is bit n of every set of them. For one thread. */
final class Timeline {
    /** What belongs together: snapshots of the same paths of the same machine. */
    private record Source(String hostname, Set<String> paths) { }

    private final List<Snapshot> snapshots;
    private final List<BitSet> sources;
    private BitSet lastAsked = new BitSet();
    private List<Snapshot> lastAnswer = List.of();

    Timeline(List<Snapshot> snapshots) {
        this.snapshots = snapshots.stream().sorted(
                Comparator.comparing((Snapshot s) -> s.time().toInstant()).thenComparing(Snapshot::id)).toList();
        Map<Source, BitSet> bySource = new HashMap<>();
        for (int i = 0; i < snapshots.size(); i++) {
            Snapshot snapshot = this.snapshots.get(i);
            bySource.computeIfAbsent(new Source(snapshot.hostname(), new TreeSet<>(snapshot.paths())),
                    _ -> new BitSet()).set(i);
        }
        this.sources = List.copyOf(bySource.values());
    }

    /** Returns the root trees, each with its snapshots. */
    List<Placed> roots(ToIntFunction<Snapshot> numberOfRoot) {
        Placed.Group roots = new Placed.Group();
        for (int i = 0; i < snapshots.size(); i++) {
            BitSet one = new BitSet();
            one.set(i);
            roots.add(numberOfRoot.applyAsInt(snapshots.get(i)), one);
        }
        return roots.all();
    }

    /** Returns what was at a path: {@code wanted} of all that was there. */
    FoundPath found(RawPath path, Collection<Seen> all, Collection<Seen> wanted) {
        List<Seen> byTime = new ArrayList<>(wanted);
        byTime.sort(Comparator.comparingInt(seen -> seen.snapshots().nextSetBit(0)));
        List<FoundPath.Version> versions = new ArrayList<>();
        for (Seen seen : byTime) {
            versions.add(new FoundPath.Version(seen.entry(), list(seen.snapshots())));
        }
        BitSet present = new BitSet();
        all.forEach(seen -> present.or(seen.snapshots()));
        return new FoundPath(path, List.copyOf(versions), gone(present));
    }

    /** Neighbours are mostly in the same snapshots, so the lists are shared. */
    private List<Snapshot> list(BitSet set) {
        if (!set.equals(lastAsked)) {
            lastAsked = set;
            lastAnswer = set.stream().mapToObj(snapshots::get).toList();
        }
        return lastAnswer;
    }

    private Optional<Snapshot> gone(BitSet present) {
        int last = present.length() - 1;
        Optional<Snapshot> gone = Optional.empty();
        for (BitSet source : sources) {
            if (present.get(source.length() - 1)) {
                return Optional.empty();
            }
            if (source.get(last)) {
                gone = Optional.of(snapshots.get(source.nextSetBit(last + 1)));
            }
        }
        return gone;
    }
}
