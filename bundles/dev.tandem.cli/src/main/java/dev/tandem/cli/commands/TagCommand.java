package dev.tandem.cli.commands;

import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotChange;
import dev.tandem.backup.TagChange;
import dev.tandem.cli.CommandException;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.job.JobMonitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes the tags of snapshots. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "tag", summary = "Add, remove and set tags of snapshots", order = 70)
public final class TagCommand implements Command {
    @Parameters(paramLabel = "SNAPSHOT", arity = "0..*", description = "only these (default: all)")
    List<String> names = new ArrayList<>();

    @Option(names = "--add", paramLabel = "TAG[,TAG…]", description = "add these tags (repeatable)")
    List<String> added = new ArrayList<>();

    @Option(names = "--remove", paramLabel = "TAG[,TAG…]", description = "remove these tags (repeatable)")
    List<String> removed = new ArrayList<>();

    @Option(names = "--set", paramLabel = "TAG[,TAG…]",
            description = "replace all tags by these (repeatable); '' leaves none")
    List<String> set = new ArrayList<>();

    @Mixin
    SnapshotOptions selection = new SnapshotOptions();

    @Mixin
    RepositoryOptions repository = new RepositoryOptions();

    private final RepositoryAccess access;

    @Activate
    public TagCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        TagChange change = change();
        List<SnapshotChange> changes;
        try (Repository open = access.open(repository, context)) {
            JobMonitor monitor = context.monitor("tag");
            List<Snapshot> snapshots = SnapshotsCommand.select(open, names, selection.filter(context), monitor);
            changes = open.editing().tag(snapshots, change, monitor);
        }
        ChangedSnapshots.tell(changes, false, context);
        return ExitCode.DONE;
    }

    private TagChange change() throws CommandException {
        if (!set.isEmpty() && !(added.isEmpty() && removed.isEmpty())) {
            throw CommandException.usage("--set replaces all tags, so --add and --remove do not go with it");
        }
        if (set.isEmpty() && added.isEmpty() && removed.isEmpty()) {
            throw CommandException.usage("say what to change: --add, --remove or --set");
        }
        return new TagChange(set.isEmpty() ? Optional.empty() : Optional.of(tags(set)), tags(added), tags(removed));
    }

    private static List<String> tags(List<String> lists) {
        return lists.stream().flatMap(list -> SnapshotOptions.words(list).stream()).toList();
    }
}
