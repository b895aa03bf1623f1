package dev.tandem.cli.destination;

import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.storage.Destination;
import dev.tandem.storage.Destinations;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageType;
import dev.tandem.storage.StorageTypes;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Parameters;

/** Shows what is written down about a storage, and what of it nobody will read. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "destination show", summary = "Show what is kept about a destination", order = 23)
public final class DestinationShowCommand implements Command {
    @Parameters(index = "0", paramLabel = "NAME", description = "the destination")
    String name;

    private final Destinations destinations;
    private final StorageTypes types;

    @Activate
    public DestinationShowCommand(@Reference Destinations destinations, @Reference StorageTypes types) {
        this.destinations = destinations;
        this.types = types;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        Destination destination = KnownDestination.find(destinations, name);
        DestinationMessage message = DestinationMessage.of(destination, destinations);
        context.emit("destination", message);
        StorageType type = types.of(new Location(Location.NAMED, destination.name()));
        context.print("@" + destination.name() + " is " + destination.location());
        for (Map.Entry<String, String> setting : destination.settings().entrySet()) {
            boolean secret = type.setting(setting.getKey()).filter(known -> known.secret()).isPresent();
            context.print("  " + setting.getKey() + " = " + (secret ? "***" : setting.getValue()));
            if (secret) {
                context.say("warning: '" + setting.getKey() + "' is a secret in a file that is none, and is not used there: "
                        + "take it out, and give it with 'tandem destination edit " + destination.name() + " --secret "
                        + setting.getKey() + "'");
            } else if (type.setting(setting.getKey()).isEmpty()) {
                context.say("warning: '" + setting.getKey() + "' is no setting of "
                        + String.join(", ", type.schemes()) + ", and is not used");
            }
        }
        message.secrets().forEach(secret -> context.print("  " + secret + " is in the secret store"));
        return ExitCode.DONE;
    }
}
