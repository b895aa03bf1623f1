package dev.tandem.storage.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.storage.Destination;
import dev.tandem.storage.Location;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages.Mode;
import dev.tandem.storage.spi.ProviderSetting;
import dev.tandem.storage.spi.SessionContext;
import dev.tandem.storage.spi.StorageProvider;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.Fault;
import dev.tandem.tck.FaultPlan;
import dev.tandem.tck.FaultyStorage;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

class StorageCatalogTest {
    private final Map<Object, StorageProvider> services = new HashMap<>();
    private final List<Object> got = new ArrayList<>();
    private final List<Object> released = new ArrayList<>();
    private Installation installation;
    private StorageCatalog catalog;

    @TempDir
    Path folder;

    /** Instead of waiting in earnest. */
    private static final class StopWaiting extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @BeforeEach
    void install() {
        installation = new Installation(folder);
        catalog = new StorageCatalog(framework(), installation.places(), installation.destinations,
                new Backoff(5, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMinutes(1), (time, why) -> {
                    throw new StopWaiting();
                }, new Random(7)));
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
                    case "getBundle" -> null;
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

    @Test
    void aNamedPlaceIsOpenedWhereItsDestinationIs() throws Exception {
        List<Location> opened = new ArrayList<>();
        provide("mem", 0, (where, context) -> {
            opened.add(where);
            return new MemoryStorage();
        });
        named("nas", "mem://h/base?x=y", Map.of());
        catalog.open(Location.parse("@nas/a/b"), Mode.EXISTING).close();
        catalog.open(Location.parse("@nas"), Mode.EXISTING).close();
        assertEquals(List.of(Location.parse("mem://h/base/a/b?x=y"), Location.parse("mem://h/base?x=y")), opened);
    }

    @Test
    void theProviderIsToldTheSettingsAndSecretsOfItsDestinationOnly() throws Exception {
        List<String> told = new ArrayList<>();
        provide("mem", 0, (where, context) -> {
            told.add(context.setting("region").orElse("-"));
            told.add(context.secret("password").map(String::new).orElse("-"));
            told.add(context.mode() + " " + context.state().getFileName() + " " + Files.isDirectory(context.state()));
            return new MemoryStorage();
        });
        named("nas", "mem:x", Map.of("region", "north"));
        installation.destinations.putSecret("nas", "password", "secret".toCharArray());
        installation.destinations.putSecret("other", "password", "wrong".toCharArray());
        catalog.open(Location.parse("@nas"), Mode.CREATE).close();
        catalog.open(Location.parse("mem:x"), Mode.EXISTING).close();
        assertEquals(List.of("north", "secret", "CREATE mem true", "-", "-", "EXISTING mem true"), told);
    }

    @Test
    void theFolderOfAProviderIsItsOwnersOnlyAndMadeWhenItIsAskedFor() throws Exception {
        provide("mem", 0, (where, context) -> new MemoryStorage());
        catalog.open(Location.parse("mem:x"), Mode.EXISTING).close();
        assertFalse(Files.exists(folder.resolve("mem")));
        provide("new", 0, (where, context) -> {
            context.state();
            return new MemoryStorage();
        });
        catalog.open(Location.parse("new:x"), Mode.EXISTING).close();
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "no POSIX permissions here");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("new"))));
    }

    @Test
    void anUnknownNameIsToldTheNamesThereAre() throws Exception {
        named("nas", "mem:x", Map.of());
        named("usb", "mem:y", Map.of());
        StorageException failure = assertThrows(StorageException.class,
                () -> catalog.open(Location.parse("@nsa/x"), Mode.EXISTING));
        assertEquals(Kind.INVALID, failure.kind());
        assertTrue(failure.getMessage().contains("no destination 'nsa'"), failure.getMessage());
        assertTrue(failure.getMessage().contains("there are: nas, usb"), failure.getMessage());
    }

    @Test
    void oneThatIsThrottledMakesAllSessionsOfTheDestinationWait() throws Exception {
        var throttled = new StorageException(Kind.THROTTLED, "slow down", null, true, Duration.ofSeconds(30));
        provide("mem", 0, (where, context) -> new FaultyStorage(new MemoryStorage(),
                FaultPlan.NONE.at(FaultPlan.Call.STAT, 1, new Fault.Failure(throttled)), 1));
        provide("calm", 0, (where, context) -> new MemoryStorage());
        named("nas", "mem:x", Map.of());
        named("calm", "calm:x", Map.of());
        try (var one = catalog.open(Location.parse("@nas/a"), Mode.EXISTING);
                var other = catalog.open(Location.parse("@nas/b"), Mode.EXISTING);
                var calm = catalog.open(Location.parse("@calm"), Mode.EXISTING)) {
            assertThrows(StopWaiting.class, () -> one.stat(new RemotePath("x")));
            calm.stat(new RemotePath("x"));
            assertThrows(StopWaiting.class, () -> other.list(RemotePath.ROOT, info -> { }));
        }
    }

    @Test
    void theKindsThereAreTellTheirSettingsAndTheCommonOnes() throws Exception {
        provide("zzz", 0, (where, context) -> new MemoryStorage());
        provide("mem", 0, new StorageProvider() {
            @Override
            public StorageSession open(Location where, SessionContext context) {
                return new MemoryStorage();
            }

            @Override
            public List<ProviderSetting> settings() {
                return List.of(ProviderSetting.secret("password", "what proves it"));
            }
        });
        named("nas", "mem:x", Map.of());
        assertEquals(List.of("mem", "zzz"), catalog.all().stream().map(type -> type.schemes().first()).toList());
        assertEquals("password", catalog.of(Location.parse("@nas/sub")).own().getFirst().name());
        assertTrue(catalog.of(Location.parse("zzz:x")).setting(Destination.REPOSITORY_PASSWORD).orElseThrow().secret());
        assertEquals(got.size(), released.size());
        assertEquals(Kind.UNSUPPORTED, assertThrows(StorageException.class,
                () -> catalog.of(Location.parse("ftp:x"))).kind());
    }

    private void named(String name, String location, Map<String, String> settings) throws IOException {
        installation.destinations.put(new Destination(name, Location.parse(location), new TreeMap<>(settings)));
    }

    @Test
    void aProviderThatThrowsWhatItMustNotIsToldAsItsFault() {
        provide("mem", 0, (where, context) -> {
            throw new IllegalStateException("boom");
        });
        StorageException failure = assertThrows(StorageException.class,
                () -> catalog.open(Location.parse("mem:x"), Mode.EXISTING));
        assertEquals(Kind.FAILED, failure.kind());
        assertTrue(failure.getMessage().contains("has a fault: open mem:x failed with java.lang.IllegalStateException: boom"),
                failure.getMessage());
    }
}
