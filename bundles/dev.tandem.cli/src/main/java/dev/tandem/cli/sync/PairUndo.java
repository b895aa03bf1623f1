package dev.tandem.cli.sync;

import dev.tandem.cli.Table;
import dev.tandem.cli.Units;
import dev.tandem.command.CommandContext;
import dev.tandem.command.ExitCode;
import dev.tandem.sync.SyncPair;
import dev.tandem.sync.SyncReport;
import dev.tandem.sync.SyncRun;
import dev.tandem.sync.Synchronizer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The half of {@code undo} that takes back what a sync did. */
public final class PairUndo {
    private final Synchronizer synchronizer;

    public PairUndo(Synchronizer synchronizer) {
        this.synchronizer = synchronizer;
    }

    /**
     * Tells whether {@code names} are two folders: each is there or cannot be anything else, and not both look like IDs
     * of snapshots as they are shown; {@code ./deadbeef} is always a folder.
     */
    public static boolean isMeant(List<String> names, CommandContext context) {
        return names.size() == 2 && !names.stream().allMatch(PairUndo::isId)
                && names.stream().allMatch(name -> isLocation(name) || isFolder(name, context));
    }

    private static boolean isId(String name) {
        return name.matches("[0-9a-f]{8,64}");
    }

    // A folder that is not there now, on a disk that is not, is one too: the message about it is for folders.
    private static boolean isLocation(String name) {
        return name.startsWith("@") || name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 || name.indexOf(':') >= 0;
    }

    private static boolean isFolder(String name, CommandContext context) {
        try {
            return !name.isEmpty() && Files.isDirectory(context.workingDirectory().resolve(name));
        } catch (InvalidPathException illFormed) {
            return false;
        }
    }

    /** Lists the runs that can be taken back. */
    public int list(String left, String right, CommandContext context) throws Exception {
        List<SyncRun> runs = synchronizer.runs(PairArguments.of(left, right).pair(context));
        runs.forEach(run -> context.emit("run", run));
        Table table = new Table("Run", "Time", "Changes", "State");
        runs.forEach(run -> table.add(List.of(List.of(run.id()), List.of(Units.localTime(run.time())),
                List.of(String.valueOf(run.changes())), List.of(state(run)))));
        if (!context.json()) {
            if (!runs.isEmpty()) {
                table.print(context::print);
            }
            context.print(Units.count(runs.size(), "run"));
        }
        return ExitCode.DONE;
    }

    private static String state(SyncRun run) {
        return run.undone() ? "taken back" : run.finished() ? "done" : "interrupted";
    }

    /** Takes back a run; without one, the newest that was not taken back. */
    public int undo(String left, String right, Optional<String> run, CommandContext context) throws Exception {
        SyncPair pair = PairArguments.of(left, right).pair(context);
        long start = System.nanoTime();
        SyncReport report = synchronizer.undo(pair, run, context.monitor("undo"));
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        context.emit("summary", SummaryMessage.of(report, false, Optional.of(time)));
        RunPrinter.counts(report).forEach(context::print);
        long changes = report.left().changes() + report.right().changes();
        context.print((changes == 0 ? "nothing was taken back" : "took back " + Units.count(changes, "change")
                + " in " + Units.duration(time)) + (report.complete() ? "" : "; "
                + Units.count(report.skipped() + report.failed(), "item") + " stayed as changed since"));
        return report.complete() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }
}
