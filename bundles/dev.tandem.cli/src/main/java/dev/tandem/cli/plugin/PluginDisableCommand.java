package dev.tandem.cli.plugin;

import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.plugin.Plugins;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Parameters;

/** Switches a plugin off. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "plugin disable", summary = "Switch a plugin off; it stays installed", order = 175)
public final class PluginDisableCommand implements Command {
    @Parameters(paramLabel = "NAME", description = "its name, or that of its file, as 'plugin list' shows it")
    String name;

    private final Plugins plugins;

    @Activate
    public PluginDisableCommand(@Reference Plugins plugins) {
        this.plugins = plugins;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        PluginMessage.tell("disabled", plugins.disable(name), context);
        return ExitCode.DONE;
    }
}
