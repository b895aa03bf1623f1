package dev.tandem.cli.destination;

import dev.tandem.cli.CommandException;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.storage.Destinations;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageTrials;
import dev.tandem.storage.Storages;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proves on the real storage what backup and sync rely on. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "destination test", summary = "Try on a storage all that backup and sync rely on", order = 24)
public final class DestinationTestCommand implements Command {
    @Parameters(index = "0", paramLabel = "NAME|LOCATION", description = "the destination, or where it is; nothing that is "
            + "there is touched")
    String location;

    @Option(names = "--children", paramLabel = "NUMBER", description = "how many entries a large folder is tried with "
            + "(default: ${DEFAULT-VALUE})")
    int children = StorageTrials.CHILDREN;

    @Option(names = "--connection-only", description = "only connect, and tell what the storage can do")
    boolean connectionOnly;

    @Option(names = "--create", description = "make the place where there is nothing yet")
    boolean create;

    private final Destinations destinations;
    private final Storages storages;
    private final StorageTrials trials;

    @Activate
    public DestinationTestCommand(@Reference Destinations destinations, @Reference Storages storages,
            @Reference StorageTrials trials) {
        this.destinations = destinations;
        this.storages = storages;
        this.trials = trials;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        if (children < 1) {
            throw CommandException.usage("--children must be at least 1");
        }
        Location where = KnownDestination.location(destinations, location, context.workingDirectory());
        connect(where).print(context);
        if (connectionOnly) {
            return ExitCode.DONE;
        }
        TrialPrinter printer = new TrialPrinter(context);
        trials.run(where, children, printer);
        return printer.end() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Connection connect(Location where) throws StorageException, CommandException {
        if (create) {
            storages.open(where, Storages.Mode.CREATE).close();
        }
        try {
            return Connection.to(where, storages);
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.NOT_FOUND) {
                throw e;
            }
            throw new CommandException(ExitCode.FAILED, e.getMessage() + "\nto make it: --create", e);
        }
    }
}
