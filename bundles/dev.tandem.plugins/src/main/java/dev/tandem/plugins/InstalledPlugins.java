package dev.tandem.plugins;

import dev.tandem.environment.Places;
import dev.tandem.plugin.Plugin;
import dev.tandem.plugin.PluginDetails;
import dev.tandem.plugin.PluginException;
import dev.tandem.plugin.Plugins;
import dev.tandem.plugins.Known.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * The plugins of this installation. Immediate, so that the folder is watched in a program that never asks for it. Nothing
 * starts while the framework does: its one thread would wait for a plugin that blocks.
 */
@Component(immediate = true)
public final class InstalledPlugins implements Plugins {
    /** Variable of the environment that, when {@code off}, leaves all plugins out: for one that ends the program. */
    static final String SWITCH = "TANDEM_PLUGINS";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final System.Logger LOG = System.getLogger(InstalledPlugins.class.getName());

    private final ReentrantLock lock = new ReentrantLock();
    private final BundleContext framework;
    private final PluginFolder folder;
    private final Path memory;
    private final Stage stage;
    private final Upkeep upkeep;
    private final InstantSource clock;
    private final SynchronousBundleListener end = this::frameworkChanged;
    private final Optional<Watch> watch;
    private List<Optional<Sighting>> lastSeen = List.of();

    /** Activated by the component runtime. */
    @Activate
    public InstalledPlugins(BundleContext framework, @Reference Places places) {
        this(framework, new PluginFolder(places.plugins()), places.data().resolve("catalog").resolve("plugins.json"),
                PATIENCE, "off".equals(System.getenv(SWITCH)) ? Duration.ZERO : INTERVAL);
    }

    /** @param interval how often the folder is looked at; zero to leave all plugins out */
    InstalledPlugins(BundleContext framework, PluginFolder folder, Path memory, Duration patience, Duration interval) {
        this.framework = framework;
        this.folder = folder;
        this.memory = memory;
        this.clock = InstantSource.system();
        this.stage = new Stage(framework, patience, clock);
        this.upkeep = new Upkeep(framework, folder, new MemoryFile(memory), stage, clock,
                !interval.isZero());
        this.watch = interval.isZero() ? Optional.empty() : Optional.of(begin(interval));
    }

    private Watch begin(Duration interval) {
        framework.addBundleListener(end);
        return new Watch(interval, this::look);
    }

    @Override
    public void start() {
        try {
            if (watch.isPresent()) {
                look();
            }
        } catch (IOException | RuntimeException failure) {
            // No plugin is worth a product that does not start.
            LOG.log(System.Logger.Level.ERROR, "the plugins did not start", failure);
        }
    }

    /** Ends the watch; the framework stops the plugins. */
    @Deactivate
    void close() {
        watch.ifPresent(Watch::close);
        stage.interrupt();
        framework.removeBundleListener(end);
    }

    /** The framework waits for a plugin that is starting before it stops what this belongs to. */
    private void frameworkChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == 0) {
            stage.interrupt();
        }
    }

    /** Does what is to be done, if anything changed since the last time. */
    void look() throws IOException {
        lock.lock();
        try {
            List<Sighting> seen = folder.look();
            boolean nothing = seen.isEmpty() && stage.isEmpty();
            if (!nothing && (!seen(seen).equals(lastSeen) || stage.acts().stream().anyMatch(Act::isPending))) {
                update(_ -> { });
            }
        } finally {
            lock.unlock();
        }
    }

    /** What tells of a change: the jars, and what another process remembered of them. */
    private List<Optional<Sighting>> seen(List<Sighting> jars) throws IOException {
        List<Optional<Sighting>> all = new ArrayList<>(jars.stream().map(Optional::of).toList());
        all.add(PluginFolder.look(memory));
        return all;
    }

    private void update(Upkeep.Change change) throws IOException {
        Files.createDirectories(memory.getParent());
        if (run(change)) {
            Arrival.pause();
            run(_ -> { });
        }
    }

    // What changes during a run must look changed to the next look, even if that finds it was the run's own doing.
    private boolean run(Upkeep.Change change) throws IOException {
        lastSeen = seen(folder.look());
        return upkeep.run(change);
    }

    @Override
    public List<Plugin> list() throws IOException {
        lock.lock();
        try {
            update(_ -> { });
            return upkeep.memory().jars().values().stream().map(this::plugin).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Plugin install(Path jar) throws IOException {
        try (Arrival arrival = Arrival.of(jar.toAbsolutePath().normalize(), folder)) {
            lock.lock();
            try {
                update(_ -> { });
                return new Installation(arrival, this).run();
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public void remove(String name) throws IOException {
        lock.lock();
        try {
            update(_ -> { });
            names(name);
            for (Known jar : List.copyOf(upkeep.memory().jars().values())) {
                if (jar.isCalled(name)) {
                    Files.deleteIfExists(folder.resolve(jar.seen().file()));
                }
            }
            update(memory -> memory.disabled().remove(name));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Plugin enable(String name) throws IOException {
        return change(name, (memory, names) -> {
            memory.disabled().keySet().removeAll(names);
            memory.jars().values().removeIf(jar -> names.contains(jar.name()) && jar.standing() == Standing.BAD);
        });
    }

    @Override
    public Plugin disable(String name) throws IOException {
        return change(name, (memory, names) -> names.forEach(each -> memory.disabled().put(each, clock.instant())));
    }

    /** A change about the plugins of some names. */
    private interface Choice {
        void make(Memory memory, Set<String> names);
    }

    private Plugin change(String name, Choice choice) throws IOException {
        lock.lock();
        try {
            update(_ -> { });
            Set<String> names = names(name);
            update(memory -> choice.make(memory, names));
            return plugin(find(name));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public PluginDetails why(String name) throws IOException {
        lock.lock();
        try {
            update(_ -> { });
            Known jar = find(name);
            return new Portrait(framework, stage, upkeep.memory(), folder, upkeep.late()).details(jar);
        } finally {
            lock.unlock();
        }
    }

    private Set<String> names(String word) throws PluginException {
        Set<String> names = upkeep.namesOf(word);
        if (names.isEmpty()) {
            List<String> there = upkeep.memory().jars().values().stream().map(Known::name).distinct().sorted().toList();
            throw new PluginException("there is no plugin '" + word + "'; there "
                    + (there.isEmpty() ? "is none in " + folder.path() : "are: " + String.join(", ", there)));
        }
        return names;
    }

    /** Returns the jar meant: the one that runs, or else the newest. */
    private Known find(String word) throws PluginException {
        Set<String> names = names(word);
        Roster roster = upkeep.memory().roster();
        List<Known> called = upkeep.memory().jars().values().stream().filter(jar -> names.contains(jar.name()))
                .sorted(Comparator.comparing(Known::order).reversed()).toList();
        return called.stream().filter(jar -> jar.seen().file().equals(word)).findFirst()
                .or(() -> called.stream().filter(roster::wants).findFirst()).orElse(called.getFirst());
    }

    Plugin plugin(Known jar) {
        return new Portrait(framework, stage, upkeep.memory(), folder, upkeep.late()).of(jar);
    }

    PluginFolder folder() {
        return folder;
    }

    BundleContext framework() {
        return framework;
    }

    Memory memory() {
        return upkeep.memory();
    }

    /** For {@link Installation}, while the lock is held. */
    void bringUpToDate(Upkeep.Change change) throws IOException {
        update(change);
    }
}
