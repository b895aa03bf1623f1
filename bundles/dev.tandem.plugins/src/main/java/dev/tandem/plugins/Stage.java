package dev.tandem.plugins;

import dev.tandem.plugin.Plugins;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Where plugins run: installs, starts, stops and uninstalls their bundles. A bundle stays installed in the framework's
 * cache, and never starts by itself: only here it is known whether it should.
 */
final class Stage {
    private static final System.Logger LOG = System.getLogger(Stage.class.getName());
    private static final int START_LEVEL = 6;

    private final BundleContext framework;
    private final Duration patience;
    private final InstantSource clock;
    private final Map<String, Act> acts = new ConcurrentHashMap<>();

    /** @param patience how long a start or a stop is waited for */
    Stage(BundleContext framework, Duration patience, InstantSource clock) {
        this.framework = framework;
        this.patience = patience;
        this.clock = clock;
    }

    Duration patience() {
        return patience;
    }

    Collection<Act> acts() {
        return List.copyOf(acts.values());
    }

    Optional<Act> act(Known jar) {
        return jar.sha256().isEmpty() ? Optional.empty() : Optional.ofNullable(acts.get(Act.location(jar)));
    }

    /** Tells whether bundles of plugins are installed, by this process or an earlier one. */
    boolean isEmpty() {
        for (Bundle bundle : framework.getBundles()) {
            if (isPlugin(bundle)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlugin(Bundle bundle) {
        return bundle.getLocation().startsWith(Plugins.LOCATION);
    }

    /** Installs what is in a file, unless it is installed already; the file is not needed afterwards. */
    Bundle install(Known jar, Path file) throws IOException, BundleException {
        Bundle present = framework.getBundle(Act.location(jar));
        if (present != null) {
            return present;
        }
        try (InputStream in = Files.newInputStream(file)) {
            DigestInputStream read = PluginJar.digesting(in);
            Bundle bundle = framework.installBundle(Act.location(jar), read);
            if (!PluginJar.digest(read).equals(jar.sha256())) {
                bundle.uninstall();
                throw new IOException("its file changed while it was installed");
            }
            bundle.adapt(BundleStartLevel.class).setStartLevel(START_LEVEL);
            return bundle;
        }
    }

    /** Starts bundles that are installed, all at once, and waits for them, though not for ever. */
    List<Act> start(Map<Known, Bundle> installed) {
        // All at once, before any starts: starts of bundles that need each other would resolve them side by side.
        framework.getBundle(0).adapt(FrameworkWiring.class).resolveBundles(installed.values());
        List<Act> started = new ArrayList<>();
        installed.forEach((jar, bundle) -> started.add(new Act(jar, bundle, Bounded.start("plugin " + jar.name(), () -> {
            bundle.start(Bundle.START_TRANSIENT);
            return null;
        }, clock.instant()))));
        started.forEach(act -> acts.put(Act.location(act.jar()), act));
        long end = System.nanoTime() + patience.toNanos();
        started.forEach(act -> act.start().await(Duration.ofNanos(end - System.nanoTime())));
        return started;
    }

    /** Stops and uninstalls; nothing of its code is left, unless it holds on to a thread. */
    void remove(Act act) {
        acts.remove(Act.location(act.jar()));
        if (act.isPending()) {
            act.start().interrupt();
            act.start().await(patience);
        }
        uninstall(act.bundle());
    }

    /** Uninstalls bundles of an earlier process that no act belongs to and {@code jars} do not name. */
    void clear(Collection<Known> jars) {
        List<String> known = jars.stream().filter(jar -> !jar.sha256().isEmpty()).map(Act::location).toList();
        for (Bundle bundle : framework.getBundles()) {
            if (isPlugin(bundle) && !known.contains(bundle.getLocation()) && !acts.containsKey(bundle.getLocation())) {
                uninstall(bundle);
            }
        }
    }

    private void uninstall(Bundle bundle) {
        Bounded end = Bounded.start("end of plugin " + bundle.getSymbolicName(), () -> {
            bundle.uninstall();
            refresh(bundle);
            return null;
        }, clock.instant());
        if (!end.await(patience)) {
            LOG.log(System.Logger.Level.WARNING, () -> "the plugin " + bundle.getSymbolicName()
                    + " does not stop; it ends with the program");
        }
        end.failure().ifPresent(failure -> LOG.log(System.Logger.Level.WARNING,
                () -> "the plugin " + bundle.getSymbolicName() + " failed while it was stopped", failure));
    }

    /** Takes away the class loader. */
    private void refresh(Bundle bundle) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        framework.getBundle(0).adapt(FrameworkWiring.class)
                .refreshBundles(List.of(bundle), _ -> refreshed.countDown());
        if (!refreshed.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.log(System.Logger.Level.WARNING, () -> "the classes of " + bundle.getSymbolicName() + " are still in use");
        }
    }

    /** Tells those that are still starting to give up. */
    void interrupt() {
        acts.values().stream().filter(Act::isPending).forEach(act -> act.start().interrupt());
    }
}
