package dev.tandem.cli.commands;

import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotEntry;
import dev.tandem.cli.CommandException;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.model.RawPath;
import dev.tandem.scan.Filters;
import dev.tandem.scan.PathPatterns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "PATH|PATTERN",
            description = "only these folders or files; with * ? [a-z] ** all that match, and what is below")
    List<String> paths = new ArrayList<>();

    @Option(names = {"-l", "--long"}, description = "with permissions, owner, size and time")
    boolean detailed;

    @Option(names = "--recursive", description = "with everything below the folders named; the default without a path")
    boolean recursive;

    @Option(names = "--human-readable", description = "sizes as 1.234 MiB")
    boolean humanReadable;

    @Option(names = {"-s", "--sort"}, paramLabel = "ORDER",
            description = "by ${COMPLETION-CANDIDATES} (default: as stored, by name in each folder)")
    ListOrder order;

    @Option(names = "--reverse", description = "sort the other way round")
    boolean reverse;

    @Mixin
    SnapshotOptions selection = new SnapshotOptions();

    @Mixin
    ReadOptions repository = new ReadOptions();

    private final RepositoryAccess access;
    private final Filters filters;

    @Activate
    public LsCommand(@Reference RepositoryAccess access, @Reference Filters filters) {
        this.access = access;
        this.filters = filters;
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
            if (order == null && !reverse) {
                list(open, found, named.path(), entry -> print(entry, context));
            } else {
                List<SnapshotEntry> entries = new ArrayList<>();
                list(open, found, named.path(), entries::add);
                entries.sort((order == null ? ListOrder.NAME : order).comparator(reverse));
                entries.forEach(entry -> print(entry, context));
            }
        }
        return ExitCode.DONE;
    }

    private void list(Repository open, Snapshot found, RawPath folder, Consumer<SnapshotEntry> sink)
            throws IOException, CommandException {
        if (paths.isEmpty()) {
            open.list(found, folder, true, sink);
        }
        for (String path : paths) {
            RawPath below = SnapshotPath.below(folder, path);
            if (isPattern(path) && !isThere(open, found, below)) {
                PathPatterns pattern = compiled(path.startsWith("/") ? below.toString() : path);
                open.list(found, folder, true, entry -> {
                    if (pattern.matches(entry.path())) {
                        sink.accept(entry);
                    }
                });
            } else {
                open.list(found, below, recursive, sink);
            }
        }
    }

    private static boolean isPattern(String path) {
        return path.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    /** A name may have such characters itself. */
    private static boolean isThere(Repository open, Snapshot snapshot, RawPath path) throws IOException {
        try {
            open.entry(snapshot, path);
            return true;
        } catch (RepositoryException e) {
            if (e.kind() == RepositoryException.Kind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private PathPatterns compiled(String pattern) throws CommandException {
        try {
            return filters.patterns(List.of(pattern), false);
        } catch (IllegalArgumentException malformed) {
            throw CommandException.usage(malformed.getMessage());
        }
    }

    private void print(SnapshotEntry entry, CommandContext context) {
        if (context.json()) {
            context.emit("node", NodeMessage.of(entry));
        } else {
            context.print(detailed ? NodeMessage.longLine(entry, humanReadable) : entry.path().toString());
        }
    }
}
