package dev.tandem.storage.internal;

import dev.tandem.plugin.PluginFault;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/**
 * The border to the code of a provider: what its contract does not allow becomes a {@link StorageException} that says
 * whose fault it is.
 *
 * @param bundle the name of the provider's bundle
 */
record Guard(Supplier<String> bundle) {
    private static final System.Logger LOG = System.getLogger(Guard.class.getName());

    static Guard of(ServiceReference<?> provider) {
        return new Guard(() -> name(provider));
    }

    private static String name(ServiceReference<?> provider) {
        Bundle bundle = provider.getBundle();
        return bundle == null ? "a bundle that is gone" : bundle.getSymbolicName();
    }

    /** Calls what may report a failure. */
    <T> T call(String doing, DecoratedSession.Call<T> call) throws StorageException {
        try {
            return call.run();
        } catch (RuntimeException | Error thrown) {
            throw failure(doing, thrown);
        }
    }

    /** Calls what reports no failure; where it has a fault, the answer is another one. */
    <T> T call(String doing, Supplier<T> call, T otherwise) {
        try {
            return call.get();
        } catch (RuntimeException | Error thrown) {
            LOG.log(System.Logger.Level.WARNING, fault(doing, thrown).getMessage(), thrown);
            return otherwise;
        }
    }

    /** Returns how a fault is told; what is none is thrown on. */
    StorageException failure(String doing, Throwable thrown) {
        PluginFault fault = fault(doing, thrown);
        return new StorageException(Kind.FAILED, fault.getMessage(), fault);
    }

    private PluginFault fault(String doing, Throwable thrown) {
        return switch (thrown) {
            case RuntimeException e when !PluginFault.is(e) -> throw e;
            case Error e when !PluginFault.is(e) -> throw e;
            default -> new PluginFault(bundle.get(), doing, thrown);
        };
    }

    /** Returns what is said of a provider that is there and gives no service. */
    StorageException notStarted(Location where) {
        return new StorageException(Kind.UNSUPPORTED, "the storage '" + where.scheme() + "' did not start: "
                + bundle.get() + " failed to make it; the log says why, and 'tandem plugin why " + bundle.get() + "'");
    }
}
