package dev.tandem.cli.plugin;

import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.plugin.Plugin;
import dev.tandem.plugin.Plugins;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Parameters;

/** Switches a plugin on again, or tries once more one that failed. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "plugin enable", summary = "Switch a plugin on, or try one again that failed", order = 174)
public final class PluginEnableCommand implements Command {
    @Parameters(paramLabel = "NAME", description = "its name, or that of its file, as 'plugin list' shows it")
    String name;

    private final Plugins plugins;

    @Activate
    public PluginEnableCommand(@Reference Plugins plugins) {
        this.plugins = plugins;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        Plugin plugin = plugins.enable(name);
        PluginMessage.tell("enabled", plugin, context);
        return PluginMessage.runs(plugin) ? ExitCode.DONE : ExitCode.FAILED;
    }
}
