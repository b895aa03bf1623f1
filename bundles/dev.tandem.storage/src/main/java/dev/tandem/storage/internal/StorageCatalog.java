package dev.tandem.storage.internal;

import dev.tandem.environment.Places;
import dev.tandem.storage.Destinations;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.StorageType;
import dev.tandem.storage.StorageTypes;
import dev.tandem.storage.Storages;
import dev.tandem.storage.spi.StorageProvider;
import dev.tandem.storage.spi.StorageSession;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

/**
 * The providers that are there at the moment. Only the one that is asked for is ever started. Around each session come,
 * from the inside out: the guard against faults of the provider; the trace, which sees what is really called; the gate,
 * which lets each of those calls pass; and repetition, whose attempts go through them all.
 */
@Component
public final class StorageCatalog implements Storages, StorageTypes {
    /** About ten seconds: a network may just be waking up, but a mistyped host should not be waited for. */
    private static final int OPENINGS = 6;

    private final Set<ServiceReference<StorageProvider>> providers = ConcurrentHashMap.newKeySet();
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();
    private final BundleContext services;
    private final Places places;
    private final Destinations destinations;
    private final NamedPlaces named;
    private final Backoff backoff;

    /** Activated by the component runtime. */
    @Activate
    public StorageCatalog(BundleContext services, @Reference Places places, @Reference Destinations destinations) {
        this(services, places, destinations, Backoff.STANDARD);
    }

    StorageCatalog(BundleContext services, Places places, Destinations destinations, Backoff backoff) {
        this.services = services;
        this.places = places;
        this.destinations = destinations;
        this.named = new NamedPlaces(destinations);
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
        Place place = named.of(where);
        ServiceReference<StorageProvider> reference = referenceFor(place.location());
        boolean opened = false;
        try {
            StorageSession session = open(reference, place, mode);
            opened = true;
            return new RetryingSession(session, backoff, () -> services.ungetService(reference));
        } finally {
            if (!opened) {
                services.ungetService(reference);
            }
        }
    }

    private StorageSession open(ServiceReference<StorageProvider> reference, Place place, Mode mode)
            throws StorageException {
        StorageProvider provider = provider(reference, place.location());
        Guard guard = Guard.of(reference);
        Gate gate = gates.computeIfAbsent(place.account(), account -> new Gate(System::nanoTime, backoff.sleeper()));
        Duration apart = place.named().isPresent() ? CommonSettings.apart(place.named().get()) : Duration.ZERO;
        var context = new DestinationContext(mode, place.named(), destinations,
                places.config().resolve(place.location().scheme()));
        StorageSession session = backoff.atMost(OPENINGS).call(attempt ->
                guard.call("open " + place.name(), () -> provider.open(place.location(), context)));
        return new ThrottledSession(TracedSession.of(new GuardedSession(session, guard), place.name()), gate, apart);
    }

    @Override
    public List<StorageType> all() {
        return providers.stream().map(this::type).flatMap(Optional::stream)
                .sorted(Comparator.comparing((StorageType type) -> type.schemes().first())).toList();
    }

    @Override
    public StorageType of(Location where) throws StorageException {
        Location location = named.of(where).location();
        return type(referenceFor(location)).orElseThrow(() -> unknown(location));
    }

    private Optional<StorageType> type(ServiceReference<StorageProvider> reference) {
        Optional<StorageProvider> provider = Optional.ofNullable(services.getService(reference));
        try {
            return provider.map(found -> new StorageType(new TreeSet<>(schemesOf(reference)),
                    Guard.of(reference).call("to tell its settings", found::settings, List.of()), CommonSettings.ALL));
        } finally {
            services.ungetService(reference);
        }
    }

    private StorageProvider provider(ServiceReference<StorageProvider> reference, Location where)
            throws StorageException {
        StorageProvider provider = services.getService(reference);
        if (provider == null) {
            throw reference.getBundle() == null ? unknown(where) : Guard.of(reference).notStarted(where);
        }
        return provider;
    }

    private ServiceReference<StorageProvider> referenceFor(Location where) throws StorageException {
        return providers.stream().filter(provider -> schemesOf(provider).contains(where.scheme()))
                .max(Comparator.naturalOrder()).orElseThrow(() -> unknown(where));
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
