package dev.tandem.backup;

import java.util.List;

/**
 * Which snapshots to forget.
 *
 * @param choice how they are chosen
 * @param dryRun find out which, change nothing
 */
public record ForgetRequest(Choice choice, boolean dryRun) {
    /** How snapshots are chosen. */
    public sealed interface Choice {
        /** These, whatever a policy would say. */
        record Named(List<Id> snapshots) implements Choice { }

        /**
         * Those that a policy does not keep, in each group by itself.
         *
         * @param policy         what is kept; an empty one only with {@code allowRemoveAll} and a filter
         * @param filter         the snapshots looked at; all others stay
         * @param grouping       what makes a group
         * @param allowRemoveAll whether a group may lose all its snapshots
         */
        record ByPolicy(RetentionPolicy policy, SnapshotFilter filter, SnapshotGrouping grouping,
                boolean allowRemoveAll) implements Choice { }
    }
}
