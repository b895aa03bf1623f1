package dev.tandem.cli.commands;

import dev.tandem.backup.PackRepair;
import dev.tandem.backup.Repository;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Fetches what is missing or damaged from another repository of the same files. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "heal", summary = "Fetch what is missing or damaged from another repository", order = 155)
public final class HealCommand implements Command {
    @Parameters(paramLabel = "PACK", arity = "0..*", description = "packs that 'check --read-data' names as damaged; "
            + "what is missing is found without")
    List<String> packs = new ArrayList<>();

    @Mixin
    SourceRepositoryOptions source = new SourceRepositoryOptions();

    @Mixin
    RepositoryOptions repository = new RepositoryOptions();

    private final RepositoryAccess access;

    @Activate
    public HealCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        PackRepair done;
        try (Repository open = access.open(repository, context);
                Repository other = access.open(source.opening(), context)) {
            done = open.repairs().heal(other, packs, context.monitor("heal"));
        }
        return PackRepairResult.tell(done, context);
    }
}
