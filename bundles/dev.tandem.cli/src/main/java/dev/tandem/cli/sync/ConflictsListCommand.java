package dev.tandem.cli.sync;

import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.sync.Synchronizer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;

/** The same as {@link ConflictsCommand}, for those who look for it beside {@code show} and {@code resolve}. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "conflicts list", summary = "The same", order = 14)
public final class ConflictsListCommand implements Command {
    @Mixin
    PairArguments folders = new PairArguments();

    private final Synchronizer synchronizer;

    @Activate
    public ConflictsListCommand(@Reference Synchronizer synchronizer) {
        this.synchronizer = synchronizer;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        return ConflictList.of(synchronizer, folders.pair(context)).print(folders, context);
    }
}
