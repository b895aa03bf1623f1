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

/** Lists what a person has to decide, or may want to look at. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "conflicts", summary = "List the conflicts of two folders that are kept in step", order = 13)
public final class ConflictsCommand implements Command {
    @Mixin
    PairArguments folders = new PairArguments();

    private final Synchronizer synchronizer;

    @Activate
    public ConflictsCommand(@Reference Synchronizer synchronizer) {
        this.synchronizer = synchronizer;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        return ConflictList.of(synchronizer, folders.pair(context)).print(folders, context);
    }
}
