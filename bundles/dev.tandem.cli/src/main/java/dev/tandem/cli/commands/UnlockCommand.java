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
import picocli.CommandLine.Option;

/** Removes locks that nobody holds any more. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "unlock", summary = "Remove locks that a program left behind", order = 100)
public final class UnlockCommand implements Command {
    @Option(names = "--remove-all", description = "all locks, even of programs that may still run")
    boolean all;

    @Mixin
    RepositoryOptions repository = new RepositoryOptions();

    private final RepositoryAccess access;

    @Activate
    public UnlockCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    /** How many locks are gone, and how many are left. */
    record Summary(int locksRemoved, int locksLeft) { }

    @Override
    public int run(CommandContext context) throws Exception {
        List<LockInfo> removed;
        List<LockInfo> left;
        try (Repository open = access.open(repository, context)) {
            removed = open.unlock(all);
            left = open.locks();
        }
        tell("removed", removed, context);
        tell("left", left, context);
        context.print(removed.isEmpty() ? "no locks to remove" : "removed " + Units.count(removed.size(), "lock"));
        if (!left.isEmpty()) {
            context.print("what is left may be in use; if it is surely not: tandem unlock --remove-all");
        }
        context.emit("summary", new Summary(removed.size(), left.size()));
        return ExitCode.DONE;
    }

    private static void tell(String what, List<LockInfo> locks, CommandContext context) {
        for (LockInfo lock : locks) {
            context.print(what + ": " + lock.describe(Instant.now()));
            context.emit("lock_" + what, LockMessage.of(lock));
        }
    }
}
