package dev.tandem.cli.commands;

import dev.tandem.backup.Id;
import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.cli.Units;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Pins snapshots, so that nothing forgets them. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "pin", summary = "Pin snapshots, so that they are never forgotten", order = 72)
public final class PinCommand implements Command {
    @Parameters(paramLabel = "SNAPSHOT", arity = "1..*", description = "IDs, beginnings of IDs, 'latest'")
    List<String> names = new ArrayList<>();

    @Mixin
    SnapshotOptions selection = new SnapshotOptions();

    @Mixin
    RepositoryOptions repository = new RepositoryOptions();

    private final RepositoryAccess access;

    @Activate
    public PinCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    /** The snapshots that are pinned now. */
    record Summary(Set<Id> pinned) { }

    @Override
    public int run(CommandContext context) throws Exception {
        Set<Id> ids = new LinkedHashSet<>();
        try (Repository open = access.open(repository, context)) {
            SnapshotsCommand.select(open, names, selection.filter(context), context.monitor("pin")).stream()
                    .map(Snapshot::id).forEach(ids::add);
            open.retention().pin(ids);
        }
        context.print("pinned " + Units.count(ids.size(), "snapshot"));
        context.emit("summary", new Summary(ids));
        return ExitCode.DONE;
    }
}
