package dev.tandem.cli.commands;

import dev.tandem.backup.Id;
import dev.tandem.backup.SnapshotChange;
import dev.tandem.cli.Units;
import dev.tandem.command.CommandContext;
import java.util.List;
import java.util.Optional;

/** Tells what became of snapshots that were edited. */
final class ChangedSnapshots {
    /** A snapshot that was edited, with restic's names. */
    record Changed(Id oldSnapshotId, Optional<Id> newSnapshotId, boolean oldSnapshotRemoved) { }

    /** How many were edited, with restic's name. */
    record Summary(int changedSnapshots) { }

    private ChangedSnapshots() { }

    /** Tells of each, and how many they are. */
    static void tell(List<SnapshotChange> changes, boolean dryRun, CommandContext context) {
        for (SnapshotChange change : changes) {
            context.print(line(change, dryRun));
            boolean removed = switch (change.what()) {
                case REPLACED, REMOVED -> !dryRun;
                case COPIED, LEFT -> false;
            };
            context.emit("changed", new Changed(change.before().id(), change.after(), removed));
        }
        context.print(changes.isEmpty() ? "all snapshots stay as they are"
                : (dryRun ? "would change " : "changed ") + Units.count(changes.size(), "snapshot"));
        context.emit("summary", new Summary(changes.size()));
    }

    private static String line(SnapshotChange change, boolean dryRun) {
        String old = "snapshot " + change.before().id().brief();
        String saved = change.after().map(id -> "saved as " + id.brief()).orElse("would be saved anew");
        return old + ": " + switch (change.what()) {
            case REPLACED -> saved + (dryRun ? ", the old one removed" : "; the old one is removed");
            case COPIED -> saved + (dryRun ? ", beside the old one" : "; the old one stays");
            case REMOVED -> dryRun ? "would be removed, as nothing of it can be read"
                    : "removed, as nothing of it can be read";
            case LEFT -> "stays, although nothing of it can be read";
        };
    }
}
