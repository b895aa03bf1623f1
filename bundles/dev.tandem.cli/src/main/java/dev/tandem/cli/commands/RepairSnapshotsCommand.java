package dev.tandem.cli.commands;

import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotChange;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.job.JobMonitor;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes snapshots without what is lost. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "repair snapshots", summary = "Make snapshots again without what is lost", order = 68)
public final class RepairSnapshotsCommand implements Command {
    @Parameters(paramLabel = "SNAPSHOT", arity = "0..*", description = "only these (default: all)")
    List<String> names = new ArrayList<>();

    @Option(names = "--forget", description = "put the new snapshots in the place of the old, which are removed, as are "
            + "those of which nothing can be read; else the new ones get the tag 'repaired'")
    boolean forget;

    @Option(names = {"-n", "--dry-run"}, description = "change nothing, show what would be done")
    boolean dryRun;

    @Mixin
    SnapshotOptions selection = new SnapshotOptions();

    @Mixin
    RepositoryOptions repository = new RepositoryOptions();

    private final RepositoryAccess access;

    @Activate
    public RepairSnapshotsCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        List<SnapshotChange> changes;
        try (Repository open = access.open(repository, context)) {
            JobMonitor monitor = context.monitor("repair");
            List<Snapshot> snapshots = SnapshotsCommand.select(open, names, selection.filter(context), monitor);
            changes = open.editing().repair(snapshots, forget, dryRun, monitor);
        }
        ChangedSnapshots.tell(changes, dryRun, context);
        return ExitCode.DONE;
    }
}
