package dev.tandem.backup;

import java.util.List;

/**
 * Which snapshots are meant. A snapshot passes when it passes all three.
 *
 * @param hosts any of these; empty for every host
 * @param tags  all tags of any of these lists; empty for every snapshot; a list of one empty tag is "untagged"
 * @param paths all of these paths; empty for every snapshot
 */
public record SnapshotFilter(List<String> hosts, List<List<String>> tags, List<String> paths) {
    /** Every snapshot. */
    public static final SnapshotFilter ALL = new SnapshotFilter(List.of(), List.of(), List.of());

    /** Tells whether {@code snapshot} passes. */
    public boolean accepts(Snapshot snapshot) {
        return (hosts.isEmpty() || hosts.contains(snapshot.hostname()))
                && (tags.isEmpty() || tags.stream().anyMatch(wanted -> hasTags(snapshot, wanted)))
                && snapshot.paths().containsAll(paths);
    }

    private static boolean hasTags(Snapshot snapshot, List<String> wanted) {
        return wanted.equals(List.of("")) ? snapshot.tags().isEmpty() : snapshot.tags().containsAll(wanted);
    }
}
