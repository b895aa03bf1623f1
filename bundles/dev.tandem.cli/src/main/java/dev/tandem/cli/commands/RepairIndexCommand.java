package dev.tandem.cli.commands;

import dev.tandem.backup.IndexRepair;
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

/** Writes the index anew where it is not right. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "repair index", summary = "Write the index anew from the packs", order = 150)
public final class RepairIndexCommand implements Command {
    @Option(names = "--read-all-packs", description = "take nothing from the index there is but read "
            + "what every pack says of itself")
    boolean readAllPacks;

    @Mixin
    RepositoryOptions repository = new RepositoryOptions();

    private final RepositoryAccess access;

    @Activate
    public RepairIndexCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        IndexRepair done;
        try (Repository open = access.open(repository, context)) {
            done = open.repairs().index(readAllPacks, context.monitor("repair"));
        }
        context.emit("summary", done);
        done.packsDropped().forEach(pack -> context.print("dropped pack " + pack + ", which is gone"));
        done.unreadable().forEach(pack -> context.print("pack " + pack + " cannot be read; to do: tandem repair packs "
                + pack.brief()));
        context.print(done.filesWritten() + done.filesRemoved() == 0 ? "the index was right; nothing was changed"
                : "the index is new: " + Units.count(done.filesRemoved(), "file") + " replaced by "
                        + done.filesWritten());
        context.print("it lists " + Units.count(done.packs(), "pack") + "; the headers of " + done.packsRead()
                + " were read");
        return ExitCode.DONE;
    }
}
