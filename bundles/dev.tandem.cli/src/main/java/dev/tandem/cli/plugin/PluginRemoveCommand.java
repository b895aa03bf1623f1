package dev.tandem.cli.plugin;

import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.plugin.Plugins;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Parameters;

/** Takes a plugin out for good. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "plugin remove", summary = "Stop a plugin and delete its jar", order = 173)
public final class PluginRemoveCommand implements Command {
    @Parameters(paramLabel = "NAME", description = "its name, or that of its file, as 'plugin list' shows it")
    String name;

    private final Plugins plugins;

    @Activate
    public PluginRemoveCommand(@Reference Plugins plugins) {
        this.plugins = plugins;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        plugins.remove(name);
        context.print("removed " + name);
        context.emit("plugin_removed", Map.of("name", name));
        return ExitCode.DONE;
    }
}
