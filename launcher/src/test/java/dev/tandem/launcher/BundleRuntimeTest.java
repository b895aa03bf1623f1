package dev.tandem.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.launcher.greeter.Greeter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.startlevel.BundleStartLevel;

class BundleRuntimeTest {
    private static final String GREETER = "app:small:greeter:1.0.0";

    /** It would tell at length of the damage done here. Held, or its level is forgotten with it. */
    private static final Logger FRAMEWORK_LOG = Logger.getLogger("dev.tandem.framework");

    @TempDir
    Path folder;

    private SmallProduct product;

    @BeforeAll
    static void silence() {
        FRAMEWORK_LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        FRAMEWORK_LOG.setLevel(null);
    }

    @BeforeEach
    void aProductInAFolderWithASpaceAndAnUmlaut() throws IOException {
        product = new SmallProduct(folder.resolve("a space ä"));
        product.withGreeter("1.0.0", 3).written();
    }

    private BundleRuntime start() throws Exception {
        return BundleRuntime.start(product.installation(), List.of(SmallProduct.FEATURE), Map.of());
    }

    @Test
    void anApplicationIsFoundByItsNameAndGivenTheArguments() throws Exception {
        try (BundleRuntime runtime = start()) {
            assertEquals(2, runtime.application("greeter").orElseThrow().applyAsInt(new String[] {"a", "b"}));
            assertTrue(runtime.application("another").isEmpty());
        }
    }

    @Test
    void aBundleIsKnownByItsCoordinatesAndStartsAtItsLevel() throws Exception {
        try (BundleRuntime runtime = start()) {
            Bundle greeter = runtime.context().getBundle(GREETER);
            assertEquals(3, greeter.adapt(BundleStartLevel.class).getStartLevel());
            assertEquals(Bundle.ACTIVE, greeter.getState());
        }
    }

    @Test
    void bundlesAreToldTheFoldersAndTheVersion() throws Exception {
        try (BundleRuntime runtime = start()) {
            assertEquals(product.installation().data().toString(), runtime.context().getProperty("tandem.data"));
            assertEquals(product.installation().home().toString(), runtime.context().getProperty("tandem.home"));
            assertTrue(runtime.context().getProperty("tandem.version").matches("\\d+\\.\\d+\\.\\d+"));
        }
    }

    @Test
    void aBundleAmongTheLibrariesIsLoadedByTheClassPathUnlessThatIsOff() throws Exception {
        SmallProduct libraries = new SmallProduct(folder.resolve("libraries"));
        libraries.withGreeterOnTheClassPath("1.0.0").written();
        for (String classPath : List.of("on", "off")) {
            try (BundleRuntime runtime = BundleRuntime.start(libraries.installation(), List.of(SmallProduct.FEATURE),
                    Map.of(BundleRuntime.CLASS_PATH, classPath))) {
                Bundle greeter = runtime.context().getBundle(GREETER);
                assertEquals(Bundle.ACTIVE, greeter.getState());
                boolean shared = greeter.loadClass(Greeter.class.getName()) == Greeter.class;
                assertEquals(classPath.equals("on"), shared);
                assertEquals(2, runtime.application("greeter").orElseThrow().applyAsInt(new String[] {"a", "b"}));
            }
        }
    }

    @Test
    void aSecondStartInstallsNothing() throws Exception {
        long installed = installedAt();
        assertEquals(installed, installedAt());
    }

    @Test
    void aChangedJarIsInstalledAnew() throws Exception {
        long installed = installedAt();
        Path jar = product.installation().jar(Coordinates.parse("small:greeter:1.0.0"));
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));
        assertNotEquals(installed, installedAt());
    }

    @Test
    void aChangedFeatureIsInstalledAnew() throws Exception {
        installedAt();
        product.withBundle("another", "1.0.0", 2).written();
        try (BundleRuntime runtime = start()) {
            assertEquals(Bundle.ACTIVE, runtime.context().getBundle("app:small:another:1.0.0").getState());
        }
    }

    @Test
    void twoRunAtOnceOnOneDataFolder() throws Exception {
        try (BundleRuntime first = start(); BundleRuntime second = start()) {
            assertEquals(1, first.application("greeter").orElseThrow().applyAsInt(new String[1]));
            assertEquals(2, second.application("greeter").orElseThrow().applyAsInt(new String[2]));
        }
    }

    @Test
    void aDamagedCacheIsMadeAnew() throws Exception {
        installedAt();
        try (Stream<Path> files = Files.walk(product.installation().frameworkCache())) {
            for (Path jar : files.filter(file -> file.endsWith("bundle.jar")).toList()) {
                Files.writeString(jar, "");
            }
        }
        try (BundleRuntime runtime = start()) {
            assertTrue(runtime.application("greeter").isPresent());
        }
    }

    @Test
    void aPluginThatCameOrWentIsNoDamage() throws Exception {
        long installed = installedAt();
        try (BundleRuntime runtime = start();
                InputStream jar = Files.newInputStream(product.installation().jar(
                        Coordinates.parse("small:greeter:1.0.0")))) {
            runtime.context().installBundle("plugin:other", renamed(jar));
        }
        try (BundleRuntime runtime = start()) {
            assertEquals(installed, runtime.context().getBundle(GREETER).getLastModified());
            runtime.context().getBundle("plugin:other").uninstall();
        }
        assertEquals(installed, installedAt());
    }

    /** The same bundle under another name, as the framework takes a name and version only once. */
    private static InputStream renamed(InputStream jar) throws IOException {
        var copy = new ByteArrayOutputStream();
        try (JarInputStream in = new JarInputStream(jar)) {
            in.getManifest().getMainAttributes().putValue("Bundle-SymbolicName", "other");
            new JarOutputStream(copy, in.getManifest()).close();
        }
        return new ByteArrayInputStream(copy.toByteArray());
    }

    @Test
    void theDiagnosisNamesTheBundleThatLacksAPackage() throws Exception {
        product.withBundle("lonely", "1.0.0", 2, "Import-Package", "there.is.no.such").written();
        try (BundleRuntime runtime = start()) {
            List<String> lines = Diagnosis.of(runtime.context());
            assertTrue(lines.getFirst().contains("lonely") && lines.getFirst().contains("there.is.no.such"),
                    lines.toString());
        }
    }

    private long installedAt() throws Exception {
        try (BundleRuntime runtime = start()) {
            return runtime.context().getBundle(GREETER).getLastModified();
        }
    }
}
