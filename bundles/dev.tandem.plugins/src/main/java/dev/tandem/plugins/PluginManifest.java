package dev.tandem.plugins;

import dev.tandem.plugin.PluginException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.jar.Attributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/**
 * What a jar says of itself.
 *
 * @param java    the Java it was made for, where it says so
 * @param natives whether it brings code of the machine
 */
record PluginManifest(String name, Version version, List<Need> needs, List<String> exports, List<String> bundles,
        Optional<String> host, OptionalInt java, boolean natives) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");
    private static final Pattern JAVA = Pattern.compile("\\(version=(?:1\\.)?(\\d{1,4})");

    /** A package of others. */
    record Need(String name, VersionRange range, boolean optional) {
        /** Returns how a person is told, {@code package dev.tandem.storage [1.0,2.0)}. */
        String text() {
            boolean any = range.getRight() == null && range.getLeft().equals(Version.emptyVersion);
            return "package " + name + (any ? "" : " " + range.toString().replaceAll("\\.0(?=[,)\\]])", ""));
        }
    }

    /** @throws PluginException for one that is no bundle */
    static PluginManifest of(Attributes headers) throws PluginException {
        try {
            if (!"2".equals(headers.getValue("Bundle-ManifestVersion"))) {
                throw new PluginException("it is no OSGi bundle: its manifest has no 'Bundle-ManifestVersion: 2'; ask its "
                        + "author for the plugin");
            }
            return parse(headers, name(headers));
        } catch (IllegalArgumentException malformed) {
            throw new PluginException("its manifest is malformed: " + malformed.getMessage(), malformed);
        }
    }

    private static PluginManifest parse(Attributes headers, String name) {
        String version = headers.getValue("Bundle-Version");
        if (version == null) {
            throw new IllegalArgumentException("no Bundle-Version");
        }
        return new PluginManifest(name, Version.parseVersion(version), needs(headers), names(headers, "Export-Package"),
                names(headers, "Require-Bundle"), names(headers, "Fragment-Host").stream().findFirst(), java(headers),
                headers.getValue("Bundle-NativeCode") != null);
    }

    private static String name(Attributes headers) {
        String name = names(headers, "Bundle-SymbolicName").stream().findFirst().orElse("");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name.substring(0, Math.min(40, name.length()))
                    + "' is no Bundle-SymbolicName");
        }
        return name;
    }

    private static List<String> names(Attributes headers, String header) {
        return Clause.parse(headers.getValue(header)).stream().flatMap(clause -> clause.names().stream()).toList();
    }

    private static List<Need> needs(Attributes headers) {
        List<Need> needs = new ArrayList<>();
        for (Clause clause : Clause.parse(headers.getValue("Import-Package"))) {
            VersionRange range = new VersionRange(clause.parameter("version", "0"));
            boolean optional = clause.parameter("resolution:", "").equals("optional");
            clause.names().forEach(name -> needs.add(new Need(name, range, optional)));
        }
        return needs;
    }

    /** The Java it needs stands in a filter, {@code (&(osgi.ee=JavaSE)(version=25))}, or in a header of old. */
    private static OptionalInt java(Attributes headers) {
        Stream<String> filters = Clause.parse(headers.getValue("Require-Capability")).stream()
                .filter(clause -> clause.names().contains("osgi.ee")).map(clause -> clause.parameter("filter:", ""))
                .filter(filter -> filter.contains("(osgi.ee=JavaSE)"));
        Stream<String> old = names(headers, "Bundle-RequiredExecutionEnvironment").stream()
                .filter(name -> name.startsWith("JavaSE-")).map(name -> "(version=" + name.substring("JavaSE-".length()));
        return Stream.concat(filters, old).map(JAVA::matcher).filter(Matcher::find)
                .mapToInt(found -> Integer.parseInt(found.group(1))).max();
    }
}
