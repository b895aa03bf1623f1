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
import java.util.SortedMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gives a storage a name, and tries it. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "destination add", summary = "Give a storage a name, @NAME, and try it", order = 21)
public final class DestinationAddCommand implements Command {
    @Parameters(index = "0", paramLabel = "NAME", description = "what it shall be called: small letters, digits, hyphens")
    String name;

    @Parameters(index = "1", paramLabel = "LOCATION", description = "a folder or a URL; a password in it goes into the "
            + "secret store")
    String location;

    @Mixin
    SettingOptions options = new SettingOptions();

    private final Destinations destinations;
    private final Storages storages;
    private final StorageTypes types;

    @Activate
    public DestinationAddCommand(@Reference Destinations destinations, @Reference Storages storages,
            @Reference StorageTypes types) {
        this.destinations = destinations;
        this.storages = storages;
        this.types = types;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        String bare = KnownDestination.name(name);
        var older = destinations.find(bare);
        if (older.isPresent()) {
            throw CommandException.failed("there is a destination '" + bare + "' already, " + older.get().location()
                    + "; change it with 'tandem destination edit " + bare + "'");
        }
        Location typed = TypedLocation.of(location, context.workingDirectory());
        StorageType type = types.of(typed);
        SortedMap<String, String> settings = options.settings(type);
        try (Secrets secrets = options.secrets.read(type, bare, context)) {
            Destination plain = destination(bare, OpenLocation.of(typed, type, secrets), settings);
            Destination made = options.volume ? Volume.of(plain, storages) : plain;
            keep(made, secrets, context);
            return options.noTest ? ExitCode.DONE : new FirstContact(storages, destinations, context).with(made);
        }
    }

    private static Destination destination(String name, Location location, SortedMap<String, String> settings)
            throws CommandException {
        try {
            return new Destination(name, location, settings);
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(ExitCode.USAGE, wrong.getMessage(), wrong);
        }
    }

    private void keep(Destination made, Secrets secrets, CommandContext context) throws IOException {
        destinations.put(made);
        secrets.keep(made.name(), destinations);
        context.emit("destination", DestinationMessage.of(made, destinations));
        context.print("@" + made.name() + " is " + made.location() + Descriptions.settings(made));
        if (!secrets.names().isEmpty()) {
            context.say("kept in the secret store: " + String.join(", ", secrets.names()));
        }
    }
}
