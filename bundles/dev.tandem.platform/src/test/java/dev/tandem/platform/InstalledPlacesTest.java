package dev.tandem.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.environment.Places;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

class InstalledPlacesTest {
    @TempDir
    Path folder;

    private static BundleContext framework(Map<String, String> properties) {
        Bundle bundle = proxy(Bundle.class, Map.of("getVersion", new Version("1.2.3.SNAPSHOT")));
        return (BundleContext) Proxy.newProxyInstance(InstalledPlacesTest.class.getClassLoader(),
                new Class<?>[] {BundleContext.class}, (proxy, method, arguments) ->
                        method.getName().equals("getProperty") ? properties.get(arguments[0]) : bundle);
    }

    private static <T> T proxy(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName())));
    }

    private Places places(Path data) {
        return new InstalledPlaces(framework(Map.of("tandem.data", data.toString(), "tandem.version", "9.9.9")));
    }

    private static String permissions(Path path) throws Exception {
        assumeTrue(Files.getFileStore(path).supportsFileAttributeView("posix"), "no POSIX permissions here");
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void pluginsLieBesideTheDataOfAPortableFolderAndElseBelowTheData() {
        String home = folder.resolve("tandem").toString();
        Path portable = folder.resolve("tandem/data");
        Path elsewhere = folder.resolve("elsewhere");
        assertEquals(folder.resolve("tandem/plugins"), new InstalledPlaces(portable, home, "1").plugins());
        assertEquals(elsewhere.resolve("plugins"), new InstalledPlaces(elsewhere, home, "1").plugins());
        assertEquals(elsewhere.resolve("plugins"), new InstalledPlaces(elsewhere, null, "1").plugins());
        assertFalse(Files.exists(elsewhere));
    }

    @Test
    void everyFolderExistsWhenItIsAskedForAndIsTheOwnersOnly() throws Exception {
        Path data = folder.resolve("new/data folder");
        Places places = places(data);
        assertFalse(Files.exists(data), "made before it was asked for");
        List<Supplier<Path>> folders = List.of(places::config, places::catalog, places::secrets, places::logs,
                places::cache, places::data);
        for (Supplier<Path> asked : folders) {
            Path made = asked.get();
            assertTrue(Files.isDirectory(made), made::toString);
            assertTrue(made.startsWith(data), made::toString);
            assertEquals("rwx------", permissions(made));
        }
    }

    @Test
    void theDefaultRepositoryIsNotMade() {
        Path repository = places(folder).defaultRepository();
        assertEquals(folder.resolve("repository"), repository);
        assertFalse(Files.exists(repository));
    }

    @Test
    void aFolderTheUserMadeKeepsItsModeButTheSecretsAreClosed() throws Exception {
        permissions(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(folder.resolve("secrets"), PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rwxr-xr-x")));
        Places places = places(folder);
        assertEquals("rwxr-xr-x", permissions(places.data()));
        assertEquals("rwx------", permissions(places.secrets()));
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        UncheckedIOException failure =
                assertThrows(UncheckedIOException.class, () -> places(file.resolve("below")).config());
        assertTrue(failure.getMessage().contains(file.toString()), failure.getMessage());
    }

    @Test
    void withoutADataFolderTheHomeIsUsed() {
        var places = new InstalledPlaces(framework(Map.of()));
        // Not asked for a folder: that would make one in the home of whoever runs this test.
        assertEquals("1.2.3", places.productVersion());
        assertEquals(Path.of(System.getProperty("user.home"), ".tandem"), places.location());
    }

    @Test
    void theVersionIsTheLaunchers() {
        assertEquals("9.9.9", places(folder).productVersion());
    }
}
