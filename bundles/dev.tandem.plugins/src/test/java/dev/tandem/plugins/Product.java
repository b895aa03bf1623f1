package dev.tandem.plugins;

import dev.tandem.plugin.Plugin;
import dev.tandem.plugin.Plugin.State;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.felix.framework.Felix;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;

/** A framework with declarative services and the contracts, and plugins of a folder. */
final class Product {
    private static final String API = "dev.tandem.environment;version=1.1,dev.tandem.plugin;version=1.0,"
            + "org.osgi.service.component;version=1.5.1,org.osgi.service.component.runtime;version=1.5.1,"
            + "org.osgi.service.component.runtime.dto;version=1.5.1,org.osgi.util.promise;version=1.3,"
            + "org.osgi.util.function;version=1.2";

    final Path folder;
    private final Path data;
    private Framework framework;
    private InstalledPlugins plugins;
    private Duration interval = Duration.ofHours(1);
    /** Longer than any machine is busy. */
    private Duration patience = Duration.ofMinutes(5);

    Product(Path data) throws Exception {
        this.data = data;
        this.folder = Files.createDirectories(data.resolve("plugins"));
        start();
    }

    private void start() throws BundleException, IOException, URISyntaxException {
        framework = new Felix(Map.of("org.osgi.framework.storage", data.resolve("felix").toString(),
                "org.osgi.framework.system.packages.extra", API, "org.osgi.framework.bsnversion", "multiple",
                "felix.systempackages.calculate.uses", "false", "felix.log.level", "0",
                "ds.loglevel", "0", "org.osgi.framework.startlevel.beginning", "6"));
        framework.start();
        Path scr = Path.of(org.apache.felix.scr.info.ScrInfo.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        framework.getBundleContext().installBundle(scr.toUri().toString()).start();
        open();
    }

    /** Starts again without any plugin. */
    void restartWithout() throws Exception {
        interval = Duration.ZERO;
        restart();
    }

    /** Starts again with hardly any patience. */
    void restartImpatient() throws Exception {
        patience = Duration.ofMillis(300);
        restart();
    }

    /** Looks until a plugin has come back from its start. */
    State settled(String name) throws IOException {
        State state = of(name).state();
        while (state == State.STARTING) {
            Thread.onSpinWait();
            state = of(name).state();
        }
        return state;
    }

    private void open() {
        plugins = new InstalledPlugins(framework.getBundleContext(), new PluginFolder(folder),
                data.resolve("catalog/plugins.json"), patience, interval);
        plugins.start();
    }

    InstalledPlugins plugins() {
        return plugins;
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Puts a jar into the folder as one that has lain there for a while. */
    Path drop(String file, byte[] bytes) throws IOException {
        Path jar = Files.write(folder.resolve(file), bytes);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(60)));
        return jar;
    }

    Path drop(String file, TestJar jar) throws IOException {
        return drop(file, jar.bytes());
    }

    Plugin of(String name) throws IOException {
        return plugins.why(name).plugin();
    }

    void restart() throws Exception {
        close();
        start();
    }

    void close() throws Exception {
        plugins.close();
        framework.stop();
        framework.waitForStop(20_000);
    }
}
