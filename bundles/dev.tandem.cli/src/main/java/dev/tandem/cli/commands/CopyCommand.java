package dev.tandem.cli.commands;

import dev.tandem.backup.Compression;
import dev.tandem.backup.CopyReport;
import dev.tandem.backup.CopyReport.Copied;
import dev.tandem.backup.Id;
import dev.tandem.backup.Repositories.Access;
import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.cli.CommandException;
import dev.tandem.cli.Units;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies snapshots from another repository. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "copy", summary = "Copy snapshots from another repository", order = 85)
public final class CopyCommand implements Command {
    @Parameters(paramLabel = "SNAPSHOT", arity = "0..*", description = "only these (default: all that are not there)")
    List<String> names = new ArrayList<>();

    @Mixin
    FromOptions from = new FromOptions();

    @Option(names = "--no-lock", description = "do not lock the repository to copy from, as for one that cannot be "
            + "written")
    boolean noLock;

    @Mixin
    SnapshotOptions selection = new SnapshotOptions();

    @Option(names = "--compression", paramLabel = "HOW", defaultValue = "auto",
            description = "auto keeps data as it is compressed; off, fastest, better or max compress it anew "
                    + "(default: ${DEFAULT-VALUE})")
    Compression compression;

    @Mixin
    RepositoryOptions repository = new RepositoryOptions();

    private final RepositoryAccess access;

    @Activate
    public CopyCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    /** A snapshot that both repositories have, as programs read it. */
    private record CopiedMessage(Id sourceSnapshotId, Id snapshotId) { }

    /** What was done, as programs read it. */
    private record Summary(int snapshotsCopied, int snapshotsPresent, int snapshotsFailed, long blobsCopied,
            long bytesCopied) { }

    @Override
    public int run(CommandContext context) throws Exception {
        RepositoryOptions source = from.repository(noLock ? Access.READ_ONLY : Access.LOCKING);
        if (source.location(context).isEmpty() && repository.location(context).isEmpty()) {
            throw CommandException.usage("name the repository to copy from with --from-repo, the one to copy to with"
                    + " --repo, or both");
        }
        AtomicInteger unreadable = new AtomicInteger();
        CopyReport report;
        try (Repository origin = access.open(source, context); Repository target = access.open(repository, context)) {
            JobMonitor monitor = context.monitor("copy");
            report = target.copying().copy(origin, select(origin, context, monitor, unreadable), compression, monitor);
        }
        print(report, context);
        return report.failed().isEmpty() && unreadable.get() == 0 ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    private List<Snapshot> select(Repository origin, CommandContext context, JobMonitor monitor,
            AtomicInteger unreadable) throws IOException {
        return SnapshotsCommand.select(origin, names, selection.filter(context), new JobMonitor() {
            @Override
            public void problem(Problem problem) {
                unreadable.incrementAndGet();
                monitor.problem(problem);
            }
        });
    }

    private static void print(CopyReport report, CommandContext context) {
        for (Copied present : report.present()) {
            context.print(SnapshotMessage.title(present.source()) + ": is there already as " + present.copy().brief());
            context.emit("present", new CopiedMessage(present.source().id(), present.copy()));
        }
        for (Copied copied : report.copied()) {
            context.print(SnapshotMessage.title(copied.source()) + ": copied as " + copied.copy().brief());
            context.emit("copied", new CopiedMessage(copied.source().id(), copied.copy()));
        }
        context.print("copied " + Units.count(report.copied().size(), "snapshot") + " with "
                + Units.count(report.blobs(), "blob") + " (" + Units.size(report.bytes()) + " stored)");
        if (!report.failed().isEmpty()) {
            context.say(Units.count(report.failed().size(), "snapshot") + " could not be copied; 'check' on the"
                    + " repository they are in shows what is lost");
        }
        context.emit("summary", new Summary(report.copied().size(), report.present().size(), report.failed().size(),
                report.blobs(), report.bytes()));
    }
}
