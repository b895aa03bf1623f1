package dev.tandem.cli.commands;

import dev.tandem.backup.Repository;
import dev.tandem.backup.RestoreReport;
import dev.tandem.backup.RestoreRequest;
import dev.tandem.backup.RestoreRequest.Overwrite;
import dev.tandem.backup.Snapshot;
import dev.tandem.cli.CommandException;
import dev.tandem.cli.RawText;
import dev.tandem.cli.TextFile;
import dev.tandem.cli.Units;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.Filters;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Puts files back. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "restore", summary = "Put files of a snapshot back into a folder", order = 50)
public final class RestoreCommand implements Command {
    @Parameters(index = "0", paramLabel = "SNAPSHOT[:PATH]", description = "an ID, the beginning of one, or 'latest'")
    String snapshot;

    @Option(names = {"-t", "--target"}, paramLabel = "DIR", description = "the folder to restore into")
    String target;

    @Option(names = {"-i", "--include"}, paramLabel = "PATTERN", description = "only what matches (repeatable)")
    List<String> includes = new ArrayList<>();

    @Option(names = "--iinclude", paramLabel = "PATTERN", description = "the same, whatever the case (repeatable)")
    List<String> ignoreCaseIncludes = new ArrayList<>();

    @Option(names = "--include-file", paramLabel = "FILE", description = "read patterns from a file (repeatable)")
    List<String> includeFiles = new ArrayList<>();

    @Option(names = {"-e", "--exclude"}, paramLabel = "PATTERN", description = "all but what matches (repeatable)")
    List<String> excludes = new ArrayList<>();

    @Option(names = "--iexclude", paramLabel = "PATTERN", description = "the same, whatever the case (repeatable)")
    List<String> ignoreCaseExcludes = new ArrayList<>();

    @Option(names = "--exclude-file", paramLabel = "FILE", description = "read patterns from a file (repeatable)")
    List<String> excludeFiles = new ArrayList<>();

    @Option(names = "--overwrite", paramLabel = "WHEN", defaultValue = "always", converter = OverwriteConverter.class,
            description = "files that are there already: always, if-changed, if-newer or never (default: always)")
    Overwrite overwrite;

    @Option(names = "--delete", description = "delete what is in the restored folders but not in the snapshot")
    boolean delete;

    @Option(names = "--verify", description = "read every restored file again and compare")
    boolean verify;

    @Option(names = "--sparse", description = "leave holes where content is zero")
    boolean sparse;

    @Option(names = {"-n", "--dry-run"}, description = "find out what would be done, change nothing")
    boolean dryRun;

    @Mixin
    SnapshotOptions selection = new SnapshotOptions();

    @Mixin
    ReadOptions repository = new ReadOptions();

    private final RepositoryAccess access;
    private final Filters filters;

    @Activate
    public RestoreCommand(@Reference RepositoryAccess access, @Reference Filters filters) {
        this.access = access;
        this.filters = filters;
    }

    /** Reads {@code if-changed}. */
    static final class OverwriteConverter implements ITypeConverter<Overwrite> {
        @Override
        public Overwrite convert(String text) {
            return switch (text) {
                case "always" -> Overwrite.ALWAYS;
                case "if-changed" -> Overwrite.IF_CHANGED;
                case "if-newer" -> Overwrite.IF_NEWER;
                case "never" -> Overwrite.NEVER;
                default -> throw new TypeConversionException(
                        "'" + text + "' is none of always, if-changed, if-newer, never");
            };
        }
    }

    /** What a restore did, with restic's names. */
    record Summary(long secondsElapsed, long totalFiles, long filesRestored, long filesSkipped, long filesDeleted,
            long filesVerified, long totalBytes, long bytesRestored, long bytesSkipped, long bytesWritten,
            long errorCount) { }

    @Override
    public int run(CommandContext context) throws Exception {
        if (target == null || target.isEmpty()) {
            throw CommandException.usage("say where to restore to: --target DIR (a new folder is made; '--target /' "
                    + "puts every file back to where it was)");
        }
        RawPath folder = SourceList.absolute(RawText.path(target), context);
        SnapshotPath named = SnapshotPath.parse(snapshot);
        List<String> wanted = patterns(context, includes, ignoreCaseIncludes, includeFiles);
        List<String> unwanted = patterns(context, excludes, ignoreCaseExcludes, excludeFiles);
        requireSafe(folder, wanted);
        long start = System.nanoTime();
        RestoreReport report;
        try (Repository open = access.open(repository, context)) {
            Snapshot found = open.snapshot(named.snapshot(), selection.filter(context));
            if (!context.json()) {
                context.say((dryRun ? "would restore " : "restoring ") + SnapshotMessage.title(found) + " to "
                        + folder);
            }
            report = open.restore(new RestoreRequest(found, named.path(), folder, wanted, unwanted, overwrite, delete,
                    verify, sparse, dryRun), context.monitor("restore"));
        }
        print(report, Duration.ofNanos(System.nanoTime() - start), context);
        return report.problems() > 0 ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }

    private List<String> patterns(CommandContext context, List<String> exact, List<String> ignoringCase,
            List<String> files) throws IOException, CommandException {
        List<String> patterns = new ArrayList<>(exact);
        ignoringCase.forEach(pattern -> patterns.add(IgnoreCase.pattern(pattern)));
        for (String file : files) {
            patterns.addAll(TextFile.patterns(context, file));
        }
        ExcludeOptions.requireWellFormed(filters, patterns);
        return patterns;
    }

    private void requireSafe(RawPath folder, List<String> wanted) throws CommandException {
        boolean root = folder.names().stream().map(RawName::toString).allMatch(".."::equals);
        if (delete && root && wanted.isEmpty()) {
            throw new CommandException(ExitCode.GATE, "refused: --delete with --target / would delete everything on "
                    + "this machine that is not in the snapshot\nname what to restore with --include, or restore "
                    + "without --delete; nothing was changed");
        }
    }

    private void print(RestoreReport report, Duration elapsed, CommandContext context) {
        long skipped = report.filesUnchanged() + report.filesSkipped();
        context.emit("summary", new Summary(elapsed.toSeconds(), report.filesRestored() + skipped,
                report.filesRestored(), skipped, report.filesDeleted(), report.filesVerified(),
                report.bytesRestored() + report.bytesUnchanged(), report.bytesRestored(), report.bytesUnchanged(),
                report.bytesWritten(), report.problems()));
        StringBuilder line = new StringBuilder(dryRun ? "would restore " : "restored ")
                .append(report.filesRestored()).append(" files/dirs (").append(Units.size(report.bytesRestored()))
                .append(") in ").append(Units.duration(elapsed));
        if (report.filesUnchanged() > 0) {
            line.append(", ").append(report.filesUnchanged()).append(" were right already");
        }
        if (report.filesSkipped() > 0) {
            line.append(", ").append(report.filesSkipped()).append(" left alone");
        }
        if (report.filesDeleted() > 0) {
            line.append(", ").append(report.filesDeleted()).append(dryRun ? " would be deleted" : " deleted");
        }
        context.print(line.toString());
        if (verify && !dryRun) {
            context.print("verified " + Units.count(report.filesVerified(), "file") + ", read again and compared");
        }
        if (report.problems() > 0) {
            context.say(Units.count(report.problems(), "item") + " could not be restored in full");
        }
    }
}
