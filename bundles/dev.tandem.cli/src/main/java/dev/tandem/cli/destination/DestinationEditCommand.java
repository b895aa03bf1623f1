package dev.tandem.cli.destination;

import dev.tandem.cli.CommandException;
import dev.tandem.cli.TypedLocation;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.storage.Destination;
import dev.tandem.storage.Destinations;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageType;
import dev.tandem.storage.StorageTypes;
import dev.tandem.storage.Storages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes what is kept about a storage, and tries it. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "destination edit", summary = "Change a destination, and try it", order = 25)
public final class DestinationEditCommand implements Command {
    @Parameters(index = "0", paramLabel = "NAME", description = "the destination")
    String name;

    @Option(names = "--location", paramLabel = "LOCATION", description = "where it is from now on")
    String location;

    @Option(names = "--unset", paramLabel = "NAME", description = "a setting or a secret to take away (repeatable)")
    List<String> unset = new ArrayList<>();

    @Mixin
    SettingOptions options = new SettingOptions();

    private final Destinations destinations;
    private final Storages storages;
    private final StorageTypes types;

    @Activate
    public DestinationEditCommand(@Reference Destinations destinations, @Reference Storages storages,
            @Reference StorageTypes types) {
        this.destinations = destinations;
        this.storages = storages;
        this.types = types;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        Destination old = KnownDestination.find(destinations, name);
        if (location == null && unset.isEmpty() && !options.given()) {
            throw CommandException.usage("say what to change: --location, --set, --unset, --secret, --secret-file or "
                    + "--volume");
        }
        Location typed = location == null ? old.location()
                : TypedLocation.of(location, context.workingDirectory());
        StorageType type = types.of(typed);
        SortedMap<String, String> settings = settings(old, type);
        try (Secrets secrets = options.secrets.read(type, old.name(), context)) {
            Destination plain = new Destination(old.name(), OpenLocation.of(typed, type, secrets), settings);
            Destination made = options.volume ? Volume.of(plain, storages) : plain;
            keep(made, secrets, context);
            return options.noTest ? ExitCode.DONE : new FirstContact(storages, destinations, context).with(made);
        }
    }

    private SortedMap<String, String> settings(Destination old, StorageType type) throws IOException, CommandException {
        SortedMap<String, String> settings = new TreeMap<>(old.settings());
        for (String taken : unset) {
            if (!settings.containsKey(taken) && !destinations.secrets(old.name()).contains(taken)) {
                throw CommandException.usage("there is neither a setting nor a secret '" + taken + "' to take away");
            }
            settings.remove(taken);
        }
        if (location != null) {
            // It said which volume the old path was on.
            settings.remove(Volume.SETTING);
        }
        settings.putAll(options.settings(type));
        return settings;
    }

    private void keep(Destination made, Secrets secrets, CommandContext context) throws IOException {
        destinations.put(made);
        for (String taken : unset) {
            destinations.removeSecret(made.name(), taken);
        }
        secrets.keep(made.name(), destinations);
        context.emit("destination", DestinationMessage.of(made, destinations));
        context.print("@" + made.name() + " is " + made.location() + Descriptions.settings(made));
        if (!secrets.names().isEmpty()) {
            context.say("kept in the secret store: " + String.join(", ", secrets.names()));
        }
    }
}
