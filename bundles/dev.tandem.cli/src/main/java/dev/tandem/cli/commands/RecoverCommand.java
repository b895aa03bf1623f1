package dev.tandem.cli.commands;

import dev.tandem.backup.Recovery;
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

/** Makes a snapshot of what no snapshot refers to. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "recover", summary = "Make a snapshot of folders that no snapshot has any more", order = 160)
public final class RecoverCommand implements Command {
    @Option(names = "--forget-damaged", description = "then put the files of snapshots that cannot be read aside")
    boolean forgetDamaged;

    @Mixin
    RepositoryOptions repository = new RepositoryOptions();

    private final RepositoryAccess access;

    @Activate
    public RecoverCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        Recovery done;
        try (Repository open = access.open(repository, context)) {
            done = open.repairs().recover(forgetDamaged, context.monitor("recover"));
        }
        context.emit("summary", done);
        context.print(done.snapshot().map(id -> "found " + Units.count(done.trees(), "folder")
                + " that no snapshot had\nsnapshot " + id.brief() + " saved: 'tandem ls " + id.brief() + "' shows them")
                .orElse("there is nothing to recover: snapshots have every folder"));
        done.forgotten().forEach(id -> context.print("forgot snapshot " + id.brief() + ", which could not be read"));
        return ExitCode.DONE;
    }
}
