package dev.tandem.backup;

import dev.tandem.backup.RetentionPolicy.Period;
import java.util.List;
import java.util.Map;

/**
 * What was forgotten, or would be.
 *
 * @param groups     what a policy decided; empty where the snapshots were named
 * @param removed    all snapshots that are forgotten
 * @param unreadable snapshots a policy could not look at, as they cannot be read; they stay
 */
public record ForgetReport(List<Group> groups, List<Snapshot> removed, int unreadable) {
    /** The reason to keep a snapshot that is pinned. */
    public static final String PINNED = "pinned";

    /**
     * What was decided for one group.
     *
     * @param key     what its snapshots have in common
     * @param kept    those that stay, newest first
     * @param removed those that do not, newest first
     */
    public record Group(SnapshotGroup key, List<Kept> kept, List<Snapshot> removed) {
        /** Tells whether some would go and nothing but a pin, if that, keeps any of the others. */
        public boolean unwanted() {
            return !removed.isEmpty() && kept.stream().allMatch(each -> each.matches().equals(List.of(PINNED)));
        }
    }

    /**
     * Why a snapshot stays.
     *
     * @param snapshot the snapshot
     * @param matches  the rules that want it, in restic's words: {@code "daily snapshot"}, {@code "has tags [a]"}
     * @param counters how many more each counting rule will keep after this; {@link RetentionPolicy#UNLIMITED} stays so
     */
    public record Kept(Snapshot snapshot, List<String> matches, Map<Period, Integer> counters) { }
}
