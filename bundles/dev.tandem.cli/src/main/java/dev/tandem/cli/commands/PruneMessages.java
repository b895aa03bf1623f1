package dev.tandem.cli.commands;

import dev.tandem.backup.PruneEstimate;
import dev.tandem.backup.PruneEstimate.Amount;
import dev.tandem.backup.PruneEstimate.Packs;
import dev.tandem.backup.PruneReport;
import dev.tandem.backup.PruneReport.Outcome;
import dev.tandem.cli.Units;
import dev.tandem.command.CommandContext;
import java.util.Locale;

/** What a prune is going to do and did, as people and programs read it. */
final class PruneMessages {
    private PruneMessages() { }

    /** What is going to be done, with the names restic has for it. */
    record Plan(Amount used, Amount duplicate, Amount unused, Amount repack, Amount repackrm, Amount remove,
            long unref, long uncompressed, long remainingSize, long unusedAfter, Packs packs) { }

    /** What was done. */
    record Summary(boolean dryRun, boolean complete, long packsRemoved, long bytesRemoved, long packsAdded,
            long bytesAdded, long bytesFreed) { }

    /** Shows what is going to be done. */
    static void plan(PruneEstimate e, CommandContext context) {
        context.emit("plan", new Plan(e.used(), e.duplicate(), e.unused(), e.repack(), e.repackAway(), e.remove(),
                e.unreferenced(), e.uncompressed(), e.remaining().bytes(), e.unusedAfterwards(), e.packs()));
        boolean all = context.verbosity() > 0;
        if (all) {
            context.print(line("used", e.used()));
            context.print(line("duplicates", e.duplicate()));
            context.print(line("unused", e.unused()));
            context.print(line("total", e.total()));
            context.print("");
        }
        context.print(line("to repack", e.repack()));
        context.print(line("this removes", e.repackAway()));
        context.print(line("to remove", e.remove()));
        if (e.unreferenced() > 0) {
            context.print(line("in no index", e.packs().unreferenced(), "pack", e.unreferenced()));
        }
        context.print(line("remaining", e.remaining()));
        context.print("unused size after prune: " + Units.size(e.unusedAfterwards()) + " ("
                + percent(e.unusedAfterwards(), e.remaining().bytes()) + " of the remaining size)");
        if (e.uncompressed() > 0) {
            context.print("not yet compressed: " + Units.size(e.uncompressed()));
        }
        if (all) {
            packs(e.packs(), context);
        }
    }

    private static void packs(Packs packs, CommandContext context) {
        context.print("");
        context.print("packs: " + packs.used() + " used in full, " + packs.partlyUsed() + " in part, " + packs.unused()
                + " unused; " + packs.keep() + " to keep, " + packs.repack() + " to repack, " + packs.remove()
                + " to remove");
    }

    private static String line(String title, Amount amount) {
        return line(title, amount.blobs(), "blob", amount.bytes());
    }

    private static String line(String title, long count, String noun, long bytes) {
        return String.format(Locale.ROOT, "%-13s %10d %s, %s", title + ":", count, count == 1 ? noun : noun + "s",
                Units.size(bytes));
    }

    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.2f %%", whole == 0 ? 0 : 100.0 * part / whole);
    }

    /** Shows what was done. */
    static void done(PruneReport report, CommandContext context) {
        context.emit("summary", new Summary(report.outcome() == Outcome.ESTIMATED, report.outcome() == Outcome.DONE,
                report.packsRemoved(), report.bytesRemoved(), report.packsAdded(), report.bytesAdded(),
                report.freed()));
        context.print("");
        context.print(switch (report.outcome()) {
            case ESTIMATED -> "nothing was changed";
            case DONE -> removed(report);
            case TIME_UP -> removed(report) + "; the time is over, the next prune goes on";
        });
    }

    private static String removed(PruneReport report) {
        String added = report.packsAdded() == 0 ? ""
                : ", wrote " + Units.count(report.packsAdded(), "new one") + " of " + Units.size(report.bytesAdded());
        return "removed " + Units.count(report.packsRemoved(), "pack") + " of " + Units.size(report.bytesRemoved())
                + added + ": " + Units.size(Math.abs(report.freed())) + (report.freed() < 0 ? " more" : " less");
    }
}
