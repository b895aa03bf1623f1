package dev.tandem.cli.commands;

import dev.tandem.backup.Id;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotSummary;
import dev.tandem.cli.Units;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** A snapshot as programs read it, with restic's names. */
record SnapshotMessage(OffsetDateTime time, Optional<Id> parent, Id tree, List<String> paths, String hostname,
        String username, int uid, int gid, List<String> excludes, List<String> tags, Optional<Id> original,
        String programVersion, Optional<SnapshotSummary> summary, Id id, String shortId, Optional<Boolean> pinned) {

    static SnapshotMessage of(Snapshot s) {
        return of(s, Optional.empty());
    }

    /** The message where it is known whether the snapshot is pinned. */
    static SnapshotMessage of(Snapshot s, Optional<Boolean> pinned) {
        return new SnapshotMessage(s.time(), s.parent(), s.tree(), s.paths(), s.hostname(), s.username(), s.uid(),
                s.gid(), s.excludes(), s.tags(), s.original(), s.programVersion(), s.summary(), s.id(),
                s.id().brief(), pinned);
    }

    /** Returns the sentence that introduces what a command tells of a snapshot. */
    static String title(Snapshot s) {
        String user = s.username().isEmpty() ? "" : s.username() + "@";
        return "snapshot " + s.id().brief() + " of " + s.paths() + " at " + localTime(s.time()) + " by " + user
                + s.hostname();
    }

    /** Returns a time as people read it, by the clock of this machine. */
    static String localTime(OffsetDateTime time) {
        return Units.localTime(time.toInstant());
    }
}
