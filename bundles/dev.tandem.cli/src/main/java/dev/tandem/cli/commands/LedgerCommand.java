package dev.tandem.cli.commands;

import dev.tandem.backup.Ledger;
import dev.tandem.backup.Ledger.Cause;
import dev.tandem.backup.Ledger.Count;
import dev.tandem.backup.Ledger.Omission;
import dev.tandem.backup.Ledger.Reason;
import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.cli.CommandException;
import dev.tandem.cli.Units;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Tells what a backup left out. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "ledger", summary = "Show what a backup left out, and why", order = 64)
public final class LedgerCommand implements Command {
    @Parameters(paramLabel = "SNAPSHOT", arity = "0..1", defaultValue = "latest",
            description = "an ID, the beginning of one, or 'latest' (default)")
    String name;

    @Option(names = "--reason", paramLabel = "REASON", split = ",", converter = ReasonConverter.class,
            description = "only what was left out for one of these: pattern, marker, cache, size, file-system, "
                    + "unreadable, vanished, special, placeholder (repeatable)")
    List<Reason> reasons = new ArrayList<>();

    @Mixin
    SnapshotOptions selection = new SnapshotOptions();

    @Mixin
    ReadOptions repository = new ReadOptions();

    private final RepositoryAccess access;

    @Activate
    public LedgerCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    /** Reads {@code file-system}. */
    static final class ReasonConverter implements ITypeConverter<Reason> {
        @Override
        public Reason convert(String text) {
            for (Reason reason : Reason.values()) {
                if (name(reason).equals(text)) {
                    return reason;
                }
            }
            throw new TypeConversionException("'" + text + "' is none of pattern, marker, cache, size, file-system, "
                    + "unreadable, vanished, special, placeholder");
        }
    }

    /** How often something was left out for a cause. */
    record CountMessage(String reason, String detail, String origin, long count) { }

    /** Something that was left out. */
    record OmissionMessage(String path, String reason, String detail, String origin) { }

    /** The end of a ledger. */
    record Summary(String snapshot, long leftOut, boolean cut) { }

    @Override
    public int run(CommandContext context) throws Exception {
        Snapshot snapshot;
        Optional<Ledger> found;
        try (Repository open = access.open(repository, context)) {
            snapshot = open.snapshot(name, selection.filter(context));
            found = open.ledgers().of(snapshot);
        }
        Ledger ledger = found.orElseThrow(() -> CommandException.failed("there is no ledger of the "
                + SnapshotMessage.title(snapshot) + ": another program made it, or its storage refused the ledger"));
        context.print(SnapshotMessage.title(snapshot));
        List<Count> counts = ledger.counts().stream().filter(count -> wanted(count.cause())).toList();
        List<Omission> omissions = ledger.omissions().stream().filter(o -> wanted(o.cause())).toList();
        counts.forEach(count -> print(count, context));
        if (!omissions.isEmpty()) {
            context.print("");
        }
        omissions.forEach(omission -> print(omission, context));
        long total = counts.stream().mapToLong(Count::count).sum();
        context.emit("summary", new Summary(snapshot.id().toString(), total, ledger.cut()));
        context.print("");
        context.print((total == 0 ? "nothing was left out" : Units.count(total, "item") + " left out")
                + (ledger.cut() ? "; there were too many to list them all, but they are counted" : ""));
        return ExitCode.DONE;
    }

    private boolean wanted(Cause cause) {
        return reasons.isEmpty() || reasons.contains(cause.reason());
    }

    private static void print(Count count, CommandContext context) {
        Cause cause = count.cause();
        context.emit("left_out_count",
                new CountMessage(name(cause.reason()), cause.detail(), cause.origin(), count.count()));
        context.print(String.format(Locale.ROOT, "%8d  %s", count.count(), LeftOut.because(cause)));
    }

    private static void print(Omission omission, CommandContext context) {
        Cause cause = omission.cause();
        context.emit("left_out", new OmissionMessage(omission.path().toString(), name(cause.reason()), cause.detail(),
                cause.origin()));
        context.print(omission.path() + ": " + LeftOut.because(cause));
    }

    static String name(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
