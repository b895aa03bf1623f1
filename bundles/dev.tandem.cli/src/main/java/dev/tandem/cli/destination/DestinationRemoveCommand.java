package dev.tandem.cli.destination;

import dev.tandem.cli.Units;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.storage.Destinations;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Parameters;

/** Forgets the name of a storage. What is stored there stays. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "destination remove", summary = "Forget a name and its secrets; what is stored stays", order = 26)
public final class DestinationRemoveCommand implements Command {
    @Parameters(index = "0", paramLabel = "NAME", description = "the destination")
    String name;

    private final Destinations destinations;

    @Activate
    public DestinationRemoveCommand(@Reference Destinations destinations) {
        this.destinations = destinations;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        String bare = KnownDestination.name(name);
        // Not read, only looked for: what cannot be read must be removable, too.
        int secrets = destinations.secrets(bare).size();
        if (!destinations.names().contains(bare) && secrets == 0) {
            KnownDestination.find(destinations, bare);
        }
        destinations.remove(bare);
        context.emit("removed", Map.of("name", bare, "secrets", secrets));
        context.print("removed @" + bare + (secrets == 0 ? "" : " and " + Units.count(secrets, "secret"))
                + "; what is stored there stays");
        return ExitCode.DONE;
    }
}
