package dev.tandem.cli.plugin;

import dev.tandem.cli.Units;
import dev.tandem.command.CommandContext;
import dev.tandem.plugin.Plugin;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What is said of a plugin, to a person and to a program. */
final class PluginMessage {
    private PluginMessage() { }

    /** Says what was done to a plugin, and how it is now. */
    static void tell(String done, Plugin plugin, CommandContext context) {
        context.print(done + " " + title(plugin) + "; it is " + state(plugin) + explanation(plugin));
        context.emit("plugin_" + done, fields(plugin));
    }

    static String title(Plugin plugin) {
        return plugin.version().isEmpty() ? plugin.name() : plugin.name() + " " + plugin.version();
    }

    static String state(Plugin plugin) {
        return plugin.state().name().toLowerCase(Locale.ROOT);
    }

    static boolean runs(Plugin plugin) {
        return plugin.state() == Plugin.State.ACTIVE || plugin.state() == Plugin.State.WAITING;
    }

    static String explanation(Plugin plugin) {
        return plugin.explanation().isEmpty() ? "" : ": " + plugin.explanation();
    }

    static Map<String, Object> fields(Plugin plugin) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", plugin.name());
        fields.put("version", plugin.version().isEmpty() ? null : plugin.version());
        fields.put("state", plugin.state());
        fields.put("since", plugin.since());
        fields.put("file", plugin.file());
        fields.put("explanation", plugin.explanation().isEmpty() ? null : plugin.explanation());
        return fields;
    }

    static String since(Plugin plugin) {
        return Units.localTime(plugin.since());
    }
}
