package dev.tandem.launcher.greeter;

import java.util.Hashtable;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** An application as small as can be, packed into a bundle by the tests: its result is the number of its arguments. */
public final class Greeter implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        ToIntFunction<String[]> application = arguments -> arguments.length;
        context.registerService(ToIntFunction.class, application,
                new Hashtable<>(Map.of("tandem.application", "greeter")));
    }

    @Override
    public void stop(BundleContext context) {
        // the framework takes the service back
    }
}
