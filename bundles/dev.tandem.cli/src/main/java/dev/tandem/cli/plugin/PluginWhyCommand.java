package dev.tandem.cli.plugin;

import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.plugin.Plugin;
import dev.tandem.plugin.PluginDetails;
import dev.tandem.plugin.PluginDetails.Requirement;
import dev.tandem.plugin.Plugins;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Parameters;

/** Explains why a plugin runs or does not. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "plugin why", summary = "Tell what a plugin needs, what it lacks, and how it is", order = 176)
public final class PluginWhyCommand implements Command {
    @Parameters(paramLabel = "NAME", description = "its name, or that of its file, as 'plugin list' shows it")
    String name;

    private final Plugins plugins;

    @Activate
    public PluginWhyCommand(@Reference Plugins plugins) {
        this.plugins = plugins;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        PluginDetails details = plugins.why(name);
        Plugin plugin = details.plugin();
        context.print(PluginMessage.title(plugin) + " is " + PluginMessage.state(plugin) + " since "
                + PluginMessage.since(plugin) + PluginMessage.explanation(plugin));
        context.print("file: " + plugin.file());
        details.requirements().forEach(need -> context.print("needs " + need.what() + (need.met() ? "" : ": missing")));
        details.remarks().forEach(context::print);
        context.emit("plugin", message(details));
        return ExitCode.DONE;
    }

    private static Map<String, Object> message(PluginDetails details) {
        Map<String, Object> fields = PluginMessage.fields(details.plugin());
        fields.put("requirements", details.requirements());
        fields.put("missing", details.requirements().stream().filter(need -> !need.met()).map(Requirement::what).toList());
        fields.put("remarks", details.remarks());
        return fields;
    }
}
