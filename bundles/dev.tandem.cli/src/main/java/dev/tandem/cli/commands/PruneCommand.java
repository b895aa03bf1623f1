package dev.tandem.cli.commands;

import dev.tandem.backup.PruneReport;
import dev.tandem.backup.PruneRequest;
import dev.tandem.backup.Repository;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives back the space of what no snapshot needs any more. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "prune", summary = "Give back the space of what no snapshot needs", order = 65)
public final class PruneCommand implements Command {
    @Option(names = {"-n", "--dry-run"}, description = "show what would be done, change nothing")
    boolean dryRun;

    @Mixin
    PruneOptions options = new PruneOptions();

    @Mixin
    RepositoryOptions repository = new RepositoryOptions();

    private final RepositoryAccess access;

    @Activate
    public PruneCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        PruneRequest request = options.request(dryRun);
        PruneReport report;
        try (Repository open = access.open(repository, context)) {
            report = open.pruning().prune(request, estimate -> PruneMessages.plan(estimate, context),
                    context.monitor("prune"));
        }
        PruneMessages.done(report, context);
        return ExitCode.DONE;
    }
}
