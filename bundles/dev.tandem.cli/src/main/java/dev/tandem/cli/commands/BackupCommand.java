package dev.tandem.cli.commands;

import dev.tandem.backup.BackupRequest;
import dev.tandem.backup.Compression;
import dev.tandem.backup.Destination;
import dev.tandem.backup.Repository;
import dev.tandem.backup.SharedBackupReport;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.cli.CommandException;
import dev.tandem.cli.RawText;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.RawPath;
import dev.tandem.scan.Filters;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.SourceRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a backup. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "backup", summary = "Back up folders and files", order = 10)
public final class BackupCommand implements Command {
    @Mixin
    SourceList sources = new SourceList();

    @Mixin
    ExcludeOptions excludes = new ExcludeOptions();

    @Option(names = "--stdin", description = "back up standard input as one file")
    boolean stdin;

    @Option(names = "--stdin-filename", paramLabel = "NAME", defaultValue = "stdin",
            description = "the name of that file (default: ${DEFAULT-VALUE})")
    String stdinName;

    @Option(names = "--tag", paramLabel = "TAG[,TAG…]", description = "attach these words (repeatable)")
    List<String> tags = new ArrayList<>();

    @Option(names = {"-H", "--host"}, paramLabel = "HOST", description = "name of the machine to record")
    String host;

    @Option(names = "--time", paramLabel = "TIME", description = "time to record: '2006-01-02 15:04:05', RFC 3339, now")
    String time;

    @Option(names = "--parent", paramLabel = "SNAPSHOT", description = "compare with this snapshot (default: the last "
            + "one of this machine and these paths)")
    String parent;

    @Option(names = {"-f", "--force"}, description = "read every file, changed or not")
    boolean force;

    @Option(names = "--ignore-ctime", description = "a changed ctime alone does not make a file changed")
    boolean ignoreChangeTime;

    @Option(names = "--ignore-inode", description = "a changed inode or ctime alone does not make a file changed")
    boolean ignoreInode;

    @Option(names = "--with-atime", description = "record when files were last read")
    boolean withAccessTime;

    @Option(names = "--compression", paramLabel = "HOW", defaultValue = "auto",
            description = "auto, off, fastest, better or max (default: ${DEFAULT-VALUE})")
    Compression compression;

    @Option(names = "--accept-empty", description = "a source that became empty since the last backup is no error")
    boolean acceptEmpty;

    @Option(names = {"-n", "--dry-run"}, description = "find out what would be added, write nothing")
    boolean dryRun;

    @ArgGroup(exclusive = false, multiplicity = "0..*")
    List<AlsoOptions> others = new ArrayList<>();

    @Mixin
    RepositoryOptions repository = new RepositoryOptions();

    private final RepositoryAccess access;
    private final LocalReader reader;
    private final Filters filters;

    @Activate
    public BackupCommand(@Reference RepositoryAccess access, @Reference LocalReader reader,
            @Reference Filters filters) {
        this.access = access;
        this.reader = reader;
        this.filters = filters;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        if (stdin != sources.isEmpty()) {
            throw CommandException.usage(stdin ? "--stdin backs up standard input alone; leave out the other sources"
                    : "name what to back up: tandem backup FOLDER");
        }
        SourceRules rules = excludes.rules(context, filters);
        Optional<RecordedTime> recorded = time == null ? Optional.empty() : Optional.of(RecordedTime.parse(time));
        List<RawPath> named = sources.paths(context, reader, filters);
        List<RawPath> present = present(named, context);
        List<Destination> destinations = destinations(context);
        SharedBackupReport shared;
        try (RepositoryAccess.Target target = access.openForBackup(repository, context, dryRun)) {
            BackupRequest request = request(context, present).withRules(rules)
                    .withTags(tags.stream().flatMap(list -> SnapshotOptions.words(list).stream()).distinct().toList())
                    .withChangeDetection(force, ignoreChangeTime || ignoreInode, ignoreInode)
                    .withAccessTime(withAccessTime).withDryRun(dryRun).withCompression(compression)
                    .withAcceptEmpty(acceptEmpty);
            request = recorded.isPresent() ? request.withTime(recorded.get().time()) : request;
            request = parent == null ? request : request.withParent(parent(target.repository(), request).id());
            JobMonitor monitor = context.monitor("backup");
            named.stream().filter(path -> !present.contains(path))
                    .forEach(path -> monitor.problem(Problem.error(path, "does not exist, skipping it")));
            shared = target.repository().copying().backup(request, destinations, monitor);
        }
        BackupSummary.print(shared, dryRun, context);
        boolean complete = shared.backup().problems() == 0 && present.size() == named.size()
                && shared.others().stream().allMatch(other -> other.failure().isEmpty());
        return complete ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    private List<Destination> destinations(CommandContext context) throws IOException, CommandException {
        List<Destination> destinations = new ArrayList<>();
        for (AlsoOptions other : dryRun ? List.<AlsoOptions>of() : others) {
            destinations.add(access.destination(other, repository, context));
        }
        return destinations;
    }

    private BackupRequest request(CommandContext context, List<RawPath> present) throws IOException {
        String machine = host != null ? host : HostName.read(context.environment());
        if (stdin) {
            RawPath name = SnapshotPath.below(RawPath.ROOT, stdinName);
            return BackupRequest.ofStream(new BackupRequest.Stream(name, context.input()), machine);
        }
        return BackupRequest.of(present, RawPath.of(context.workingDirectory()), machine);
    }

    private Snapshot parent(Repository open, BackupRequest request) throws IOException {
        return open.snapshot(parent, new SnapshotFilter(List.of(request.hostname()), List.of(), List.of()));
    }

    private List<RawPath> present(List<RawPath> named, CommandContext context)
            throws IOException, CommandException {
        if (stdin) {
            return List.of();
        }
        List<RawPath> present = new ArrayList<>();
        for (RawPath path : named) {
            if (SourceList.exists(path, context, reader)) {
                present.add(path);
            }
        }
        if (present.isEmpty()) {
            throw CommandException.failed(switch (named.size()) {
                case 0 -> "the lists of what to back up are empty";
                case 1 -> RawText.visible(named.getFirst().toString()) + " does not exist; there is nothing to back up";
                default -> "none of the sources exists; there is nothing to back up";
            });
        }
        return present;
    }
}
