package dev.tandem.plugins;

import dev.tandem.plugin.Plugin;
import dev.tandem.plugin.Plugin.State;
import dev.tandem.plugin.PluginDetails;
import dev.tandem.plugins.Known.Standing;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * Tells of plugins as others see them.
 *
 * @param late those that were still starting at the last look
 */
record Portrait(BundleContext framework, Stage stage, Memory memory, PluginFolder folder, Set<Act> late) {
    Plugin of(Known jar) {
        Optional<Act> act = stage.act(jar);
        if (act.isPresent() && late.contains(act.get())) {
            return of(jar, State.STARTING, act.get().start().since(), jar.reason());
        }
        return switch (jar.standing()) {
            case UNFINISHED -> of(jar, State.INCOMPLETE, jar.since(), jar.reason());
            case BAD -> of(jar, State.QUARANTINED, jar.since(), jar.reason());
            case NEW, GOOD -> willing(jar, act);
        };
    }

    private Plugin willing(Known jar, Optional<Act> act) {
        Instant disabled = memory.disabled().get(jar.name());
        if (disabled != null) {
            return of(jar, State.DISABLED, disabled, "it was switched off; 'tandem plugin enable " + jar.name()
                    + "' lets it run");
        }
        if (!memory.roster().wants(jar)) {
            return of(jar, State.SUPERSEDED, jar.since(), memory.roster().superseded(jar));
        }
        if (act.isEmpty()) {
            return of(jar, State.DISABLED, jar.since(), "plugins are left out of this run by "
                    + InstalledPlugins.SWITCH + "=off");
        }
        List<String> waiting = Troubles.of(framework, act.get().bundle()).waiting();
        return waiting.isEmpty() ? of(jar, State.ACTIVE, jar.since(), "")
                : of(jar, State.WAITING, jar.since(), Troubles.join(waiting));
    }

    private Plugin of(Known jar, State state, Instant since, String explanation) {
        return new Plugin(jar.name(), jar.version(), folder.resolve(jar.seen().file()), state, since, explanation);
    }

    PluginDetails details(Known jar) {
        List<PluginDetails.Requirement> requirements = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        try {
            PluginManifest manifest = PluginJar.manifest(folder.resolve(jar.seen().file()));
            Host host = Host.of(framework);
            manifest.java().ifPresent(java -> requirements.add(
                    new PluginDetails.Requirement("Java " + java, java <= host.java())));
            manifest.needs().stream().filter(need -> !need.name().startsWith("java.")).forEach(need -> requirements.add(
                    new PluginDetails.Requirement(need.text() + (need.optional() ? ", optional" : ""), host.offers(need))));
            if (manifest.natives()) {
                remarks.add("it brings native code, which Java cannot hold back");
            }
        } catch (IOException unreadable) {
            // The jar's own explanation says so already where it was read before.
            if (jar.standing() == Standing.GOOD) {
                remarks.add("its file cannot be read: " + unreadable.getMessage());
            }
        }
        stage.act(jar).filter(Act::isActive).ifPresent(act -> offers(act, remarks));
        return new PluginDetails(of(jar), requirements, remarks);
    }

    private static void offers(Act act, List<String> remarks) {
        TreeSet<String> types = new TreeSet<>();
        ServiceReference<?>[] services = act.bundle().getRegisteredServices();
        for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
            types.addAll(List.of((String[]) service.getProperty(Constants.OBJECTCLASS)));
        }
        types.forEach(type -> remarks.add("it offers " + type));
    }
}
