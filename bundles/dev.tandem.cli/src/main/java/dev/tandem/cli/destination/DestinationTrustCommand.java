package dev.tandem.cli.destination;

import dev.tandem.cli.CommandException;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.storage.Destinations;
import dev.tandem.storage.Location;
import dev.tandem.storage.Storages;
import dev.tandem.storage.UntrustedHostException;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Confirms the key of a server. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "destination trust", summary = "Confirm the key of a server", order = 27)
public final class DestinationTrustCommand implements Command {
    @Parameters(index = "0", paramLabel = "NAME|LOCATION", description = "the destination, or where it is")
    String location;

    @Option(names = "--fingerprint", paramLabel = "SHA256:…", description = "the fingerprint of the key, as its owner told "
            + "it (default: it is shown and asked for)")
    String fingerprint;

    private final Destinations destinations;
    private final Storages storages;

    @Activate
    public DestinationTrustCommand(@Reference Destinations destinations, @Reference Storages storages) {
        this.destinations = destinations;
        this.storages = storages;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        Location where = KnownDestination.location(destinations, location, context.workingDirectory());
        if (where.scheme().equals(Location.FILE)) {
            throw CommandException.usage(where + " is a folder, and no server whose key could be confirmed");
        }
        HostTrust trust = new HostTrust(storages, destinations);
        if (fingerprint != null) {
            trust.keep(where, fingerprint);
            return told(where, fingerprint, context);
        }
        try {
            Connection.to(where, storages);
            context.emit("trusted", Map.of("location", where));
            context.print("nothing has to be confirmed: " + where + " was opened");
            return ExitCode.DONE;
        } catch (UntrustedHostException unknown) {
            if (!HostTrust.ask(unknown, context)) {
                throw new CommandException(ExitCode.FAILED, "the key of " + unknown.host() + " was not confirmed; where "
                        + "nobody can be asked, use --fingerprint with what its owner told you. It shows "
                        + unknown.fingerprint(), unknown);
            }
            trust.keep(where, unknown.fingerprint());
            return told(where, unknown.fingerprint(), context);
        }
    }

    private static int told(Location where, String fingerprint, CommandContext context) {
        context.emit("trusted", Map.of("location", where, "fingerprint", fingerprint));
        context.print("the key " + fingerprint + " of " + where + " is trusted from now on");
        return ExitCode.DONE;
    }
}
