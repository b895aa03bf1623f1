package dev.tandem.cli.commands;

import dev.tandem.backup.Id;
import dev.tandem.backup.PackRepair;
import dev.tandem.cli.Units;
import dev.tandem.command.CommandContext;
import dev.tandem.command.ExitCode;

/** Tells what became of damaged packs. */
final class PackRepairResult {
    private static final int BLOBS_NAMED = 10;

    private PackRepairResult() { }

    /** Tells it and returns the exit code. */
    static int tell(PackRepair done, CommandContext context) {
        context.emit("summary", done);
        done.packs().forEach(pack -> context.print("dropped pack " + pack));
        context.print("saved " + Units.count(done.salvaged(), "sound blob") + " of them"
                + (done.fetched() == 0 ? "" : ", fetched " + Units.count(done.fetched(), "blob")));
        if (done.lost().isEmpty()) {
            return ExitCode.DONE;
        }
        for (Id blob : done.lost().subList(0, Math.min(BLOBS_NAMED, done.lost().size()))) {
            context.print("lost blob " + blob);
        }
        context.print(Units.count(done.lost().size(), "blob") + " could not be had. If 'tandem check' still names"
                + " snapshots: back up the same folders once more, which may bring them back; else 'tandem repair"
                + " snapshots' takes what is lost out of the snapshots");
        return ExitCode.INCOMPLETE;
    }
}
