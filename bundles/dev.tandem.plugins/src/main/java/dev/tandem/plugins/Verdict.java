package dev.tandem.plugins;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** Says for a person why a plugin does not run. */
final class Verdict {
    private final BundleContext framework;

    Verdict(BundleContext framework) {
        this.framework = framework;
    }

    /** Returns why it could not be installed or started. */
    String of(Throwable failure, Path file) {
        boolean unresolved = failure instanceof BundleException e && e.getType() == BundleException.RESOLVE_ERROR;
        List<String> missing = unresolved ? missing(file) : List.of();
        return missing.isEmpty() ? text(failure) : Troubles.join(missing);
    }

    private List<String> missing(Path file) {
        try {
            Host host = Host.of(framework);
            return PluginJar.manifest(file).needs().stream().filter(need -> !need.optional() && !host.offers(need))
                    .map(need -> Admission.missing(need, host)).toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    /** The framework's own words wrap those of the plugin. */
    private static String text(Throwable failure) {
        if (failure instanceof BundleException && failure.getCause() != null
                && !(failure.getCause() instanceof BundleException)) {
            return "it failed while it started: " + root(failure.getCause());
        }
        return failure instanceof Error ? "it failed while it started: " + failure
                : failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        // Causes may run in a circle, made by whoever threw them.
        for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
            root = root.getCause();
        }
        return root;
    }
}
