package dev.tandem.cli.commands;

import dev.tandem.backup.RepositoryInfo;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;

/** Makes a repository. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "init", summary = "Make a new repository", order = 20)
public final class InitCommand implements Command {
    @Mixin
    RepositoryOptions repository = new RepositoryOptions();

    private final RepositoryAccess access;

    @Activate
    public InitCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    /** What restic's users know as the answer of init. */
    record Initialized(String id, String repository) { }

    @Override
    public int run(CommandContext context) throws Exception {
        RepositoryInfo info = access.init(repository, context);
        context.print("created repository " + info.id().substring(0, 10) + " at " + info.location());
        if (repository.location(context).isPresent()) {
            context.say("Keep the password: without it nobody, not even you, can read the repository.");
        }
        context.emit("initialized", new Initialized(info.id(), info.location().toString()));
        return ExitCode.DONE;
    }
}
