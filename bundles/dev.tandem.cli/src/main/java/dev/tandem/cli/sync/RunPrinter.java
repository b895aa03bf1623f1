package dev.tandem.cli.sync;

import dev.tandem.cli.Units;
import dev.tandem.command.CommandContext;
import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncItem;
import dev.tandem.sync.SyncItem.Action;
import dev.tandem.sync.SyncReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Tells of runs: a program of every row as it comes; a person of what was done where that is asked for, and at the end
 * of conflicts, of what was skipped, and of how much was done. A dry run shows its whole plan instead.
 */
final class RunPrinter implements Consumer<SyncItem> {
    private final CommandContext context;
    private final PairArguments pair;
    private final boolean dryRun;
    private final boolean rounds;
    private final PlannedChanges changes = new PlannedChanges();
    private final List<SyncItem> planned = new ArrayList<>();
    private final Map<RawPath, SyncItem> conflicts = new LinkedHashMap<>();
    private final List<SyncItem> skipped = new ArrayList<>();
    private final long start = System.nanoTime();

    /**
     * @param dryRun whether nothing is changed
     * @param rounds whether there are several runs, of which it matters when they were and not how long they took
     */
    RunPrinter(CommandContext context, PairArguments pair, boolean dryRun, boolean rounds) {
        this.context = context;
        this.pair = pair;
        this.dryRun = dryRun;
        this.rounds = rounds;
    }

    @Override
    public synchronized void accept(SyncItem item) {
        if (dryRun) {
            changes.add(item);
        }
        if (context.json()) {
            context.emit("item", ItemMessage.of(item));
        } else if (dryRun) {
            planned.add(item);
        } else if (item.action() == Action.CONFLICT) {
            conflicts.put(item.path(), item);
        } else {
            hear(item);
        }
    }

    private void hear(SyncItem item) {
        switch (item.stage()) {
            case PLANNED -> {
                // What rules leave alone is never done, and only the curious want to know.
                if (item.action() == Action.SKIP && context.verbosity() >= 2) {
                    context.say(RowText.of(item));
                }
            }
            case DONE -> {
                if (context.verbosity() >= 1) {
                    context.say(RowText.of(item));
                }
            }
            case SKIPPED -> skipped.add(item);
            case FAILED -> {
                // The monitor tells of it when it happens.
            }
        }
    }

    /** Prints the end of a run; the next one may begin. */
    synchronized void finish(SyncReport done) {
        SyncReport report = dryRun ? changes.in(done) : done;
        Optional<Duration> time = rounds ? Optional.empty()
                : Optional.of(Duration.ofNanos(System.nanoTime() - start));
        context.emit("summary", SummaryMessage.of(report, dryRun, time));
        printRows();
        counts(report).forEach(context::print);
        context.print((rounds ? Units.localTime(Instant.now()) + " " : "") + outcome(report, time));
    }

    /** Prints what was told and not printed yet. */
    synchronized void printRows() {
        print("On the right:", planned, item -> changes(item, Side.RIGHT));
        print("On the left:", planned, item -> changes(item, Side.LEFT));
        print("Conflicts:", planned, item -> item.action() == Action.CONFLICT);
        print("Left as it is:", planned, item -> item.action() != Action.CONFLICT && item.side().isEmpty());
        print("Conflicts:", conflicts.values(), _ -> true);
        print("Left as it is:", skipped, _ -> true);
        forget();
    }

    /** Forgets what was told and not printed. */
    synchronized void forget() {
        planned.clear();
        conflicts.clear();
        skipped.clear();
    }

    private static boolean changes(SyncItem item, Side side) {
        return item.action() != Action.CONFLICT && item.side().equals(Optional.of(side));
    }

    private void print(String title, Collection<SyncItem> items, Predicate<SyncItem> some) {
        List<SyncItem> chosen = items.stream().filter(some).toList();
        if (!chosen.isEmpty()) {
            context.print(title);
            RowText.aligned(chosen).forEach(row -> context.print("  " + row));
            context.print("");
        }
    }

    /** Returns a line for each side that was changed. */
    static List<String> counts(SyncReport report) {
        return Stream.of(Side.values()).filter(side -> report.of(side).changes() > 0)
                .map(side -> counts(side, report.of(side))).toList();
    }

    private static String counts(Side side, SyncReport.Counts counts) {
        return String.format(Locale.ROOT, "%-6s %5d created, %5d updated, %5d deleted, %5d moved, %5d attributes, %s",
                side == Side.LEFT ? "Left:" : "Right:", counts.created(), counts.updated(), counts.deleted(),
                counts.moved(), counts.attributes(), Units.size(counts.bytes()));
    }

    private String outcome(SyncReport report, Optional<Duration> time) {
        long changes = report.left().changes() + report.right().changes();
        if (changes == 0 && report.conflicts() == 0 && report.complete()) {
            return "In step: " + files(report) + ", nothing to do";
        }
        List<String> parts = new ArrayList<>();
        parts.add(Units.count(changes, "change") + (dryRun ? " to make"
                : time.map(each -> " in " + Units.duration(each)).orElse("")));
        add(parts, report.conflicts() - report.unresolved(), "conflict", dryRun ? "would be settled" : "settled");
        add(parts, report.unresolved(), "conflict", dryRun ? "would wait for you" : "waiting for you");
        add(parts, report.skipped(), "item", "skipped");
        add(parts, report.failed(), "item", "failed");
        String all = String.join(", ", parts);
        return dryRun ? "Dry run: " + all + "; nothing was changed"
                : (report.complete() ? "In step: " : "Not in step: ") + all;
    }

    private static void add(List<String> parts, long number, String noun, String what) {
        if (number > 0) {
            parts.add(Units.count(number, noun) + " " + what);
        }
    }

    private static String files(SyncReport report) {
        String left = Units.count(report.filesLeft(), "file");
        return report.filesLeft() == report.filesRight() ? left
                : left + " on the left, " + report.filesRight() + " on the right";
    }

    /** Says what a person may want to do next. */
    void hint(SyncReport report) {
        if (context.json()) {
            return;
        }
        if (report.unresolved() > 0 && !dryRun) {
            context.say("the conflicts: tandem conflicts " + pair.typed());
        }
        if (report.run().isPresent()) {
            context.say("to take this back: tandem undo " + pair.typed());
        }
    }
}
