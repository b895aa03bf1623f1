package dev.tandem.storage.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.environment.Places;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages.Mode;
import dev.tandem.storage.spi.StorageProvider;
import dev.tandem.tck.MemoryStorage;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

class StorageCatalogTest {
    private final Map<Object, StorageProvider> services = new HashMap<>();
    private final List<Object> got = new ArrayList<>();
    private final List<Object> released = new ArrayList<>();
    private final StorageCatalog catalog = new StorageCatalog(framework(), places(), new RecordingSleeper().backoff());

    private static Places places() {
        return (Places) Proxy.newProxyInstance(StorageCatalogTest.class.getClassLoader(), new Class<?>[] {Places.class},
                (proxy, method, arguments) -> Path.of("nowhere"));
    }

    private BundleContext framework() {
        return (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getService" -> {
                        got.add(arguments[0]);
                        yield services.get(arguments[0]);
                    }
                    case "ungetService" -> released.add(arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @SuppressWarnings("unchecked")
    private ServiceReference<StorageProvider> reference(String scheme, int ranking) {
        return (ServiceReference<StorageProvider>) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {ServiceReference.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getProperty" -> arguments[0].equals(StorageProvider.SCHEME) ? scheme : ranking;
                    case "compareTo" -> Integer.compare(ranking,
                            (int) ((ServiceReference<?>) arguments[0]).getProperty("service.ranking"));
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    case "toString" -> scheme + ranking;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private ServiceReference<StorageProvider> provide(String scheme, int ranking, StorageProvider provider) {
        ServiceReference<StorageProvider> reference = reference(scheme, ranking);
        services.put(reference, provider);
        catalog.addProvider(reference);
        return reference;
    }

    private static StorageProvider refusing(String name) {
        return (where, context) -> {
            throw new StorageException(Kind.NOT_FOUND, name);
        };
    }

    @Test
    void theSchemeChoosesTheProviderAndNoOtherIsStarted() throws Exception {
        provide("other", 0, refusing("other"));
        var reference = provide("mem", 0, (where, context) -> new MemoryStorage());
        catalog.open(Location.parse("mem:x"), Mode.EXISTING).close();
        assertEquals(List.of(reference), got);
    }

    @Test
    void theProviderIsReleasedWhenTheSessionIsClosed() throws Exception {
        var reference = provide("mem", 0, (where, context) -> new MemoryStorage());
        var session = catalog.open(Location.parse("mem:x"), Mode.EXISTING);
        assertEquals(List.of(), released);
        session.close();
        assertEquals(List.of(reference), released);
    }

    @Test
    void theProviderIsReleasedWhenItDoesNotOpen() {
        var reference = provide("mem", 0, refusing("mine"));
        StorageException failure = assertThrows(StorageException.class,
                () -> catalog.open(Location.parse("mem:x"), Mode.EXISTING));
        assertEquals("mine", failure.getMessage());
        assertEquals(List.of(reference), released);
    }

    @Test
    void theHigherRankingWins() {
        provide("mem", 1, refusing("low"));
        provide("mem", 5, refusing("high"));
        provide("mem", 2, refusing("middle"));
        assertEquals("high", assertThrows(StorageException.class,
                () -> catalog.open(Location.parse("mem:x"), Mode.EXISTING)).getMessage());
    }

    @Test
    void aSchemeNobodyServesIsUnsupportedAndTheMessageNamesThoseThereAre() {
        provide("sftp", 0, refusing(""));
        provide("file", 0, refusing(""));
        StorageException failure = assertThrows(StorageException.class,
                () -> catalog.open(Location.parse("s3:key:secret@host/bucket"), Mode.EXISTING));
        assertEquals(Kind.UNSUPPORTED, failure.kind());
        assertTrue(failure.getMessage().contains("'s3'"), failure.getMessage());
        assertTrue(failure.getMessage().contains("file, sftp"), failure.getMessage());
        assertFalse(failure.getMessage().contains("secret"), failure.getMessage());
    }

    @Test
    void aProviderThatWentAwayIsNotAsked() throws Exception {
        var reference = provide("mem", 0, (where, context) -> new MemoryStorage());
        catalog.open(Location.parse("mem:x"), Mode.EXISTING).close();
        catalog.removeProvider(reference);
        assertEquals(Kind.UNSUPPORTED, assertThrows(StorageException.class,
                () -> catalog.open(Location.parse("mem:x"), Mode.EXISTING)).kind());
    }

    @Test
    void aProviderThatGoesAwayMeanwhileIsUnsupported() {
        services.put(provide("mem", 0, refusing("")), null);
        assertEquals(Kind.UNSUPPORTED, assertThrows(StorageException.class,
                () -> catalog.open(Location.parse("mem:x"), Mode.EXISTING)).kind());
    }
}
