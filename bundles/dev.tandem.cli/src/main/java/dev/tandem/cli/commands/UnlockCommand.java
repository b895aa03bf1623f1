package dev.tandem.cli.commands;

import dev.tandem.backup.Repository;
import dev.tandem.cli.Units;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
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

    /** How many locks are gone. */
    record Summary(int locksRemoved) { }

    @Override
    public int run(CommandContext context) throws Exception {
        int removed;
        try (Repository open = access.open(repository, context)) {
            removed = open.unlock(all);
        }
        context.print(removed == 0 ? "no locks to remove" : "removed " + Units.count(removed, "lock"));
        context.emit("summary", new Summary(removed));
        return ExitCode.DONE;
    }
}
