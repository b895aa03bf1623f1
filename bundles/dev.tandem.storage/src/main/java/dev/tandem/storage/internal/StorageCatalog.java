package dev.tandem.storage.internal;

import dev.tandem.environment.Places;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages;
import dev.tandem.storage.spi.SessionContext;
import dev.tandem.storage.spi.StorageProvider;
import dev.tandem.storage.spi.StorageSession;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The providers that are there at the moment. Only the one that is asked for is ever started. */
@Component
public final class StorageCatalog implements Storages {
    private final Set<ServiceReference<StorageProvider>> providers = ConcurrentHashMap.newKeySet();
    private final BundleContext services;
    private final Places places;
    private final Backoff backoff;

    /** Activated by the component runtime. */
    @Activate
    public StorageCatalog(BundleContext services, @Reference Places places) {
        this(services, places, Backoff.STANDARD);
    }

    StorageCatalog(BundleContext services, Places places, Backoff backoff) {
        this.services = services;
        this.places = places;
        this.backoff = backoff;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addProvider(ServiceReference<StorageProvider> provider) {
        providers.add(provider);
    }

    void removeProvider(ServiceReference<StorageProvider> provider) {
        providers.remove(provider);
    }

    @Override
    public StorageSession open(Location where, Mode mode) throws StorageException {
        ServiceReference<StorageProvider> reference = referenceFor(where.scheme()).orElseThrow(() -> unknown(where));
        StorageProvider provider = services.getService(reference);
        if (provider == null) {
            throw unknown(where);
        }
        SessionContext context = SessionContext.of(mode, places.config().resolve(where.scheme()));
        boolean opened = false;
        try {
            StorageSession session = backoff.call(attempt -> provider.open(where, context));
            opened = true;
            return new RetryingSession(session, backoff, () -> services.ungetService(reference));
        } finally {
            if (!opened) {
                services.ungetService(reference);
            }
        }
    }

    private Optional<ServiceReference<StorageProvider>> referenceFor(String scheme) {
        return providers.stream().filter(provider -> schemesOf(provider).contains(scheme)).max(Comparator.naturalOrder());
    }

    private static List<String> schemesOf(ServiceReference<StorageProvider> provider) {
        return switch (provider.getProperty(StorageProvider.SCHEME)) {
            case String scheme -> List.of(scheme);
            case String[] schemes -> List.of(schemes);
            case null, default -> List.of();
        };
    }

    private StorageException unknown(Location where) {
        Set<String> known = new TreeSet<>();
        providers.forEach(provider -> known.addAll(schemesOf(provider)));
        // The rest of the location may hold a password, so it is not repeated here.
        return new StorageException(Kind.UNSUPPORTED, "no storage of the kind '" + where.scheme() + "' is installed; "
                + "there " + (known.isEmpty() ? "is none at all" : "are: " + String.join(", ", known))
                + ". A plugin in the folder 'plugins' adds more; a path that only looks like one is written as ./"
                + where.scheme() + ":…");
    }
}
