package dev.tandem.itest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may import whom, and what no bundle may do.
 *
 * @param api   the packages that the bundle {@code dev.tandem.api} exports
 * @param uiApi the packages that the bundle {@code dev.tandem.ui.api} exports
 */
record ArchitectureRules(Set<String> api, Set<String> uiApi) {
    static final String OURS = "dev.tandem.";

    private static final List<String> FORBIDDEN_HEADERS =
            List.of("Require-Bundle", "DynamicImport-Package");

    /** Our packages a kind of bundle may import; the first kind that fits a name counts, {@code *} fits the rest. */
    private record Allowed(String names, boolean api, boolean uiApi, boolean swing, boolean exports) {
        boolean fits(String name) {
            return names.endsWith("*") ? name.startsWith(names.substring(0, names.length() - 1)) : name.equals(names);
        }
    }

    private static final List<Allowed> ALLOW_LIST = List.of(
            //          names                    api    uiApi  swing  exports
            new Allowed("dev.tandem.api",        false, false, false, true),
            new Allowed("dev.tandem.ui.api",     true,  false, true,  true),
            new Allowed("dev.tandem.ui.*",       true,  true,  true,  false),
            new Allowed("dev.tandem.ext.*",      false, false, true,  true),
            new Allowed("dev.tandem.tck",        true,  true,  false, true),
            new Allowed("dev.tandem.example.*",  true,  true,  true,  false),
            new Allowed("dev.tandem.*",          true,  false, false, false));

    /** Returns a sentence for each rule a jar breaks. */
    List<String> broken(BundleJar jar) {
        List<String> broken = new ArrayList<>();
        if (!jar.name().equals(Headers.parse(jar.headers().get("Bundle-SymbolicName")).keySet().stream()
                .findFirst().orElse(null))) {
            broken.add(jar.name() + " has another Bundle-SymbolicName: " + jar.headers().get("Bundle-SymbolicName"));
        }
        FORBIDDEN_HEADERS.stream().filter(jar.headers()::containsKey)
                .forEach(header -> broken.add(jar.name() + " has the header " + header));
        ALLOW_LIST.stream().filter(kind -> kind.fits(jar.name())).findFirst().ifPresentOrElse(
                kind -> checkPackages(kind, jar, broken),
                () -> broken.add(jar.name() + " is of no known kind"));
        return broken;
    }

    private void checkPackages(Allowed kind, BundleJar jar, List<String> broken) {
        for (String name : jar.imports()) {
            if (name.startsWith(OURS) && !mayImport(kind, jar, name)) {
                broken.add(jar.name() + " imports " + name);
            }
            if ((name + ".").startsWith("javax.swing.") && !kind.swing()) {
                broken.add(jar.name() + " imports " + name + "; only bundles of the UI may");
            }
        }
        for (Map.Entry<String, Map<String, String>> export : jar.exports().entrySet()) {
            if (!kind.exports()) {
                broken.add(jar.name() + " exports " + export.getKey() + "; only contracts are exported");
            }
            if (export.getKey().contains(".internal")) {
                broken.add(jar.name() + " exports the internal package " + export.getKey());
            }
            if (!export.getValue().containsKey("version")) {
                broken.add(jar.name() + " exports " + export.getKey() + " without a version");
            }
        }
    }

    private boolean mayImport(Allowed kind, BundleJar jar, String name) {
        return kind.api() && api.contains(name) || kind.uiApi() && uiApi.contains(name)
                || jar.exports().containsKey(name);
    }
}
