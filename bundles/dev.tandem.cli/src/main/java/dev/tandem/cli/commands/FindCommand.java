package dev.tandem.cli.commands;

import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.catalog.FileEntry;
import dev.tandem.catalog.FileIndex;
import dev.tandem.catalog.FileQuery;
import dev.tandem.catalog.FoundEntry;
import dev.tandem.catalog.FoundPath;
import dev.tandem.cli.CommandException;
import dev.tandem.cli.Units;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.FileType;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds files in all snapshots. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "find", summary = "Find files in the snapshots", order = 42)
public final class FindCommand implements Command {
    /** So many matches at most are held to be written as one object. */
    private static final int MATCHES_AN_OBJECT = 10_000;

    @Parameters(paramLabel = "PATTERN", arity = "1..*",
            description = "a name or path with * ? [a-z] **; what is below a folder that matches matches too")
    List<String> patterns = new ArrayList<>();

    @Option(names = "--all", description = "every match in every snapshot, as restic lists them")
    boolean all;

    @Option(names = {"-i", "--ignore-case"}, description = "letters match in either case")
    boolean ignoreCase;

    @Option(names = {"-l", "--long"}, description = "with permissions, owner, size and time")
    boolean detailed;

    @Option(names = "--human-readable", description = "sizes as 1.234 MiB")
    boolean humanReadable;

    @Option(names = {"-O", "--oldest"}, paramLabel = "TIME", description = "not modified before, '2006-01-02 15:04:05'")
    String oldest;

    @Option(names = {"-N", "--newest"}, paramLabel = "TIME", description = "not modified after")
    String newest;

    @Option(names = "--type", split = ",", paramLabel = "TYPE",
            description = "only these: file, dir, symlink, dev, chardev, fifo, socket (repeatable)")
    List<String> types = new ArrayList<>();

    @Option(names = {"-s", "--snapshot"}, paramLabel = "ID", description = "only in this snapshot (repeatable)")
    List<String> snapshots = new ArrayList<>();

    @Option(names = {"-R", "--reverse"}, description = "with --all: oldest snapshot first")
    boolean reverse;

    @Mixin
    ObjectOptions objects = new ObjectOptions();

    @Mixin
    SnapshotOptions selection = new SnapshotOptions();

    @Mixin
    ReadOptions repository = new ReadOptions();

    private final RepositoryAccess access;
    private final FileIndex index;

    @Activate
    public FindCommand(@Reference RepositoryAccess access, @Reference FileIndex index) {
        this.access = access;
        this.index = index;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        Optional<Instant> from = oldest == null ? Optional.empty() : Optional.of(SearchTime.parse(oldest));
        Optional<Instant> to = newest == null ? Optional.empty() : Optional.of(SearchTime.parse(newest));
        Set<FileType> wanted = types();
        objects.check(patterns);
        long unreadable;
        JobMonitor monitor = context.monitor("find");
        try (Repository open = access.open(repository, context)) {
            List<Snapshot> searched = searched(open, context, monitor);
            FileQuery query = new FileQuery(searched, patterns, ignoreCase, from, to, wanted);
            if (objects.wanted()) {
                unreadable = objects.find(open, searched, patterns, index, monitor, context);
            } else {
                unreadable = all ? findEach(open, query, monitor, context) : find(open, query, monitor, context);
            }
        }
        return unreadable > 0 ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }

    private Set<FileType> types() throws CommandException {
        Set<FileType> wanted = EnumSet.noneOf(FileType.class);
        for (String name : types) {
            String full = switch (name) {
                case "f" -> "file";
                case "d" -> "dir";
                case "l" -> "symlink";
                default -> name;
            };
            wanted.add(Arrays.stream(FileType.values()).filter(type -> NodeMessage.typeName(type).equals(full))
                    .findFirst().orElseThrow(() -> CommandException.usage("'" + name + "' is no type; there are file,"
                            + " dir, symlink, dev, chardev, fifo and socket")));
        }
        return wanted;
    }

    /** Returns the snapshots meant, each once, newest first as restic has them. */
    private List<Snapshot> searched(Repository open, CommandContext context, JobMonitor monitor) throws IOException {
        Comparator<Snapshot> byTime = Comparator.comparing(snapshot -> snapshot.time().toInstant());
        return SnapshotsCommand.select(open, snapshots, selection.filter(context), monitor).stream().distinct()
                .sorted(reverse ? byTime : byTime.reversed()).toList();
    }

    private long find(Repository open, FileQuery query, JobMonitor monitor, CommandContext context)
            throws IOException {
        boolean[] titled = {false};
        return index.find(open, query, monitor, found -> {
            if (!titled[0] && !context.json()) {
                context.say(String.format("%-19s  %-19s  %-8s  %8s  %11s  %s", "First seen", "Last seen", "Snapshot",
                        "Versions", "Size", "Path"));
                titled[0] = true;
            }
            print(found, context);
            context.emit("found", MatchMessage.Found.of(found));
        });
    }

    private void print(FoundPath found, CommandContext context) {
        if (context.json()) {
            return;
        }
        FileEntry newestEntry = found.newest().entry();
        boolean file = newestEntry.type() == FileType.FILE;
        String what = detailed
                ? NodeMessage.longLine(MatchMessage.stat(newestEntry), found.path(), humanReadable)
                : String.format(Locale.ROOT, "%11s  %s", file ? Units.size(newestEntry.size()) : "", found.path());
        String gone = found.gone().map(
                since -> "  (deleted since " + SnapshotMessage.localTime(since.time()) + ")").orElse("");
        context.print(String.format(Locale.ROOT, "%s  %s  %s  %8d  %s%s",
                SnapshotMessage.localTime(found.first().time()), SnapshotMessage.localTime(found.last().time()),
                found.last().id().brief(), found.versions().size(), what, gone));
    }

    private long findEach(Repository open, FileQuery query, JobMonitor monitor, CommandContext context)
            throws IOException {
        List<FoundEntry> together = new ArrayList<>();
        Snapshot[] told = new Snapshot[1];
        long unreadable = index.findEach(open, query, monitor, found -> {
            if (context.json()) {
                if (together.size() == MATCHES_AN_OBJECT
                        || !together.isEmpty() && !together.getFirst().snapshot().equals(found.snapshot())) {
                    emit(together, context);
                }
                together.add(found);
                return;
            }
            if (!found.snapshot().equals(told[0])) {
                context.say((told[0] == null ? "" : "\n") + "Found matching entries in snapshot "
                        + found.snapshot().id().brief() + " from "
                        + SnapshotMessage.localTime(found.snapshot().time()));
                told[0] = found.snapshot();
            }
            context.print(detailed
                    ? NodeMessage.longLine(MatchMessage.stat(found.entry()), found.path(), humanReadable)
                    : found.path().toString());
        });
        emit(together, context);
        return unreadable;
    }

    private static void emit(List<FoundEntry> together, CommandContext context) {
        if (!together.isEmpty()) {
            context.emit("matches", MatchMessage.Matches.of(together.getFirst().snapshot(), together));
            together.clear();
        }
    }
}
