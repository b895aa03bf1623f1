package dev.tandem.plugin;

import java.util.List;

/**
 * What can be told of a plugin without running it.
 *
 * @param requirements what it needs of others
 * @param remarks      what else a person may want to know
 */
public record PluginDetails(Plugin plugin, List<Requirement> requirements, List<String> remarks) {
    public PluginDetails {
        requirements = List.copyOf(requirements);
        remarks = List.copyOf(remarks);
    }

    /**
     * Something a plugin needs.
     *
     * @param what for a person: {@code "package dev.tandem.storage [1.0,2.0)"}
     * @param met  whether it is there
     */
    public record Requirement(String what, boolean met) { }
}
