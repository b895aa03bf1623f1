package dev.tandem.cli.commands;

import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotEntry;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.model.RawPath;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what a snapshot holds. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "ls", summary = "List the files of a snapshot", order = 40)
public final class LsCommand implements Command {
    @Parameters(index = "0", paramLabel = "SNAPSHOT[:PATH]", description = "an ID, the beginning of one, or 'latest'")
    String snapshot;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "PATH", description = "only these folders or files")
    List<String> paths = new ArrayList<>();

    @Option(names = {"-l", "--long"}, description = "with permissions, owner, size and time")
    boolean detailed;

    @Option(names = "--recursive", description = "with everything below the folders named; the default without a path")
    boolean recursive;

    @Mixin
    SnapshotOptions selection = new SnapshotOptions();

    @Mixin
    ReadOptions repository = new ReadOptions();

    private final RepositoryAccess access;

    @Activate
    public LsCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        SnapshotPath named = SnapshotPath.parse(snapshot);
        try (Repository open = access.open(repository, context)) {
            Snapshot found = open.snapshot(named.snapshot(), selection.filter(context));
            if (!context.json()) {
                context.say(SnapshotMessage.title(found) + ":");
            }
            context.emit("snapshot", SnapshotMessage.of(found));
            if (paths.isEmpty()) {
                open.list(found, named.path(), true, entry -> print(entry, context));
            }
            for (String path : paths) {
                RawPath below = SnapshotPath.below(named.path(), path);
                open.list(found, below, recursive, entry -> print(entry, context));
            }
        }
        return ExitCode.DONE;
    }

    private void print(SnapshotEntry entry, CommandContext context) {
        if (context.json()) {
            context.emit("node", NodeMessage.of(entry));
        } else {
            context.print(detailed ? NodeMessage.longLine(entry) : entry.path().toString());
        }
    }
}
