package dev.tandem.cli.commands;

import dev.tandem.backup.LockInfo;
import dev.tandem.backup.Repository;
import dev.tandem.cli.Units;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import java.time.Instant;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;

/** Lists who uses a repository. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "locks", summary = "Show who uses the repository, since when, and whether he is alive", order = 99)
public final class LocksCommand implements Command {
    @Mixin
    RepositoryOptions repository = new RepositoryOptions();

    private final RepositoryAccess access;

    @Activate
    public LocksCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        List<LockInfo> locks;
        try (Repository open = access.open(repository, context)) {
            locks = open.locks();
        }
        for (LockInfo lock : locks) {
            context.print(lock.id().brief() + "  " + lock.describe(Instant.now()));
            context.emit("lock", LockMessage.of(lock));
        }
        context.print(locks.isEmpty() ? "nobody uses the repository" : Units.count(locks.size(), "lock"));
        return ExitCode.DONE;
    }
}
