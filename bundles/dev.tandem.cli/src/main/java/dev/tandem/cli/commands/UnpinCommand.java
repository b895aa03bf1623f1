package dev.tandem.cli.commands;

import dev.tandem.backup.Id;
import dev.tandem.backup.Repository;
import dev.tandem.cli.Units;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes pins off snapshots. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "unpin", summary = "Take the pins off snapshots", order = 73)
public final class UnpinCommand implements Command {
    @Parameters(paramLabel = "SNAPSHOT", arity = "1..*", description = "IDs of pinned snapshots, or beginnings of IDs")
    List<String> names = new ArrayList<>();

    @Mixin
    RepositoryOptions repository = new RepositoryOptions();

    private final RepositoryAccess access;

    @Activate
    public UnpinCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    /** The snapshots that are pinned no more. */
    record Summary(Set<Id> unpinned) { }

    @Override
    public int run(CommandContext context) throws Exception {
        Set<Id> ids = new LinkedHashSet<>();
        try (Repository open = access.open(repository, context)) {
            Set<Id> pinned = open.retention().pinned();
            for (String name : names) {
                ids.add(IdPrefix.find(name, pinned, "pinned snapshot"));
            }
            open.retention().unpin(ids);
        }
        context.print("unpinned " + Units.count(ids.size(), "snapshot"));
        context.emit("summary", new Summary(ids));
        return ExitCode.DONE;
    }
}
