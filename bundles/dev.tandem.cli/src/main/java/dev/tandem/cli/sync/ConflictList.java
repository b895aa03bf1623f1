package dev.tandem.cli.sync;

import dev.tandem.cli.CommandException;
import dev.tandem.cli.Table;
import dev.tandem.cli.Units;
import dev.tandem.command.CommandContext;
import dev.tandem.command.ExitCode;
import dev.tandem.sync.SyncConflict;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.SyncPair;
import dev.tandem.sync.Synchronizer;
import java.util.List;

/**
 * The conflicts of two folders that are not settled.
 *
 * @param all the oldest first
 */
record ConflictList(List<SyncConflict> all) {
    static ConflictList of(Synchronizer synchronizer, SyncPair pair) throws SyncException {
        return new ConflictList(synchronizer.conflicts(pair));
    }

    /**
     * Returns the conflict a person means.
     *
     * @param text its ID, the beginning of it, or the path it is about
     */
    SyncConflict find(String text) throws CommandException {
        List<SyncConflict> meant = all.stream().filter(each -> each.id().equals(text)).toList();
        if (meant.isEmpty() && !text.isEmpty()) {
            meant = all.stream().filter(each -> each.id().startsWith(text)).toList();
        }
        if (meant.isEmpty() && !text.isEmpty()) {
            meant = all.stream().filter(each -> each.conflict().path().toString().equals(text)).toList();
        }
        if (meant.size() > 1) {
            throw CommandException.failed("'" + text + "' is the beginning of " + meant.size()
                    + " IDs; give more of it");
        }
        if (meant.isEmpty()) {
            throw CommandException.failed("there is no conflict '" + text + "'; 'tandem conflicts' lists those there "
                    + "are");
        }
        return meant.getFirst();
    }

    /** Prints all. */
    int print(PairArguments typed, CommandContext context) {
        all.forEach(each -> context.emit("conflict", ConflictMessage.of(each)));
        if (context.json()) {
            return ExitCode.DONE;
        }
        if (!all.isEmpty()) {
            Table table = new Table("ID", "First seen", "What", "State", "Path");
            for (SyncConflict each : all) {
                table.add(List.of(List.of(each.id()), List.of(Units.localTime(each.firstSeen())),
                        List.of(ConflictMessage.kind(each.conflict().kind())),
                        List.of(each.outcome().isPresent() ? "settled" : "waits for you"),
                        List.of(each.conflict().path().toString())));
            }
            table.print(context::print);
        }
        context.print(Units.count(all.size(), "conflict"));
        if (!all.isEmpty()) {
            context.say("to decide one: tandem conflicts resolve " + typed.typed() + " ID left|right|both");
        }
        return ExitCode.DONE;
    }
}
