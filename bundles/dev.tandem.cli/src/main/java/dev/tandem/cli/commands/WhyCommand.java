package dev.tandem.cli.commands;

import dev.tandem.backup.Ledger;
import dev.tandem.backup.Ledger.Omission;
import dev.tandem.backup.Proof.Plan;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.cli.CommandException;
import dev.tandem.cli.TypedPath;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.Filters;
import dev.tandem.scan.SourceRules;
import dev.tandem.scan.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells which rule leaves a path out of backups, or that none does; for sync {@code why sync} does. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "why", summary = "Tell which rule includes a path in backups, or excludes it", order = 66)
public final class WhyCommand implements Command {
    @Parameters(paramLabel = "PATH", description = "a file or folder on this machine")
    String path;

    @Option(names = "--snapshot", paramLabel = "SNAPSHOT", description = "by the rules of this snapshot (default: the "
            + "latest one that covers the path)")
    String snapshot;

    @Option(names = "--source", paramLabel = "FOLDER", description = "with rules on the command line: the folder that "
            + "is backed up (default: the working folder if the path is in it, else the one above the path)")
    String source;

    @Mixin
    ExcludeOptions excludes = new ExcludeOptions();

    @Mixin
    SnapshotOptions selection = new SnapshotOptions();

    @Mixin
    ReadOptions repository = new ReadOptions();

    private final RepositoryAccess access;
    private final Filters filters;

    @Activate
    public WhyCommand(@Reference RepositoryAccess access, @Reference Filters filters) {
        this.access = access;
        this.filters = filters;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        RawPath asked = TypedPath.absolute(path, context);
        boolean ownRules = excludes.any() || source != null;
        if (ownRules && snapshot != null) {
            throw CommandException.usage("give rules or --snapshot, not both");
        }
        WhyAnswer answer = ownRules ? byOwnRules(asked, context) : bySnapshot(asked, context);
        context.emit("why", answer.message());
        answer.lines().forEach(context::print);
        return ExitCode.DONE;
    }

    private WhyAnswer byOwnRules(RawPath asked, CommandContext context) throws IOException, CommandException {
        SourceRules rules = excludes.rules(context, filters);
        RawPath folder = source != null ? TypedPath.absolute(source, context) : RawPath.of(context.workingDirectory());
        if (source == null && !asked.startsWith(folder)) {
            folder = asked.parent().orElse(asked);
        }
        if (!asked.startsWith(folder)) {
            throw CommandException.usage(asked + " is not in the folder " + folder + " that --source names");
        }
        return WhyAnswer.of(asked, filters.explain(rules, folder, asked));
    }

    private WhyAnswer bySnapshot(RawPath asked, CommandContext context) throws IOException, CommandException {
        try (Repository open = access.open(repository, context)) {
            SnapshotFilter filter = selection.filter(context);
            if (filter.hosts().isEmpty()) {
                filter = new SnapshotFilter(List.of(HostName.read(context.environment())), filter.tags(),
                        filter.paths());
            }
            List<Snapshot> all = open.snapshots(filter, context.monitor("why"));
            Optional<Snapshot> found = snapshot != null ? Optional.of(open.snapshot(snapshot, filter))
                    : all.reversed().stream().filter(s -> sourceOf(asked, s).isPresent()).findFirst();
            Optional<RawPath> folder = found.flatMap(s -> sourceOf(asked, s));
            return folder.isEmpty() ? WhyAnswer.notCovered(asked, found)
                    : explain(open, asked, found.get(), folder.get(), all);
        }
    }

    /** Returns the folder backed up in which a path is. */
    private static Optional<RawPath> sourceOf(RawPath asked, Snapshot snapshot) {
        return snapshot.paths().stream().map(RawPath::of).filter(asked::startsWith).findFirst();
    }

    private WhyAnswer explain(Repository open, RawPath asked, Snapshot last, RawPath folder, List<Snapshot> all)
            throws IOException {
        Optional<Ledger> ledger = open.ledgers().of(last);
        SourceRules rules = ledger.map(Ledger::rules)
                .orElseGet(() -> new SourceRules(last.excludes(), List.of(), List.of(), -1, false));
        Verdict verdict = filters.explain(rules, folder, asked);
        Optional<Omission> omission = ledger.flatMap(known -> known.omissions().stream()
                .filter(left -> asked.startsWith(left.path()) && leftOutWhole(left, asked)).findFirst());
        WhyAnswer answer = WhyAnswer.of(asked, verdict).by(last, ledger, omission);
        if (!has(open, last, asked, folder)) {
            return answer;
        }
        Snapshot since = last;
        List<Snapshot> earlier = all.reversed().stream()
                .filter(s -> Plan.of(s).equals(Plan.of(last)) && s.time().isBefore(last.time())).toList();
        for (Snapshot before : earlier) {
            if (!has(open, before, asked, folder)) {
                break;
            }
            since = before;
        }
        return answer.inSnapshot(since);
    }

    /** A folder with a marker is listed but is in the snapshot itself, with the marker. */
    private static boolean leftOutWhole(Omission left, RawPath asked) {
        return switch (left.cause().reason()) {
            case MARKER, CACHE -> !left.path().equals(asked);
            default -> true;
        };
    }

    /** A source given by a relative name is recorded by the last names of its path. */
    private static boolean has(Repository open, Snapshot snapshot, RawPath asked, RawPath folder) throws IOException {
        int above = folder.names().size();
        for (int cut = 0; cut <= above; cut++) {
            List<RawName> names = asked.names();
            RawPath recorded = RawPath.ROOT;
            for (RawName name : names.subList(cut, names.size())) {
                recorded = recorded.child(name);
            }
            if (!recorded.equals(RawPath.ROOT) && has(open, snapshot, recorded)) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(Repository open, Snapshot snapshot, RawPath recorded) throws IOException {
        try {
            open.entry(snapshot, recorded);
            return true;
        } catch (RepositoryException e) {
            if (e.kind() == RepositoryException.Kind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
