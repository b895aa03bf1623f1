package dev.tandem.cli.plugin;

import dev.tandem.cli.Table;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.environment.Places;
import dev.tandem.plugin.Plugin;
import dev.tandem.plugin.Plugins;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** Lists the jars of the folder of plugins. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "plugin list", summary = "List the plugins and how they are", order = 171)
public final class PluginListCommand implements Command {
    private final Plugins plugins;
    private final Places places;

    @Activate
    public PluginListCommand(@Reference Plugins plugins, @Reference Places places) {
        this.plugins = plugins;
        this.places = places;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        List<Plugin> all = plugins.list();
        Table table = new Table("Name", "Version", "State", "Since", "File");
        for (Plugin plugin : all) {
            table.add(List.of(List.of(plugin.name()), List.of(plugin.version()), List.of(PluginMessage.state(plugin)),
                    List.of(PluginMessage.since(plugin)), List.of(plugin.file().getFileName().toString())));
            context.emit("plugin", PluginMessage.fields(plugin));
        }
        if (all.isEmpty()) {
            context.print("there is no plugin; a jar put into " + places.plugins() + " is one");
            return ExitCode.DONE;
        }
        table.print(context::print);
        all.stream().filter(plugin -> !plugin.explanation().isEmpty())
                .forEach(plugin -> context.print(PluginMessage.title(plugin) + ": " + plugin.explanation()));
        return ExitCode.DONE;
    }
}
