package dev.tandem.backup;

import java.util.List;

/**
 * What is counted of snapshots.
 *
 * @param snapshots   which
 * @param distinct    how files are told apart, where different ones are to be counted
 * @param bySnapshot  whether each snapshot is counted by itself too
 */
public record StatsRequest(List<Snapshot> snapshots, Distinct distinct, boolean bySnapshot) {
    /** How files are told apart. */
    public enum Distinct {
        /** Different files are not counted. */
        NOT_COUNTED,
        /** By their content alone. Everything that has none is one file. */
        FILES_BY_CONTENTS,
        /** By their content and, of those that share some, by their path; their blobs are counted for each file. */
        BLOBS_PER_FILE
    }

    public StatsRequest {
        snapshots = List.copyOf(snapshots);
    }

    /** Counts what these snapshots hold and take together. */
    public static StatsRequest of(List<Snapshot> snapshots) {
        return new StatsRequest(snapshots, Distinct.NOT_COUNTED, false);
    }
}
