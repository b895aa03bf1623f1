package dev.tandem.plugins;

import dev.tandem.plugin.Plugins;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/**
 * What is there for a plugin.
 *
 * @param bundles  the names of the product's own bundles
 * @param packages what they export
 * @param others   what plugins export
 * @param java     the Java that runs it all
 */
record Host(Set<String> bundles, Map<String, List<Version>> packages, Map<String, List<Version>> others, int java) {
    static Host of(BundleContext context) {
        Host host = new Host(new HashSet<>(), new HashMap<>(), new HashMap<>(), Runtime.version().feature());
        for (Bundle bundle : context.getBundles()) {
            boolean plugin = bundle.getLocation().startsWith(Plugins.LOCATION);
            if (!plugin) {
                host.bundles.add(bundle.getSymbolicName());
            }
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision != null) {
                collect(revision, plugin ? host.others : host.packages);
            }
        }
        return host;
    }

    private static void collect(BundleRevision revision, Map<String, List<Version>> exports) {
        for (BundleCapability capability : revision.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE)) {
            Map<String, Object> attributes = capability.getAttributes();
            Version version = attributes.get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE) instanceof Version v ? v
                    : Version.emptyVersion;
            exports.computeIfAbsent((String) attributes.get(PackageNamespace.PACKAGE_NAMESPACE),
                    _ -> new ArrayList<>()).add(version);
        }
    }

    boolean offers(PluginManifest.Need need) {
        return need.name().startsWith("java.") || offers(packages, need) || offers(others, need);
    }

    private static boolean offers(Map<String, List<Version>> exports, PluginManifest.Need need) {
        return exports.getOrDefault(need.name(), List.of()).stream().anyMatch(need.range()::includes);
    }
}
