package dev.tandem.plugins;

import dev.tandem.plugins.PluginManifest.Need;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Version;

/** Decides by what a jar says of itself whether it may come in. Pure. */
final class Admission {
    private static final String OURS = "dev.tandem.";
    /** The plugins everybody copies; they are no part of the product. */
    private static final String EXAMPLES = "dev.tandem.example.";

    private Admission() { }

    /** Returns why a plugin is refused; empty for one that may come in. */
    static Optional<String> objection(PluginManifest plugin, Host host) {
        return Stream.of(name(plugin, host), java(plugin, host), shape(plugin, host), exports(plugin, host),
                api(plugin, host)).flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> name(PluginManifest plugin, Host host) {
        boolean reserved = plugin.name().startsWith(OURS) && !plugin.name().startsWith(EXAMPLES);
        return reserved || host.bundles().contains(plugin.name())
                ? Optional.of("its name " + plugin.name() + " belongs to Tandem; its author must choose another")
                : Optional.empty();
    }

    private static Optional<String> java(PluginManifest plugin, Host host) {
        return plugin.java().isPresent() && plugin.java().getAsInt() > host.java()
                ? Optional.of("needs Java " + plugin.java().getAsInt() + ", this is Java " + host.java())
                : Optional.empty();
    }

    /** A bundle that ties itself to a bundle of ours sees what is not meant for it, and breaks with the next version. */
    private static Optional<String> shape(PluginManifest plugin, Host host) {
        if (plugin.host().isPresent()) {
            return Optional.of("it is a fragment of " + plugin.host().get() + "; a plugin is a bundle of its own");
        }
        return plugin.bundles().stream().filter(name -> host.bundles().contains(name) || name.startsWith(OURS)).findFirst()
                .map(name -> "it requires the bundle " + name + "; its author must import packages instead");
    }

    /** Others might be given the plugin's class where they mean ours. */
    private static Optional<String> exports(PluginManifest plugin, Host host) {
        return plugin.exports().stream().filter(name -> host.packages().containsKey(name) || name.startsWith(OURS)
                && !name.startsWith(EXAMPLES)).findFirst()
                .map(name -> "it exports the package " + name + ", which is Tandem's; its author must keep it to itself");
    }

    private static Optional<String> api(PluginManifest plugin, Host host) {
        return plugin.needs().stream().filter(need -> need.name().startsWith(OURS) && !need.optional())
                .filter(need -> !host.offers(need)).findFirst().map(need -> missing(need, host));
    }

    /** Returns what is said of a package that is not there. */
    static String missing(Need need, Host host) {
        List<Version> there = host.packages().getOrDefault(need.name(), host.others().getOrDefault(need.name(), List.of()));
        String what = "needs " + need.text();
        if (there.isEmpty()) {
            return what + ", missing";
        }
        String present = there.stream().map(Version::toString).map(text -> text.replaceFirst("\\.0$", "")).findFirst().get();
        boolean later = need.range().getLeft().compareTo(there.getFirst()) > 0;
        return what + ", this Tandem has " + present
                + (need.name().startsWith(OURS) ? later ? "; take a newer Tandem" : "; take a newer version of the plugin" : "");
    }
}
