package dev.tandem.backup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What snapshots are grouped by; nothing of it makes one group of them all. */
public record SnapshotGrouping(boolean host, boolean paths, boolean tags) {
    /** By machine and paths: one group for each set of files that is backed up again and again. */
    public static final SnapshotGrouping DEFAULT = new SnapshotGrouping(true, true, false);

    /**
     * Parses {@code host,paths,tags} or a part of it, in any order; the empty text is nothing.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static SnapshotGrouping parse(String text) {
        boolean host = false;
        boolean paths = false;
        boolean tags = false;
        for (String word : text.split(",")) {
            switch (word.strip()) {
                case "host", "hosts" -> host = true;
                case "path", "paths" -> paths = true;
                case "tag", "tags" -> tags = true;
                case "" -> { }
                default -> throw new IllegalArgumentException("snapshots are grouped by host, paths and tags, not by '"
                        + word + "'");
            }
        }
        return new SnapshotGrouping(host, paths, tags);
    }

    /** Returns the group of a snapshot. */
    public SnapshotGroup of(Snapshot snapshot) {
        return new SnapshotGroup(host ? Optional.of(snapshot.hostname()) : Optional.empty(),
                paths ? Optional.of(sorted(snapshot.paths())) : Optional.empty(),
                tags ? Optional.of(sorted(snapshot.tags())) : Optional.empty());
    }

    private static List<String> sorted(List<String> strings) {
        return strings.stream().sorted().toList();
    }

    /** Returns the groups in the order of their first snapshots, which keep their order too. */
    public Map<SnapshotGroup, List<Snapshot>> group(List<Snapshot> snapshots) {
        Map<SnapshotGroup, List<Snapshot>> groups = new LinkedHashMap<>();
        for (Snapshot snapshot : snapshots) {
            groups.computeIfAbsent(of(snapshot), _ -> new ArrayList<>()).add(snapshot);
        }
        return groups;
    }
}
