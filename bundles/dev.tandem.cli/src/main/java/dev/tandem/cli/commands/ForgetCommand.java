package dev.tandem.cli.commands;

import dev.tandem.backup.ForgetReport;
import dev.tandem.backup.ForgetReport.Group;
import dev.tandem.backup.ForgetReport.Kept;
import dev.tandem.backup.ForgetRequest;
import dev.tandem.backup.ForgetRequest.Choice;
import dev.tandem.backup.Id;
import dev.tandem.backup.PruneRequest;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RetentionPolicy;
import dev.tandem.backup.RetentionPolicy.Period;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.cli.CommandException;
import dev.tandem.cli.Units;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Forgets snapshots: those named, or those a policy does not keep. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "forget", summary = "Forget snapshots, by name or by a policy of what to keep", order = 70)
public final class ForgetCommand implements Command {
    @Parameters(paramLabel = "SNAPSHOT", arity = "0..*", description = "forget these, and no others")
    List<String> names = new ArrayList<>();

    @Mixin
    KeepOptions keep = new KeepOptions();

    @Option(names = {"-g", "--group-by"}, paramLabel = "WHAT", defaultValue = "host,paths", description = "apply the "
            + "policy to each group by itself: host, paths, tags (default: ${DEFAULT-VALUE}; '' for one group)")
    String groupBy = "host,paths";

    @Option(names = {"-n", "--dry-run"}, description = "show what would be forgotten, change nothing")
    boolean dryRun;

    @Option(names = "--unsafe-allow-remove-all", description = "even if a group loses all its snapshots")
    boolean allowRemoveAll;

    @Option(names = "--prune", description = "prune afterwards if any was forgotten; then none of them comes back")
    boolean prune;

    @Mixin
    PruneOptions pruning = new PruneOptions();

    @Mixin
    ForgetFilterOptions selection = new ForgetFilterOptions();

    @Mixin
    RepositoryOptions repository = new RepositoryOptions();

    private final RepositoryAccess access;

    @Activate
    public ForgetCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    /** What was decided for a group, with restic's names. */
    record GroupMessage(Optional<List<String>> tags, Optional<String> host, Optional<List<String>> paths,
            List<SnapshotMessage> keep, List<SnapshotMessage> remove, List<ReasonMessage> reasons) { }

    /** Why a snapshot stays, with restic's names. */
    record ReasonMessage(SnapshotMessage snapshot, List<String> matches, Map<Period, Integer> counters) { }

    /** How many snapshots stay and go. */
    record Summary(int groups, int kept, int removed, List<Id> removedIds, boolean dryRun) { }

    @Override
    public int run(CommandContext context) throws Exception {
        RetentionPolicy policy = keep.policy();
        SnapshotFilter filter = selection.filter(context);
        requireFitting(policy, filter);
        PruneRequest pruneRequest = pruning.request(false);
        ForgetReport report;
        try (Repository open = access.open(repository, context)) {
            JobMonitor monitor = context.monitor("forget");
            Choice choice = names.isEmpty()
                    ? new Choice.ByPolicy(policy, filter, Grouping.parse(groupBy), allowRemoveAll)
                    : new Choice.Named(ids(open, filter, monitor));
            report = open.retention().forget(new ForgetRequest(choice, dryRun), monitor);
            report.groups().forEach(group -> print(group, context));
            print(report, context);
            if (prune && !report.removed().isEmpty()) {
                prune(open, pruneRequest, context);
            }
        }
        return report.unreadable() == 0 ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    private void requireFitting(RetentionPolicy policy, SnapshotFilter filter) throws CommandException {
        if (!names.isEmpty() && !policy.isEmpty()) {
            throw CommandException.usage("name snapshots, or say with --keep-… what to keep, not both: those named"
                    + " are forgotten whatever a policy says");
        }
        if (names.isEmpty() && policy.isEmpty() && !allowRemoveAll) {
            throw CommandException.usage("name the snapshots to forget, or say with --keep-… what to keep; without"
                    + " either nothing is forgotten");
        }
        if (names.isEmpty() && policy.isEmpty() && filter.equals(SnapshotFilter.ALL)) {
            throw CommandException.usage("--unsafe-allow-remove-all without a policy needs --host, --tag or --path,"
                    + " as nothing would be left");
        }
    }

    private List<Id> ids(Repository open, SnapshotFilter filter, JobMonitor monitor) throws IOException {
        return SnapshotsCommand.select(open, names, filter, monitor).stream().map(Snapshot::id).toList();
    }

    private void prune(Repository open, PruneRequest request, CommandContext context) throws IOException {
        if (dryRun) {
            context.say("a prune would follow; what it would do is known only once these are forgotten");
            return;
        }
        context.print("");
        PruneMessages.done(open.pruning().prune(request, estimate -> PruneMessages.plan(estimate, context),
                context.monitor("prune")), context);
    }

    private void print(Group group, CommandContext context) {
        context.emit("group", new GroupMessage(group.key().tags(), group.key().host(), group.key().paths(),
                group.kept().stream().map(kept -> SnapshotMessage.of(kept.snapshot())).toList(),
                group.removed().stream().map(SnapshotMessage::of).toList(),
                group.kept().stream().map(kept -> new ReasonMessage(SnapshotMessage.of(kept.snapshot()),
                        kept.matches(), kept.counters())).toList()));
        context.print("snapshots of " + group.key());
        Map<Id, List<String>> reasons = new HashMap<>();
        group.kept().forEach(kept -> reasons.put(kept.snapshot().id(), kept.matches()));
        if (!group.kept().isEmpty()) {
            context.print("keep:");
            SnapshotTable.print(group.kept().reversed().stream().map(Kept::snapshot).toList(),
                    Optional.of(new SnapshotTable.Column("Reasons", s -> reasons.get(s.id()))), context);
        }
        if (!group.removed().isEmpty()) {
            context.print(dryRun ? "would forget:" : "forgotten:");
            SnapshotTable.print(group.removed().reversed(), Optional.empty(), context);
        }
        context.print("");
    }

    private void print(ForgetReport report, CommandContext context) {
        int kept = report.groups().stream().mapToInt(group -> group.kept().size()).sum();
        int removed = report.removed().size();
        context.emit("summary", new Summary(report.groups().size(), kept, removed,
                report.removed().stream().map(Snapshot::id).toList(), dryRun));
        String stay = names.isEmpty() ? ", " + kept + " stay" : "";
        if (dryRun) {
            context.print("would forget " + Units.count(removed, "snapshot") + stay);
        } else if (removed == 0) {
            context.print("nothing to forget" + stay);
        } else {
            context.print("forgot " + Units.count(removed, "snapshot") + stay
                    + (prune ? "" : "; until the next prune 'undo' brings back what was forgotten"));
        }
    }
}
