package dev.tandem.cli.commands;

import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.Snapshot;
import dev.tandem.catalog.FileEntry;
import dev.tandem.catalog.FileIndex;
import dev.tandem.catalog.FoundPath;
import dev.tandem.cli.CommandException;
import dev.tandem.cli.RawText;
import dev.tandem.cli.Table;
import dev.tandem.cli.Units;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what was at one path over time. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "history", summary = "Show the versions of a file", order = 44)
public final class HistoryCommand implements Command {
    @Parameters(index = "0", paramLabel = "PATH", description = "the file or folder, as it was when it was backed up")
    String path;

    @Mixin
    SnapshotOptions selection = new SnapshotOptions();

    @Mixin
    ReadOptions repository = new ReadOptions();

    private final RepositoryAccess access;
    private final FileIndex index;

    @Activate
    public HistoryCommand(@Reference RepositoryAccess access, @Reference FileIndex index) {
        this.access = access;
        this.index = index;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        List<RawPath> meant = meant(context);
        try (Repository open = access.open(repository, context)) {
            JobMonitor monitor = context.monitor("history");
            List<Snapshot> snapshots = open.snapshots(selection.filter(context), monitor);
            for (RawPath each : meant) {
                Optional<FoundPath> found = index.history(open, snapshots, each, monitor);
                if (found.isPresent()) {
                    print(found.get(), context);
                    return ExitCode.DONE;
                }
            }
        }
        throw new RepositoryException(RepositoryException.Kind.NOT_FOUND, "no snapshot has " + meant.getFirst()
                + "; 'find' looks for a name anywhere");
    }

    /** A relative path starts where the person is, or, for what was backed up by a relative path, at the root. */
    private List<RawPath> meant(CommandContext context) throws CommandException {
        RawPath here = RawPath.of(context.workingDirectory());
        List<RawPath> meant = RawText.path(path).isAbsolute() ? List.of(SnapshotPath.below(RawPath.ROOT, path))
                : List.of(SnapshotPath.below(here, path), SnapshotPath.below(RawPath.ROOT, path));
        if (meant.contains(RawPath.ROOT)) {
            throw CommandException.usage("the root itself has no history; name a file or folder");
        }
        return meant;
    }

    private static void print(FoundPath found, CommandContext context) {
        Table table = new Table("First seen", "Last seen", "Snapshots", "Restore from", "Modified", "Size", "Change");
        FileEntry before = null;
        for (FoundPath.Version version : found.versions()) {
            FileEntry entry = version.entry();
            String change = before == null ? "new" : change(before, entry);
            before = entry;
            Snapshot first = version.snapshots().getFirst();
            table.add(List.of(List.of(SnapshotMessage.localTime(first.time())),
                    List.of(SnapshotMessage.localTime(version.snapshots().getLast().time())),
                    List.of(String.valueOf(version.snapshots().size())), List.of(first.id().brief()),
                    List.of(SnapshotMessage.localTime(entry.modified().atZone(ZoneId.systemDefault())
                            .toOffsetDateTime())),
                    List.of(entry.type() == FileType.FILE ? Units.size(entry.size())
                            : NodeMessage.typeName(entry.type())),
                    List.of(change)));
            context.emit("version", MatchMessage.Version.of(found.path(), version, change));
        }
        if (!context.json()) {
            context.say("history of " + found.path() + ":");
            table.print(context::print);
            context.print(Units.count(found.versions().size(), "version") + found.gone().map(
                    gone -> ", deleted since " + SnapshotMessage.localTime(gone.time())).orElse(""));
            context.say("restore one with: tandem restore SNAPSHOT:" + found.path() + " --target DIR");
        }
    }

    private static String change(FileEntry before, FileEntry after) {
        if (before.type() != after.type()) {
            return "type";
        }
        return before.sameContent(after) ? "metadata" : "content";
    }
}
