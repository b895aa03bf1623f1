package dev.tandem.cli;

import dev.tandem.command.Command;
import dev.tandem.command.CommandInfo;
import dev.tandem.environment.Places;
import dev.tandem.plugin.Plugins;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;

/** The command line as the launcher finds it: arguments in, exit code out. */
@Component(service = ToIntFunction.class, property = "tandem.application=cli")
public final class Application implements ToIntFunction<String[]> {
    private final BundleContext bundles;
    private final Places places;
    private final Optional<Plugins> plugins;

    /** @param plugins null where there are none */
    @Activate
    public Application(BundleContext bundles, @Reference Places places,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL) Plugins plugins) {
        this.bundles = bundles;
        this.places = places;
        this.plugins = Optional.ofNullable(plugins);
    }

    @Override
    public int applyAsInt(String[] arguments) {
        Terminal terminal = Terminal.ofProcess();
        Output output = new Output(terminal);
        Runnable heard = () -> {
            // A program that stops another one has no second Ctrl-C, and may expect only JSON here.
            if (terminal.errIsTerminal()) {
                output.message("stopping; press Ctrl-C again to stop at once");
            }
        };
        try (Interrupts interrupts = Interrupts.ofProcess(heard)) {
            Shell shell = new Shell(catalog(), places.productVersion(), terminal, output, interrupts);
            return shell.run(ProcessBytes.arguments(arguments));
        }
    }

    /** Returns the commands that bundles offer now. */
    CommandCatalog catalog() {
        plugins.ifPresent(Plugins::start);
        List<CommandCatalog.Entry> entries = new ArrayList<>();
        for (ServiceReference<Command> reference : commands()) {
            if (reference.getProperty(CommandInfo.PREFIX_ + "name") instanceof String name) {
                entries.add(new CommandCatalog.Entry(name,
                        text(reference.getProperty(CommandInfo.PREFIX_ + "summary")),
                        number(reference.getProperty(CommandInfo.PREFIX_ + "order")), plugin(reference.getBundle()),
                        () -> make(name, reference)));
            }
        }
        return new CommandCatalog(entries);
    }

    private static Optional<String> plugin(Bundle bundle) {
        return bundle != null && bundle.getLocation().startsWith(Plugins.LOCATION)
                ? Optional.of(bundle.getSymbolicName()) : Optional.empty();
    }

    private Command make(String name, ServiceReference<Command> reference) {
        ServiceObjects<Command> objects = bundles.getServiceObjects(reference);
        Command command = objects == null ? null : objects.getService();
        if (command == null) {
            throw new IllegalStateException("the command '" + name + "' of bundle "
                    + reference.getProperty(Constants.SERVICE_BUNDLEID) + " did not start; the log says why");
        }
        return command;
    }

    private Collection<ServiceReference<Command>> commands() {
        try {
            return bundles.getServiceReferences(Command.class, null);
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String text(Object property) {
        return property == null ? "" : property.toString();
    }

    private static int number(Object property) {
        return property instanceof Number number ? number.intValue() : Integer.MAX_VALUE;
    }
}
