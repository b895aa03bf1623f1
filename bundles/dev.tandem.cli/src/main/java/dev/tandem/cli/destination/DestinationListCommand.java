package dev.tandem.cli.destination;

import dev.tandem.cli.Table;
import dev.tandem.cli.Units;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.storage.Destination;
import dev.tandem.storage.Destinations;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** Lists the storages that have names. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "destination list", summary = "List the storages that have names", order = 22)
public final class DestinationListCommand implements Command {
    private final Destinations destinations;

    @Activate
    public DestinationListCommand(@Reference Destinations destinations) {
        this.destinations = destinations;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        List<Destination> all = destinations.all();
        Table table = new Table("Name", "Location", "Settings", "Secrets");
        for (Destination each : all) {
            DestinationMessage message = DestinationMessage.of(each, destinations);
            context.emit("destination", message);
            table.add(List.of(List.of("@" + each.name()), List.of(each.location().toString()),
                    Descriptions.lines(each.settings()), List.copyOf(message.secrets())));
        }
        if (context.json()) {
            return ExitCode.DONE;
        }
        if (all.isEmpty()) {
            context.say("there is none yet: tandem destination add NAME LOCATION");
        } else {
            table.print(context::print);
        }
        context.print(Units.count(all.size(), "destination"));
        return ExitCode.DONE;
    }
}
