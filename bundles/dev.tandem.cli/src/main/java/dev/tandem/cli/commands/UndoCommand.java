package dev.tandem.cli.commands;

import dev.tandem.backup.Id;
import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.UndoReport;
import dev.tandem.cli.CommandException;
import dev.tandem.cli.Units;
import dev.tandem.cli.sync.PairUndo;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.job.JobMonitor;
import dev.tandem.sync.Synchronizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes back what was done: brings back forgotten snapshots, or, where two folders are named, takes back a sync. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "undo", summary = "Bring back forgotten snapshots, or take back a sync", order = 71)
public final class UndoCommand implements Command {
    @Parameters(paramLabel = "SNAPSHOT|FOLDER", arity = "0..*", description = "bring back these snapshots, named by "
            + "their IDs or beginnings of them; or take back the last sync of these two folders")
    List<String> names = new ArrayList<>();

    @Option(names = "--all", description = "bring back all snapshots that were forgotten since the last "
            + "prune")
    boolean all;

    @Option(names = "--list", description = "list the snapshots that can be brought back (this is done too "
            + "where nothing is named), or the syncs of the two folders")
    boolean list;

    @Option(names = "--run", paramLabel = "RUN",
            description = "take back this sync of the two folders (default: the last one)")
    String run;

    @Mixin
    RepositoryOptions repository = new RepositoryOptions();

    private final RepositoryAccess access;
    private final PairUndo syncs;

    @Activate
    public UndoCommand(@Reference RepositoryAccess access, @Reference Synchronizer synchronizer) {
        this.access = access;
        this.syncs = new PairUndo(synchronizer);
    }

    /** A snapshot that cannot be brought back. */
    record LostMessage(Id id, String message) { }

    /** How many snapshots are back. */
    record Summary(int restored, int lost) { }

    @Override
    public int run(CommandContext context) throws Exception {
        return PairUndo.isMeant(names, context) ? undoSync(context) : undoForget(context);
    }

    private int undoSync(CommandContext context) throws Exception {
        if (all || list && run != null) {
            throw CommandException.usage("with two folders, give --run RUN, or --list, or neither for the last sync");
        }
        return list ? syncs.list(names.getFirst(), names.getLast(), context)
                : syncs.undo(names.getFirst(), names.getLast(), Optional.ofNullable(run), context);
    }

    private int undoForget(CommandContext context) throws Exception {
        if (run != null) {
            throw CommandException.usage("--run is about a sync; name its two folders: tandem undo LEFT RIGHT --run "
                    + run);
        }
        if ((all ? 1 : 0) + (list ? 1 : 0) + (names.isEmpty() ? 0 : 1) > 1) {
            throw CommandException.usage("name snapshots, or give --all, or --list");
        }
        try (Repository open = access.open(repository, context)) {
            JobMonitor monitor = context.monitor("undo");
            List<Snapshot> candidates = open.retention().forgotten(monitor);
            if (names.isEmpty() && !all) {
                return list(candidates, context);
            }
            Set<Id> chosen = new LinkedHashSet<>();
            for (Snapshot candidate : candidates) {
                if (all) {
                    chosen.add(candidate.id());
                }
            }
            for (String name : names) {
                chosen.add(IdPrefix.find(name, candidates.stream().map(Snapshot::id).toList(),
                        "forgotten snapshot that was kept"));
            }
            return print(open.retention().undo(chosen, monitor), context);
        }
    }

    private static int list(List<Snapshot> candidates, CommandContext context) {
        candidates.forEach(snapshot -> context.emit("snapshot", SnapshotMessage.of(snapshot)));
        SnapshotTable.print(candidates, Optional.empty(), context);
        if (!candidates.isEmpty()) {
            context.print("until the next prune 'undo ID' brings back one of them, 'undo --all' all");
        }
        return ExitCode.DONE;
    }

    private static int print(UndoReport report, CommandContext context) {
        for (Snapshot snapshot : report.restored()) {
            context.emit("snapshot", SnapshotMessage.of(snapshot));
            context.print("back: " + SnapshotMessage.title(snapshot));
        }
        for (UndoReport.Lost lost : report.lost()) {
            context.emit("lost", new LostMessage(lost.snapshot(), lost.reason()));
            context.print("lost: snapshot " + lost.snapshot().brief() + ": " + lost.reason());
        }
        context.emit("summary", new Summary(report.restored().size(), report.lost().size()));
        context.print("brought back " + Units.count(report.restored().size(), "snapshot"));
        return report.lost().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }
}
