package dev.tandem.backup.internal.engine.copy;

import dev.tandem.backup.Id;
import dev.tandem.backup.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which snapshots of one repository another one has, by restic's rule: of the same origin, and else alike. */
final class Counterparts {
    /** What the snapshots of one series of backups share. */
    private record Series(String hostname, List<String> paths) {
        static Series of(Snapshot snapshot) {
            return new Series(snapshot.hostname(), snapshot.paths().stream().sorted().toList());
        }
    }

    private final Map<Id, List<Snapshot>> byOrigin = new HashMap<>();

    /** Looks for counterparts among these snapshots of the other repository. */
    Counterparts(List<Snapshot> there) {
        for (Snapshot snapshot : there) {
            snapshot.original().ifPresent(origin -> add(origin, snapshot));
            // A repository copied file by file has the same snapshots.
            add(snapshot.id(), snapshot);
        }
    }

    private void add(Id origin, Snapshot snapshot) {
        byOrigin.computeIfAbsent(origin, id -> new ArrayList<>(1)).add(snapshot);
    }

    /** Returns what the other repository has of a snapshot. */
    Optional<Snapshot> of(Snapshot snapshot) {
        return byOrigin.getOrDefault(snapshot.original().orElse(snapshot.id()), List.of()).stream()
                .filter(there -> alike(there, snapshot)).findFirst();
    }

    private static boolean alike(Snapshot a, Snapshot b) {
        return a.time().toInstant().equals(b.time().toInstant()) && a.tree().equals(b.tree())
                && a.hostname().equals(b.hostname()) && a.username().equals(b.username()) && a.uid() == b.uid()
                && a.gid() == b.gid() && a.excludes().equals(b.excludes()) && sameWords(a.paths(), b.paths())
                && sameWords(a.tags(), b.tags());
    }

    private static boolean sameWords(List<String> a, List<String> b) {
        return a.size() == b.size() && new HashSet<>(a).containsAll(b);
    }

    /**
     * Returns what the other repository has missed: of each series, the snapshots newer than the last one both have.
     * What is older and not there was forgotten there, and does not come back.
     *
     * @param snapshots of this repository, oldest first
     * @param newest    the snapshot just made, wanted whatever its time
     */
    List<Snapshot> missed(List<Snapshot> snapshots, Id newest) {
        Map<Series, Instant> last = new HashMap<>();
        for (Snapshot snapshot : snapshots) {
            if (of(snapshot).isPresent()) {
                last.put(Series.of(snapshot), snapshot.time().toInstant());
            }
        }
        return snapshots.stream().filter(snapshot -> of(snapshot).isEmpty()).filter(snapshot -> {
            Instant both = last.get(Series.of(snapshot));
            return both == null || snapshot.time().toInstant().isAfter(both) || snapshot.id().equals(newest);
        }).toList();
    }

    /** Returns, of the series of {@code snapshot}, the newest of these snapshots that the other repository has. */
    Optional<Snapshot> nearest(Snapshot snapshot, List<Snapshot> newestFirst) {
        Series series = Series.of(snapshot);
        return newestFirst.stream().filter(s -> Series.of(s).equals(series) && of(s).isPresent()).findFirst();
    }
}
