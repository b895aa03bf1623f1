package dev.tandem.cli.commands;

import dev.tandem.backup.Repository;
import dev.tandem.backup.RewriteRequest;
import dev.tandem.backup.SnapshotChange;
import dev.tandem.cli.CommandException;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.job.JobMonitor;
import dev.tandem.scan.Filters;
import java.io.IOException;
import java.time.OffsetDateTime;
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

/** Takes paths out of snapshots. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "rewrite", summary = "Take paths out of snapshots, or change their machine or time", order = 72)
public final class RewriteCommand implements Command {
    @Parameters(paramLabel = "SNAPSHOT", arity = "0..*", description = "only these (default: all)")
    List<String> names = new ArrayList<>();

    @Mixin
    PatternOptions patterns = new PatternOptions();

    @Option(names = "--new-host", paramLabel = "HOST", description = "the machine the snapshots are of from now on")
    String newHost;

    @Option(names = "--new-time", paramLabel = "TIME",
            description = "the time they have from now on: '2006-01-02 15:04:05', 2006-01-02T15:04:05+01:00 or now")
    String newTime;

    @Option(names = {"-s", "--snapshot-summary"},
            description = "count their files and record that where it was not recorded")
    boolean summary;

    @Option(names = "--forget", description = "put the new snapshots in the place of the old, which are removed; "
            + "else the new ones get the tag 'rewrite'")
    boolean forget;

    @Option(names = {"-n", "--dry-run"}, description = "change nothing, show what would be done (-v: each path)")
    boolean dryRun;

    @Mixin
    SnapshotOptions selection = new SnapshotOptions();

    @Mixin
    RepositoryOptions repository = new RepositoryOptions();

    private final RepositoryAccess access;
    private final Filters filters;

    @Activate
    public RewriteCommand(@Reference RepositoryAccess access, @Reference Filters filters) {
        this.access = access;
        this.filters = filters;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        List<String> excludes = patterns.excludes(context, filters);
        List<String> ignoringCase = patterns.ignoreCaseExcludes(context, filters);
        Optional<OffsetDateTime> time = newTime == null ? Optional.empty()
                : Optional.of(RecordedTime.parse(newTime).time());
        if (excludes.isEmpty() && ignoringCase.isEmpty() && newHost == null && newTime == null && !summary) {
            throw CommandException.usage("say what to take out (-e PATTERN), or what to change (--new-host, --new-time, "
                    + "--snapshot-summary)");
        }
        ChangedSnapshots.tell(rewrite(excludes, ignoringCase, time, context), dryRun, context);
        return ExitCode.DONE;
    }

    private List<SnapshotChange> rewrite(List<String> excludes, List<String> ignoringCase, Optional<OffsetDateTime> time,
            CommandContext context) throws IOException, CommandException {
        try (Repository open = access.open(repository, context)) {
            JobMonitor monitor = context.monitor("rewrite");
            RewriteRequest request = new RewriteRequest(
                    SnapshotsCommand.select(open, names, selection.filter(context), monitor), excludes, ignoringCase,
                    Optional.ofNullable(newHost), time, summary, forget, dryRun);
            return open.editing().rewrite(request, monitor);
        }
    }
}
