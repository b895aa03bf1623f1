package dev.tandem.plugins;

import dev.tandem.plugin.Plugin;
import dev.tandem.plugin.Plugin.State;
import dev.tandem.plugin.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Version;

/** The installation of one jar that has arrived: it takes the place of older versions once it runs, or leaves no trace. */
record Installation(Arrival arrival, InstalledPlugins plugins) {
    Plugin run() throws IOException {
        PluginManifest manifest = arrival.jar().manifest();
        Optional<String> objection = Admission.objection(manifest, Host.of(plugins.framework()));
        if (objection.isPresent()) {
            throw new PluginException(title() + " is refused: " + objection.get());
        }
        List<Known> others = plugins.memory().jars().values().stream().filter(jar -> jar.name().equals(manifest.name()))
                .toList();
        Optional<Known> same = others.stream().filter(jar -> jar.sha256().equals(arrival.jar().sha256())).findFirst();
        if (same.isPresent()) {
            return again(same.get());
        }
        refuseOlder(others);
        return replace(others);
    }

    private String title() {
        return arrival.jar().manifest().name() + " " + version();
    }

    private Version version() {
        return arrival.jar().manifest().version();
    }

    /** It is there already; whoever installs it wants it to run. */
    private Plugin again(Known jar) throws IOException {
        Plugin plugin = plugins.enable(jar.name());
        if (plugin.state() == State.QUARANTINED) {
            throw new PluginException(title() + " is there already and does not start: " + plugin.explanation());
        }
        return plugin;
    }

    private void refuseOlder(List<Known> others) throws PluginException {
        for (Known other : others) {
            if (other.mayRun() && other.order().compareTo(version()) >= 0) {
                throw new PluginException(other.name() + " " + other.version() + " is installed, "
                        + (other.order().equals(version()) ? "with other content; give the new one a new version, or remove it"
                                : "which is newer; remove it") + " first with 'tandem plugin remove " + other.name() + "'");
            }
        }
    }

    private Plugin replace(List<Known> others) throws IOException {
        Path file = plugins.folder().resolve(arrival.jar().manifest().name() + "-" + version() + PluginFolder.JAR);
        Sighting seen = arrival.moveTo(file);
        Known arrived = Known.admitted(seen, arrival.jar(), Optional.empty(), Instant.now());
        plugins.bringUpToDate(memory -> {
            memory.disabled().remove(arrived.name());
            memory.put(arrived);
        });
        Plugin plugin = plugins.plugin(plugins.memory().jars().getOrDefault(seen.file(), arrived));
        if (plugin.state() != State.ACTIVE && plugin.state() != State.WAITING) {
            Files.deleteIfExists(file);
            plugins.bringUpToDate(_ -> { });
            boolean older = plugins.memory().roster().chosen().containsKey(arrived.name());
            throw new PluginException(title() + " is not installed: " + plugin.explanation()
                    + (older ? "; the older version runs on" : ""));
        }
        for (Known other : others) {
            if (!other.seen().file().equals(seen.file())) {
                Files.deleteIfExists(plugins.folder().resolve(other.seen().file()));
            }
        }
        plugins.bringUpToDate(_ -> { });
        return plugin;
    }
}
