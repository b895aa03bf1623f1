package dev.tandem.cli.commands;

import dev.tandem.backup.Migration;
import dev.tandem.backup.Repository;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Changes the format of a repository. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "migrate", summary = "Move a repository to a newer format", order = 115)
public final class MigrateCommand implements Command {
    @Parameters(paramLabel = "MIGRATION", arity = "0..*", description = "what to do (default: show what can be done)")
    List<String> names = new ArrayList<>();

    @Mixin
    RepositoryOptions repository = new RepositoryOptions();

    private final RepositoryAccess access;

    @Activate
    public MigrateCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        try (Repository open = access.open(repository, context)) {
            if (names.isEmpty()) {
                list(open, context);
            }
            JobMonitor monitor = context.monitor("migrate");
            for (String name : names) {
                context.say("checking the repository, then applying " + name);
                open.editing().migrate(name, monitor);
                context.print("applied " + name);
                context.emit("migrated", Map.of("name", name));
            }
        }
        return ExitCode.DONE;
    }

    private static void list(Repository open, CommandContext context) throws IOException {
        List<Migration> migrations = open.editing().migrations();
        for (Migration migration : migrations) {
            context.print(migration.name() + ": " + migration.summary());
            context.emit("migration", migration);
        }
        if (migrations.isEmpty()) {
            context.print("there is nothing to migrate");
        }
    }
}
