package dev.tandem.cli.commands;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.PackRepair;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.cli.CommandException;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Saves what is sound in damaged packs and puts aside those that may hold more. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "repair packs", summary = "Save what is sound in damaged packs and give them up", order = 151)
public final class RepairPacksCommand implements Command {
    @Parameters(paramLabel = "PACK", arity = "1..*", description = "the damaged packs, as 'check "
            + "--read-data' names them")
    List<String> packs = new ArrayList<>();

    @Option(names = "--keep", paramLabel = "DIR", description = "copy the damaged packs into a folder before")
    String keep;

    @Mixin
    RepositoryOptions repository = new RepositoryOptions();

    private final RepositoryAccess access;

    @Activate
    public RepairPacksCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        if (!packs.stream().allMatch(pack -> pack.matches("[0-9a-f]{1,64}"))) {
            throw CommandException.usage("name packs by the digits of their IDs, as 'check --read-data' shows them");
        }
        PackRepair done;
        try (Repository open = access.open(repository, context)) {
            if (keep != null) {
                keep(open, Files.createDirectories(context.workingDirectory().resolve(keep)), context);
            }
            done = open.repairs().packs(packs, context.monitor("repair"));
        }
        return PackRepairResult.tell(done, context);
    }

    private void keep(Repository open, Path folder, CommandContext context) throws IOException {
        for (String pack : packs) {
            Path file = folder.resolve(pack);
            try (OutputStream copy = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
                open.cat(FileKind.PACK, pack, copy);
                context.say("kept " + file);
            } catch (RepositoryException e) {
                Files.deleteIfExists(file);
                if (e.kind() != RepositoryException.Kind.NOT_FOUND) {
                    throw e;
                }
                context.say("pack " + pack + " is not there, so there is nothing of it to keep");
            }
        }
    }
}
