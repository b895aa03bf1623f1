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

/** Installs a plugin. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "plugin install", summary = "Check a jar, and let it run from now on", order = 172)
public final class PluginInstallCommand implements Command {
    @Parameters(paramLabel = "FILE", description = "the jar; it is waited for while it is still being written")
    String file;

    private final Plugins plugins;

    @Activate
    public PluginInstallCommand(@Reference Plugins plugins) {
        this.plugins = plugins;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        PluginMessage.tell("installed", plugins.install(context.workingDirectory().resolve(file)), context);
        return ExitCode.DONE;
    }
}
