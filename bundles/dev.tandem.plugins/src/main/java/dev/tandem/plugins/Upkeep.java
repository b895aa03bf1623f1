package dev.tandem.plugins;

import dev.tandem.plugin.PluginException;
import dev.tandem.plugins.Known.Standing;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** Brings what runs in line with what lies in the folder and what is remembered. Used by one thread at a time. */
final class Upkeep {
    /** A file nobody wrote to for so long is not being copied. */
    private static final Duration SETTLED = Duration.ofSeconds(2);
    private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());

    private final BundleContext framework;
    private final PluginFolder folder;
    private final MemoryFile file;
    private final Stage stage;
    private final InstantSource clock;
    private final boolean starts;
    private Memory saved = Memory.empty();
    private Memory memory = Memory.empty();
    /** Those that are still starting, as this run sees it: one that comes back meanwhile is met by the next run. */
    private final Set<Act> late = new HashSet<>();

    /** @param starts whether plugins run at all */
    Upkeep(BundleContext framework, PluginFolder folder, MemoryFile file, Stage stage, InstantSource clock,
            boolean starts) {
        this.starts = starts;
        this.framework = framework;
        this.folder = folder;
        this.file = file;
        this.stage = stage;
        this.clock = clock;
    }

    /** A change a person asked for, to what is remembered. */
    interface Change {
        void make(Memory memory);
    }

    Memory memory() {
        return memory;
    }

    Set<Act> late() {
        return Set.copyOf(late);
    }

    /** Does what is to be done, and tells whether a file may still be on its way, so that it pays to look again. */
    boolean run(Change change) throws IOException {
        saved = file.read();
        memory = saved.copy();
        change.make(memory);
        List<Sighting> seen = folder.look();
        memory.jars().keySet().retainAll(seen.stream().map(Sighting::file).collect(Collectors.toSet()));
        boolean unsettled = false;
        for (Sighting sighting : seen) {
            unsettled |= !examine(sighting);
        }
        late.clear();
        stage.acts().stream().filter(Act::isPending).forEach(late::add);
        stage.acts().stream().filter(act -> !late.contains(act)).forEach(this::learn);
        // Each turn that fails takes a jar out, and an older one may take its place.
        while (act()) {
            save();
        }
        stage.clear(memory.jars().values());
        save();
        return unsettled;
    }

    private void save() throws IOException {
        file.update(saved, memory);
        saved = memory.copy();
    }

    /** Tells whether the file lies still. */
    private boolean examine(Sighting sighting) throws IOException {
        Known known = memory.jars().get(sighting.file());
        boolean same = known != null && known.seen().equals(sighting);
        if (same && known.standing() != Standing.UNFINISHED) {
            if (known.killedItsProcess()) {
                put(known, Standing.BAD, "the program ended while it was starting");
            }
            return true;
        }
        boolean still = same || sighting.modified() < clock.instant().minus(SETTLED).toEpochMilli();
        Known found = still ? read(sighting)
                : Known.unread(sighting, Standing.UNFINISHED, "it is still being written", clock.instant());
        // The same answer as before is not written down again.
        if (!same || found.standing() != Standing.UNFINISHED || !found.reason().equals(known.reason())) {
            memory.put(found);
        }
        return still;
    }

    private Known read(Sighting sighting) throws IOException {
        Instant now = clock.instant();
        try {
            PluginJar jar = PluginJar.read(folder.resolve(sighting.file()));
            if (!PluginFolder.look(folder.resolve(sighting.file())).equals(Optional.of(sighting))) {
                return Known.unread(sighting, Standing.UNFINISHED, "it is still being written", now);
            }
            return Known.admitted(sighting, jar, Admission.objection(jar.manifest(), Host.of(framework)), now);
        } catch (PluginJar.Unfinished | NoSuchFileException unfinished) {
            return Known.unread(sighting, Standing.UNFINISHED, unfinished.getMessage(), now);
        } catch (PluginException refused) {
            return Known.unread(sighting, Standing.BAD, refused.getMessage(), now);
        } catch (IOException unreadable) {
            return Known.unread(sighting, Standing.BAD, "it cannot be read: " + unreadable, now);
        }
    }

    private void put(Known jar, Standing standing, String reason) {
        memory.put(jar.now(standing, reason, clock.instant()));
        if (standing == Standing.BAD) {
            LOG.log(System.Logger.Level.WARNING, "the plugin {0} is taken out: {1}", jar.name(), reason);
        }
    }

    /** One turn: stops what is not wanted, starts what is; tells whether something failed. */
    private boolean act() throws IOException {
        Roster roster = starts ? memory.roster() : new Roster(Map.of());
        stage.acts().stream().filter(act -> !roster.wants(act.jar()) && !mayStillCome(act)).forEach(stage::remove);
        Map<Known, Bundle> installed = new LinkedHashMap<>();
        boolean failed = false;
        for (Known jar : roster.chosen().values()) {
            if (stage.act(jar).isEmpty()) {
                failed |= !install(jar, installed);
            }
        }
        installed.keySet().stream().filter(jar -> jar.standing() == Standing.NEW)
                .forEach(jar -> memory.put(jar.triedBy(ProcessHandle.current().pid())));
        save();
        for (Act act : stage.start(installed)) {
            failed |= !learn(act);
        }
        return failed;
    }

    /** One that is slow is left alone; it counts as failed until it comes back. */
    private boolean mayStillCome(Act act) {
        Known known = memory.jars().get(act.jar().seen().file());
        return late.contains(act) && known != null && known.sha256().equals(act.jar().sha256())
                && !memory.disabled().containsKey(known.name());
    }

    private boolean install(Known jar, Map<Known, Bundle> installed) {
        try {
            installed.put(jar, stage.install(jar, folder.resolve(jar.seen().file())));
            return true;
        } catch (IOException | BundleException | RuntimeException failure) {
            put(jar, Standing.BAD, new Verdict(framework).of(failure, folder.resolve(jar.seen().file())));
            return false;
        }
    }

    /** Remembers what came of a start, and tells whether it went well. */
    private boolean learn(Act act) {
        Known known = memory.jars().get(act.jar().seen().file());
        if (known == null || !known.sha256().equals(act.jar().sha256())) {
            return true;
        }
        if (act.isPending()) {
            late.add(act);
        }
        Optional<String> wrong = wrong(act, known);
        if (late.contains(act) && known.standing() == Standing.GOOD) {
            // The machine may be busy; only one that is late twice is taken out.
            put(known, Standing.NEW, "");
            return true;
        }
        if (wrong.isPresent()) {
            put(known, Standing.BAD, wrong.get());
            if (!late.contains(act)) {
                stage.remove(act);
            }
        } else if (known.standing() != Standing.GOOD) {
            put(known, Standing.GOOD, "");
        }
        return wrong.isEmpty();
    }

    private Optional<String> wrong(Act act, Known known) {
        if (late.contains(act)) {
            return Optional.of("it had not started after " + stage.patience().toSeconds() + " s");
        }
        if (act.start().failure().isPresent()) {
            return act.start().failure().map(failure ->
                    new Verdict(framework).of(failure, folder.resolve(known.seen().file())));
        }
        // What once was good is not asked again: that would cost every start.
        List<String> failed = known.standing() == Standing.GOOD ? List.of()
                : Troubles.of(framework, act.bundle()).failed();
        return failed.isEmpty() ? Optional.empty() : Optional.of(Troubles.join(failed));
    }

    /** Returns the names the word stands for: of plugins, or of files. */
    Set<String> namesOf(String word) {
        return memory.jars().values().stream().filter(jar -> jar.isCalled(word)).map(Known::name)
                .collect(Collectors.toSet());
    }
}
