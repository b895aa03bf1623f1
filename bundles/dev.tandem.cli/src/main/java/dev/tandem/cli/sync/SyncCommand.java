package dev.tandem.cli.sync;

import dev.tandem.cli.CommandException;
import dev.tandem.cli.Units;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.job.JobMonitor;
import dev.tandem.scan.Selections;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.SyncReport;
import dev.tandem.sync.SyncRequest;
import dev.tandem.sync.Synchronizer;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Keeps two folders in step, once or until it is stopped. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "sync", summary = "Keep two folders or other places in step, in either direction", order = 12)
public final class SyncCommand implements Command {
    @Mixin
    PairArguments folders = new PairArguments();

    @Option(names = {"-n", "--dry-run"}, description = "show what would be done, change nothing")
    boolean dryRun;

    @Option(names = "--watch", description = "go on, and bring every change over as soon as it has settled")
    boolean watch;

    @Option(names = "--poll", paramLabel = "TIME", defaultValue = "5m", description = "how often --watch looks at a side "
            + "that does not tell of changes, as only folders do (90s, 15m, 2h; default: 5m)")
    String poll;

    @Mixin
    RuleOptions rules = new RuleOptions();

    @Mixin
    GateOptions gates = new GateOptions();

    private final Synchronizer synchronizer;
    private final Selections selections;

    @Activate
    public SyncCommand(@Reference Synchronizer synchronizer, @Reference Selections selections) {
        this.synchronizer = synchronizer;
        this.selections = selections;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        if (watch && dryRun) {
            throw CommandException.usage("--watch changes the folders and --dry-run does not; give one of them");
        }
        SyncRequest request = new SyncRequest(folders.pair(context), rules.rules(context, synchronizer, selections),
                gates.limits(), gates.accepted(), dryRun, poll(), AfterScan.of(context));
        RunPrinter printer = new RunPrinter(context, folders, dryRun, watch);
        JobMonitor monitor = context.monitor("sync");
        try {
            return watch ? watch(request, printer, monitor, context) : once(request, printer, monitor);
        } catch (SyncException stopped) {
            // What a gate stopped was not done, and is worth a look only where it was not meant to be.
            if (dryRun || stopped.kind() != SyncException.Kind.GATE) {
                printer.printRows();
            }
            throw GateMessage.explained(stopped, context);
        }
    }

    private Duration poll() throws CommandException {
        try {
            Duration time = Units.parseDuration(poll);
            if (time.isPositive()) {
                return time;
            }
        } catch (IllegalArgumentException malformed) {
            throw new CommandException(ExitCode.USAGE, malformed.getMessage(), malformed);
        }
        throw CommandException.usage("--poll 0 would never let go; give a longer time");
    }

    private int once(SyncRequest request, RunPrinter printer, JobMonitor monitor) throws SyncException {
        SyncReport report = synchronizer.sync(request, printer, monitor);
        printer.finish(report);
        printer.hint(report);
        return report.complete() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    /** Only a person or a failure ends it. */
    private int watch(SyncRequest request, RunPrinter printer, JobMonitor monitor, CommandContext context)
            throws SyncException {
        synchronizer.watch(request, printer, new WatchPrinter(printer, context), monitor);
        throw new CancellationException("stopped watching");
    }
}
