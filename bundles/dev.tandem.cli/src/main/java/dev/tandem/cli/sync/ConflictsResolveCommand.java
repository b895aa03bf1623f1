package dev.tandem.cli.sync;

import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.model.RawPath;
import dev.tandem.scan.Selections;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncConflict;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.SyncPair;
import dev.tandem.sync.SyncRequest;
import dev.tandem.sync.Synchronizer;
import dev.tandem.sync.spi.Resolution;
import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Decides a conflict. It has the options of {@code sync}, so that the same ones can be given. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "conflicts resolve", summary = "Decide a conflict", order = 15)
public final class ConflictsResolveCommand implements Command {
    /** What both sides have afterwards. */
    enum Choice {
        LEFT(new Resolution.Prefer(Side.LEFT), "both sides have what the left one had"),
        RIGHT(new Resolution.Prefer(Side.RIGHT), "both sides have what the right one had"),
        BOTH(new Resolution.KeepBoth(Side.LEFT), "both sides have both; the left one keeps the name"),
        BOTH_RIGHT(new Resolution.KeepBoth(Side.RIGHT), "both sides have both; the right one keeps the name");

        private final Resolution resolution;
        private final String result;

        Choice(Resolution resolution, String result) {
            this.resolution = resolution;
            this.result = result;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Mixin
    PairArguments folders = new PairArguments();

    @Parameters(index = "2", paramLabel = "ID", description = "the conflict: its ID, the beginning of it, or its path")
    String id;

    @Parameters(index = "3", paramLabel = "CHOICE", description = "left or right, whose version both shall have; both, "
            + "where the left one keeps the name; or both-right, where the right one does")
    Choice choice;

    @Mixin
    RuleOptions rules = new RuleOptions();

    @Mixin
    GateOptions gates = new GateOptions();

    private final Synchronizer synchronizer;
    private final Selections selections;

    @Activate
    public ConflictsResolveCommand(@Reference Synchronizer synchronizer, @Reference Selections selections) {
        this.synchronizer = synchronizer;
        this.selections = selections;
    }

    /** What was decided, as programs read it. */
    record Message(String id, RawPath path, Choice choice) { }

    @Override
    public int run(CommandContext context) throws Exception {
        SyncPair pair = folders.pair(context);
        SyncRequest request = new SyncRequest(pair, rules.rules(context, synchronizer, selections), gates.limits(),
                gates.accepted(), false, Optional.empty());
        SyncConflict found = ConflictList.of(synchronizer, pair).find(id);
        try {
            synchronizer.resolve(request, found.id(), choice.resolution, context.monitor("resolve"));
        } catch (SyncException stopped) {
            throw GateMessage.explained(stopped, context);
        }
        context.emit("resolved", new Message(found.id(), found.conflict().path(), choice));
        context.print("resolved " + found.conflict().path() + ": " + choice.result);
        return ExitCode.DONE;
    }
}
