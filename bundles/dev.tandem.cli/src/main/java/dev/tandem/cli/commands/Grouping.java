package dev.tandem.cli.commands;

import dev.tandem.backup.SnapshotGrouping;
import dev.tandem.cli.CommandException;
import dev.tandem.command.ExitCode;

/** Reads what snapshots are grouped by. */
final class Grouping {
    private Grouping() { }

    static SnapshotGrouping parse(String text) throws CommandException {
        try {
            return SnapshotGrouping.parse(text);
        } catch (IllegalArgumentException unknown) {
            throw new CommandException(ExitCode.USAGE, unknown.getMessage(), unknown);
        }
    }
}
