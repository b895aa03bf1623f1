package dev.tandem.cli.commands;

import dev.tandem.backup.Repositories.Access;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryInfo;
import dev.tandem.cli.CommandException;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import java.io.IOException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a repository. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "init", summary = "Make a new repository", order = 20)
public final class InitCommand implements Command {
    @Option(names = "--copy-chunker-params", description = "cut files where the repository of --from-repo does, so "
            + "that copies of its snapshots share data with what is backed up directly")
    boolean copyChunkerParams;

    @Mixin
    FromOptions from = new FromOptions();

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
        if (!copyChunkerParams && from.given()) {
            throw CommandException.usage("another repository is only read for --copy-chunker-params");
        }
        RepositoryInfo info = access.init(repository, like(context), context);
        context.print("created repository " + info.id().substring(0, 10) + " at " + info.location());
        if (repository.location(context).isPresent()) {
            context.say("Keep the password: without it nobody, not even you, can read the repository.");
        }
        context.emit("initialized", new Initialized(info.id(), info.location().toString()));
        return ExitCode.DONE;
    }

    private Optional<RepositoryInfo> like(CommandContext context) throws IOException, CommandException {
        if (!copyChunkerParams) {
            return Optional.empty();
        }
        if (repository.location(context).isEmpty()) {
            throw CommandException.usage("--copy-chunker-params needs --repo: where to make the repository");
        }
        try (Repository other = access.open(from.repository(Access.READ_ONLY), context)) {
            return Optional.of(other.info());
        }
    }
}
