package dev.tandem.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.plugin.Plugin;
import dev.tandem.plugin.Plugin.State;
import dev.tandem.plugin.PluginException;
import dev.tandem.plugin.Plugins;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** A plugin comes, changes and goes, in a framework with declarative services. */
class LifeTest {
    @TempDir
    Path temp;

    private Product product;

    @BeforeEach
    void start() throws Exception {
        product = new Product(temp.resolve("data"));
    }

    @AfterEach
    void stop() throws Exception {
        product.close();
    }

    /** A component that greets by its name; its word tells the versions apart. */
    private static TestJar greeter(String version, String word) {
        return TestJar.component("greeter", "", """
                <service><provide interface="java.util.function.Supplier"/></service>""", """
                package plugin;
                public class Part implements java.util.function.Supplier<String> {
                    public String get() { return "%s"; }
                }
                """.formatted(word)).with("Bundle-Version", version);
    }

    private Object greeting() {
        ServiceReference<?> reference = product.context().getServiceReference("java.util.function.Supplier");
        if (reference == null) {
            return null;
        }
        Object word = ((java.util.function.Supplier<?>) product.context().getService(reference)).get();
        product.context().ungetService(reference);
        return word;
    }

    private List<Bundle> bundles() {
        return Stream.of(product.context().getBundles())
                .filter(bundle -> bundle.getLocation().startsWith(Plugins.LOCATION)).toList();
    }

    private Path source(TestJar jar) throws Exception {
        return jar.writeTo(temp.resolve("source/greeter.jar"));
    }

    @Test
    void aJarDroppedInRunsAtTheNextLookAndIsGoneWhenItsFileIs() throws Exception {
        Path jar = product.drop("any name.jar", greeter("1.0.0", "hello"));
        product.plugins().look();
        assertEquals("hello", greeting());
        assertEquals(State.ACTIVE, product.of("greeter").state());
        Files.delete(jar);
        product.plugins().look();
        assertNull(greeting());
        assertEquals(List.of(), product.plugins().list());
        assertEquals(List.of(), bundles());
    }

    @Test
    void aJarDeletedWhileItStartsIsGoneAfterTheNextLook() throws Exception {
        Path jar = product.folder.resolve("greeter.jar");
        product.drop("greeter.jar", TestJar.starting("greeter", "1.0.0",
                "java.nio.file.Files.delete(java.nio.file.Path.of(\"" + jar + "\"));"));
        product.plugins().look();
        assertEquals(1, bundles().size());
        assertFalse(Files.exists(jar));
        product.plugins().look();
        assertEquals(List.of(), bundles());
    }

    @Test
    void whatIsInstalledComesBackWithTheNextProcessWithoutBeingReadAgain() throws Exception {
        product.plugins().install(source(greeter("1.0.0", "hello")));
        long installed = bundles().getFirst().getLastModified();
        product.restart();
        assertEquals("hello", greeting());
        assertEquals(installed, bundles().getFirst().getLastModified());
        assertEquals(State.ACTIVE, product.of("greeter").state());
    }

    @Test
    void aFileThatIsStillGrowingIsNotStartedAndTakenWhenItIsWhole() throws Exception {
        byte[] jar = greeter("1.0.0", "hello").bytes();
        Path file = product.folder.resolve("greeter.jar");
        Files.write(file, java.util.Arrays.copyOf(jar, jar.length / 2));
        product.plugins().look();
        assertEquals(State.INCOMPLETE, product.of("greeter.jar").state());
        assertEquals(List.of(), bundles());
        Files.write(file, jar);
        product.plugins().look();
        assertEquals("hello", greeting());
    }

    @Test
    void aNewerVersionTakesThePlaceOfTheOlderOne() throws Exception {
        product.plugins().install(source(greeter("1.0.0", "hello")));
        Plugin newer = product.plugins().install(source(greeter("1.1.0", "good morning")));
        assertEquals("1.1.0", newer.version());
        assertEquals("good morning", greeting());
        assertEquals(1, bundles().size());
        try (Stream<Path> files = Files.list(product.folder)) {
            assertEquals(List.of("greeter-1.1.0.jar"), files.map(file -> file.getFileName().toString()).toList());
        }
    }

    @Test
    void aNewerVersionThatDoesNotStartLeavesTheOlderOneRunning() throws Exception {
        product.plugins().install(source(greeter("1.0.0", "hello")));
        TestJar broken = greeter("1.1.0", "good morning").with("Import-Package", "there.is.none;version=\"[1,2)\"");
        PluginException refused = assertThrows(PluginException.class, () -> product.plugins().install(source(broken)));
        assertTrue(refused.getMessage().contains("greeter 1.1.0"), refused.getMessage());
        assertTrue(refused.getMessage().contains("needs package there.is.none [1.0,2.0), missing"), refused.getMessage());
        assertTrue(refused.getMessage().contains("the older version runs on"), refused.getMessage());
        assertEquals("hello", greeting());
        assertEquals(List.of("1.0.0"), product.plugins().list().stream().map(Plugin::version).toList());
    }

    @Test
    void aDroppedVersionThatDoesNotStartIsQuarantinedAndTheOlderOneRuns() throws Exception {
        product.drop("old.jar", greeter("1.0.0", "hello"));
        product.plugins().look();
        product.drop("new.jar", greeter("1.1.0", "good morning").with("Bundle-Activator", "no.such.Class"));
        product.plugins().look();
        assertEquals("hello", greeting());
        Plugin broken = product.of("new.jar");
        assertEquals(State.QUARANTINED, broken.state());
        assertTrue(broken.explanation().contains("no.such.Class"), broken.explanation());
    }

    @Test
    void anOlderVersionIsRefused() throws Exception {
        product.plugins().install(source(greeter("1.1.0", "hello")));
        PluginException refused = assertThrows(PluginException.class,
                () -> product.plugins().install(source(greeter("1.0.0", "old"))));
        assertTrue(refused.getMessage().contains("greeter 1.1.0 is installed, which is newer"), refused.getMessage());
    }

    @Test
    void aJarWrittenOverIsTakenAnew() throws Exception {
        product.drop("greeter.jar", greeter("1.0.0", "hello"));
        product.plugins().look();
        product.drop("greeter.jar", greeter("1.0.0", "changed word"));
        product.plugins().look();
        assertEquals("changed word", greeting());
        assertEquals(1, bundles().size());
    }

    @Test
    void whatIsDisabledStaysSoUntilItIsEnabled() throws Exception {
        product.plugins().install(source(greeter("1.0.0", "hello")));
        assertEquals(State.DISABLED, product.plugins().disable("greeter").state());
        assertNull(greeting());
        product.restart();
        assertNull(greeting());
        assertEquals(State.DISABLED, product.of("greeter").state());
        assertEquals(State.ACTIVE, product.plugins().enable("greeter").state());
        assertEquals("hello", greeting());
    }

    @Test
    void allPluginsCanBeLeftOutAndStillBeRemoved() throws Exception {
        Path jar = product.drop("any.jar", greeter("1.0.0", "hello"));
        product.restartWithout();
        assertEquals(State.DISABLED, product.of("greeter").state());
        assertNull(greeting());
        product.plugins().remove("greeter");
        assertFalse(Files.exists(jar));
    }

    @Test
    void removeDeletesTheFile() throws Exception {
        Path jar = product.drop("any.jar", greeter("1.0.0", "hello"));
        product.plugins().remove("greeter");
        assertFalse(Files.exists(jar));
        assertNull(greeting());
        assertThrows(PluginException.class, () -> product.plugins().why("greeter"));
    }

    @Test
    void anUnknownNameIsToldWithThoseThereAre() throws Exception {
        product.drop("any.jar", greeter("1.0.0", "hello"));
        PluginException unknown = assertThrows(PluginException.class, () -> product.plugins().disable("greater"));
        assertTrue(unknown.getMessage().contains("'greater'; there are: greeter"), unknown.getMessage());
    }

    @Test
    void aComponentThatLacksAServiceIsExplained() throws Exception {
        product.drop("waits.jar", TestJar.component("waits", "", """
                <service><provide interface="java.lang.Runnable"/></service>
                <reference name="clock" interface="java.time.InstantSource" bind="set"/>""", """
                package plugin;
                public class Part implements Runnable {
                    public void run() { }
                    void set(java.time.InstantSource clock) { }
                }
                """));
        product.plugins().look();
        Plugin waits = product.of("waits");
        assertEquals(State.WAITING, waits.state());
        assertEquals("its component plugin.Part needs the service java.time.InstantSource, missing", waits.explanation());
    }

    @Test
    void whyTellsWhatIsNeededAndWhetherItIsThere() throws Exception {
        product.drop("greeter.jar", greeter("1.0.0", "hello").with("Import-Package",
                "org.osgi.framework;version=\"[1.8,2)\",no.such;resolution:=optional"));
        var why = product.plugins().why("greeter");
        assertEquals("[Requirement[what=package org.osgi.framework [1.8,2.0), met=true], "
                + "Requirement[what=package no.such, optional, met=false]]", why.requirements().toString());
        assertEquals(List.of("it offers java.util.function.Supplier"), why.remarks());
    }

    @Test
    void oneOfTwoPluginsThatNeedsTheOtherRunsWhicheverComesFirst() throws Exception {
        product.drop("a.jar", TestJar.bundle("a", "1.0.0").with("Import-Package", "shared"));
        product.drop("b.jar", TestJar.bundle("b", "1.0.0").with("Export-Package", "shared")
                .source("shared.Word", "package shared; public class Word { }"));
        product.plugins().look();
        assertEquals(List.of(State.ACTIVE, State.ACTIVE),
                product.plugins().list().stream().map(Plugin::state).toList());
    }

    @Test
    void aPluginThatIsRemovedLeavesNoClassLoader() throws Exception {
        product.drop("greeter.jar", greeter("1.0.0", "hello"));
        product.plugins().look();
        WeakReference<ClassLoader> loader = loader();
        assertNotNull(loader.get());
        product.plugins().remove("greeter");
        while (loader.get() != null) {
            // Fails by never ending, which the build's own limit turns into a failure.
            System.gc();
            Thread.onSpinWait();
        }
    }

    private WeakReference<ClassLoader> loader() {
        ServiceReference<?> reference = product.context().getServiceReference("java.util.function.Supplier");
        Object service = product.context().getService(reference);
        product.context().ungetService(reference);
        return new WeakReference<>(service.getClass().getClassLoader());
    }

    @Test
    void theWatchFindsAJarByItselfUntilItIsClosed() throws Exception {
        CountDownLatch looks = new CountDownLatch(3);
        try (Watch _ = new Watch(java.time.Duration.ofMillis(5), looks::countDown)) {
            looks.await();
        }
    }
}
