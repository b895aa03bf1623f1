package dev.tandem.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.apache.felix.framework.Felix;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.connect.ModuleConnector;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

/** The running OSGi framework with the product's bundles. */
public final class BundleRuntime implements AutoCloseable {
    /** The property of the service that an application registers, and that {@link #application} looks for. */
    public static final String APPLICATION = "tandem.application";

    /**
     * The property that, when {@code off}, gives every bundle a class loader of its own, which only then sees what the
     * bundle imports.
     */
    public static final String CLASS_PATH = "tandem.classpath";

    /** Long enough for a component that flushes something; a bundle that never stops must not keep the process. */
    private static final long STOP_LIMIT_MS = 10_000;

    private final Framework framework;
    private final Slot slot;

    private BundleRuntime(Framework framework, Slot slot) {
        this.framework = framework;
        this.slot = slot;
    }

    /**
     * Starts the bundles of the features. What an earlier start left in the cache is used when it was made from the
     * same jars; a cache that does not start is made anew once.
     *
     * @param extra framework properties to add to the launcher's own
     */
    public static BundleRuntime start(Installation installation, List<String> features, Map<String, String> extra)
            throws IOException, BundleException {
        Slot slot = Slot.take(installation.frameworkCache(), Stamp.of(installation.app(), features));
        try {
            if (slot.isWarm()) {
                try {
                    return boot(installation, features, extra, slot);
                } catch (BundleException | RuntimeException damagedCache) {
                    slot.empty();
                }
            }
            return boot(installation, features, extra, slot);
        } catch (BundleException | IOException | RuntimeException failure) {
            slot.close();
            throw failure;
        }
    }

    /** Finds what an application of this name registered: the program that is given the command line. */
    public Optional<ToIntFunction<String[]>> application(String name) {
        BundleContext context = framework.getBundleContext();
        try {
            ServiceReference<?>[] found = context.getServiceReferences(ToIntFunction.class.getName(),
                    "(" + APPLICATION + "=" + name + ")");
            return Optional.ofNullable(found).map(references -> context.getService(references[0]))
                    .map(BundleRuntime::takingArguments);
        } catch (InvalidSyntaxException broken) {
            throw new IllegalArgumentException("'" + name + "' is no name of an application", broken);
        }
    }

    /** The framework's own view of its bundles and services. */
    public BundleContext context() {
        return framework.getBundleContext();
    }

    /** Stops every bundle, so that components let go of what they hold. */
    @Override
    public void close() throws BundleException, IOException {
        stop(framework);
        slot.close();
    }

    private static BundleRuntime boot(Installation installation, List<String> features, Map<String, String> extra,
            Slot slot) throws IOException, BundleException {
        Framework framework = new Felix(properties(installation, slot, extra),
                connector(installation, extra));
        try {
            framework.init();
            BundleContext context = framework.getBundleContext();
            if (!slot.isWarm()) {
                install(installation, features, usesClassPath(extra), context);
                slot.seal(ownBundles(context));
            } else if (!slot.holds(ownBundles(context))) {
                throw new BundleException("The cache of bundles " + slot.storage() + " is damaged");
            }
            // One resolution of all bundles costs far less than one for each bundle that starts.
            framework.adapt(FrameworkWiring.class).resolveBundles(null);
            framework.start();
            return new BundleRuntime(framework, slot);
        } catch (BundleException | IOException | RuntimeException failure) {
            stop(framework);
            throw failure;
        }
    }

    /** The bundles of the features. Others in the cache are plugins, which come and go. */
    private static int ownBundles(BundleContext context) {
        int own = 0;
        for (Bundle bundle : context.getBundles()) {
            own += Coordinates.ofLocation(bundle.getLocation()).isPresent() ? 1 : 0;
        }
        return own;
    }

    private static void stop(Framework framework) throws BundleException {
        framework.stop();
        try {
            framework.waitForStop(STOP_LIMIT_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void install(Installation installation, List<String> features, boolean classPath,
            BundleContext context) throws IOException, BundleException {
        for (Feature.Entry entry : installation.bundles(features)) {
            Bundle bundle = install(installation, entry.coordinates(), classPath, context);
            bundle.adapt(BundleStartLevel.class).setStartLevel(entry.startLevel());
            if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
                bundle.start(Bundle.START_ACTIVATION_POLICY);
            }
        }
    }

    private static Bundle install(Installation installation, Coordinates coordinates, boolean classPath,
            BundleContext context) throws IOException, BundleException {
        if (classPath && Files.exists(installation.libraryJar(coordinates))) {
            // Given a stream, Felix does not ask the connector before the next start.
            return context.installBundle(coordinates.location());
        }
        try (InputStream jar = Files.newInputStream(installation.jar(coordinates))) {
            return context.installBundle(coordinates.location(), jar);
        }
    }

    private static ModuleConnector connector(Installation installation, Map<String, String> extra) {
        return usesClassPath(extra) ? new ClassPathBundles(installation) : null;
    }

    private static boolean usesClassPath(Map<String, String> extra) {
        return !extra.getOrDefault(CLASS_PATH, "on").equals("off");
    }

    private static Map<String, Object> properties(Installation installation, Slot slot, Map<String, String> extra) {
        Map<String, Object> properties = new HashMap<>();
        Product.properties().forEach((name, value) -> properties.put((String) name, value));
        properties.put(Product.VERSION, Product.version());
        properties.put(Constants.FRAMEWORK_STORAGE, slot.storage().toString());
        properties.put("felix.log.logger", new FrameworkLog());
        properties.put(Installation.HOME, installation.home().toString());
        properties.put(Installation.DATA, installation.data().toString());
        properties.putAll(extra);
        return properties;
    }

    @SuppressWarnings("unchecked")
    private static ToIntFunction<String[]> takingArguments(Object application) {
        return (ToIntFunction<String[]>) application;
    }
}
