package dev.tandem.cli.sync;

import dev.tandem.cli.Units;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.model.FileType;
import dev.tandem.sync.SyncConflict;
import dev.tandem.sync.Synchronizer;
import dev.tandem.sync.spi.Version;
import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what both sides have where they are in conflict, and what they had before. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "conflicts show", summary = "Show what met what in a conflict", order = 14)
public final class ConflictsShowCommand implements Command {
    @Mixin
    PairArguments folders = new PairArguments();

    @Parameters(index = "2", paramLabel = "ID", description = "the conflict: its ID, the beginning of it, or its path")
    String id;

    private final Synchronizer synchronizer;

    @Activate
    public ConflictsShowCommand(@Reference Synchronizer synchronizer) {
        this.synchronizer = synchronizer;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        SyncConflict found = ConflictList.of(synchronizer, folders.pair(context)).find(id);
        context.emit("conflict", ConflictMessage.of(found));
        context.print("conflict " + found.id() + ": " + found.conflict().path() + ", "
                + ConflictMessage.kind(found.conflict().kind()) + ", first seen "
                + Units.localTime(found.firstSeen()));
        context.print("  left:    " + text(found.conflict().left(), "nothing"));
        context.print("  right:   " + text(found.conflict().right(), "nothing"));
        context.print("  before:  " + text(found.conflict().base(), "never the same"));
        context.print("  outcome: " + found.outcome().orElse("waits for you"));
        found.copy().ifPresent(copy -> context.print("  copy:    " + copy));
        if (found.outcome().isEmpty() && !context.json()) {
            context.say("to decide it: tandem conflicts resolve " + folders.typed() + " " + found.id()
                    + " left|right|both");
        }
        return ExitCode.DONE;
    }

    private static String text(Optional<Version> version, String otherwise) {
        return version.map(v -> v.type().name().toLowerCase(Locale.ROOT)
                + (v.type() == FileType.FILE ? ", " + Units.size(v.size()) : "") + ", modified "
                + Units.localTime(v.modified())).orElse(otherwise);
    }
}
