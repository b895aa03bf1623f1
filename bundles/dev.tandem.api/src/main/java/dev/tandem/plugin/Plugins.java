package dev.tandem.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The plugins of this installation: the jars in the folder {@link dev.tandem.environment.Places#plugins()}. A plugin is
 * called by its symbolic name, or by the name of its file. Every call looks at the folder first. Thread-safe.
 */
@ProviderType
public interface Plugins {
    /** A bundle whose location begins with this is a plugin. */
    String LOCATION = "plugin:";

    /**
     * Starts what lies in the folder, unless it runs already. Whoever looks for what plugins offer calls this first. No
     * plugin makes it fail, and none holds it up for long.
     */
    default void start() { }

    /** Returns every jar there is, by name and version. */
    List<Plugin> list() throws IOException;

    /**
     * Waits until {@code jar} is whole, checks it, copies it into the folder and starts it. It takes the place of older
     * versions once it runs; until then they stay, and if it does not run nothing is changed.
     *
     * @throws PluginException when it is refused or does not start
     */
    Plugin install(Path jar) throws IOException;

    /**
     * Stops a plugin and deletes its jars of every version; called by the name of a file, only that one.
     *
     * @throws PluginException when there is none
     */
    void remove(String name) throws IOException;

    /**
     * Lets a plugin run that was switched off or had failed.
     *
     * @throws PluginException when there is none
     */
    Plugin enable(String name) throws IOException;

    /**
     * Switches a plugin off until it is enabled.
     *
     * @throws PluginException when there is none
     */
    Plugin disable(String name) throws IOException;

    /**
     * Tells what a plugin needs and what it lacks.
     *
     * @throws PluginException when there is none
     */
    PluginDetails why(String name) throws IOException;
}
