package dev.tandem.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.plugin.Plugin;
import dev.tandem.plugin.Plugin.State;
import dev.tandem.plugin.PluginException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each is explained and can be removed, and a good plugin beside it runs. */
class BadPluginsTest {
    /** What the blocking plugin waits for; it is a class of the test's own, which sees this one's through the system. */
    private static final String RELEASE = "tandem.test.release";

    @TempDir
    Path temp;

    private Product product;

    @BeforeEach
    void aProductWithAGoodPlugin() throws Exception {
        product = new Product(temp.resolve("data"));
        product.drop("good.jar", TestJar.starting("good", "1.0.0", ""));
    }

    @AfterEach
    void theGoodPluginIsUnharmedAndTheBadOneCanBeRemoved() throws Exception {
        assertEquals(State.ACTIVE, product.settled("good"));
        for (Plugin plugin : product.plugins().list()) {
            product.plugins().remove(plugin.file().getFileName().toString());
        }
        assertEquals(0, product.plugins().list().size());
        product.close();
    }

    private void quarantined(String name, String reason) throws Exception {
        Plugin plugin = product.of(name);
        assertEquals(State.QUARANTINED, plugin.state(), plugin.explanation());
        assertTrue(plugin.explanation().contains(reason), plugin.explanation());
    }

    @Test
    void aTruncatedJarIsIncomplete() throws Exception {
        byte[] whole = TestJar.starting("bad", "1.0.0", "").bytes();
        product.drop("bad.jar", Arrays.copyOf(whole, whole.length - 10));
        Plugin plugin = product.of("bad.jar");
        assertEquals(State.INCOMPLETE, plugin.state());
        assertEquals("its end is missing; copy it again", plugin.explanation());
    }

    @Test
    void aTruncatedJarIsNotInstalled() throws Exception {
        byte[] whole = TestJar.starting("bad", "1.0.0", "").bytes();
        Path file = Files.write(temp.resolve("bad.jar"), Arrays.copyOf(whole, whole.length - 10));
        String message = assertThrows(PluginException.class, () -> product.plugins().install(file)).getMessage();
        assertTrue(message.contains("bad.jar is not whole"), message);
    }

    @Test
    void whatIsNoJarIsRefused() throws Exception {
        product.drop("bad.jar", "these are no bytes of a jar".getBytes(StandardCharsets.UTF_8));
        quarantined("bad.jar", "it is no jar");
    }

    @Test
    void aJarThatIsNoBundleIsRefused() throws Exception {
        product.drop("bad.jar", new TestJar());
        quarantined("bad.jar", "it is no OSGi bundle");
    }

    @Test
    void anotherRangeOfTheContractsIsRefused() throws Exception {
        product.drop("bad.jar", TestJar.bundle("bad", "1.0.0")
                .with("Import-Package", "dev.tandem.plugin;version=\"[2,3)\""));
        quarantined("bad", "needs package dev.tandem.plugin [2.0,3.0), this Tandem has 1.0; take a newer Tandem");
    }

    @Test
    void aSecondJarWithTheSameNameAndVersionDoesNotRun() throws Exception {
        product.plugins().look();
        product.drop("bad.jar", TestJar.starting("good", "1.0.0", "int another;"));
        Plugin second = product.of("bad.jar");
        assertEquals(State.SUPERSEDED, second.state());
        assertEquals("1.0.0 from good.jar runs instead, which has the same name and version and other content; remove one "
                + "of the two", second.explanation());
    }

    @Test
    void aNameOfOursIsRefused() throws Exception {
        product.drop("bad.jar", TestJar.starting("dev.tandem.storage.mine", "1.0.0", ""));
        quarantined("dev.tandem.storage.mine", "belongs to Tandem");
    }

    @Test
    void anExceptionInTheActivator() throws Exception {
        product.drop("bad.jar", TestJar.starting("bad", "1.0.0", "throw new IllegalStateException(\"no luck\");"));
        quarantined("bad", "it failed while it started: java.lang.IllegalStateException: no luck");
    }

    @Test
    void anErrorInTheActivator() throws Exception {
        product.drop("bad.jar", TestJar.starting("bad", "1.0.0", "start(context);"));
        quarantined("bad", "StackOverflowError");
    }

    @Test
    void anExceptionInTheActivationOfAComponent() throws Exception {
        product.drop("bad.jar", TestJar.component("bad", "immediate=\"true\" activate=\"on\"", "", """
                package plugin;
                public class Part {
                    void on() { throw new IllegalStateException("no luck"); }
                }
                """));
        quarantined("bad", "its component plugin.Part failed: java.lang.IllegalStateException: no luck");
    }

    @Test
    void oneThatBlocksIsLeftBehindAndNotStartedByTheNextProcess() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        System.getProperties().put(RELEASE, release);
        try {
            product.drop("bad.jar", TestJar.starting("bad", "1.0.0",
                    "((java.util.concurrent.CountDownLatch) System.getProperties().get(\"" + RELEASE + "\")).await();"));
            product.restartImpatient();
            Plugin plugin = product.of("bad");
            assertEquals(State.STARTING, plugin.state());
            assertTrue(plugin.explanation().contains("it had not started after"), plugin.explanation());
            assertEquals(State.ACTIVE, product.settled("good"));
            product.restart();
            quarantined("bad", "it had not started after");
        } finally {
            System.getProperties().remove(RELEASE);
        }
    }

    @Test
    void oneThatIsOnlySlowRunsWhenItComesBack() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        System.getProperties().put(RELEASE, release);
        try {
            product.drop("bad.jar", TestJar.starting("bad", "1.0.0",
                    "((java.util.concurrent.CountDownLatch) System.getProperties().get(\"" + RELEASE + "\")).await();"));
            product.restartImpatient();
            assertEquals(State.STARTING, product.of("bad").state());
            release.countDown();
            assertEquals(State.ACTIVE, product.settled("bad"));
        } finally {
            System.getProperties().remove(RELEASE);
        }
    }

    @Test
    void oneThatHasRunIsTakenOutOnlyWhenItIsLateTwice() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        product.drop("bad.jar", TestJar.starting("bad", "1.0.0", "if (System.getProperties().containsKey(\"" + RELEASE
                + "\")) ((java.util.concurrent.CountDownLatch) System.getProperties().get(\"" + RELEASE + "\")).await();"));
        assertEquals(State.ACTIVE, product.of("bad").state());
        System.getProperties().put(RELEASE, release);
        try {
            product.restartImpatient();
            assertEquals(State.STARTING, product.of("bad").state());
            product.restart();
            assertTrue(product.of("bad").explanation().contains("it had not started after"));
            product.restart();
            quarantined("bad", "it had not started after");
        } finally {
            System.getProperties().remove(RELEASE);
        }
    }

    @Test
    void aClassForALaterJavaIsRefusedBeforeItIsLoaded() throws Exception {
        byte[] head = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, (byte) 200};
        product.drop("bad.jar", TestJar.bundle("bad", "1.0.0").entry("plugin/Late.class", head));
        quarantined("bad.jar", "its class plugin/Late.class was made for Java 156");
    }

    @Test
    void aLaterJavaIsRefusedByTheManifest() throws Exception {
        product.drop("bad.jar", TestJar.bundle("bad", "1.0.0")
                .with("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\""));
        quarantined("bad", "needs Java 99, this is Java " + Runtime.version().feature());
    }

    @Test
    void oneThatEndedTheProgramIsNotStartedAgain() throws Exception {
        // As left by a process that died in between: this one has no such number.
        product.drop("bad.jar", TestJar.starting("bad", "1.0.0", ""));
        Path memory = temp.resolve("data/catalog/plugins.json");
        product.of("bad");
        product.plugins().disable("bad");
        MemoryFile file = new MemoryFile(memory);
        Memory before = file.read();
        Memory after = before.copy();
        Known bad = after.jars().get("bad.jar");
        after.put(bad.now(Known.Standing.NEW, "", bad.since()).triedBy(Long.MAX_VALUE));
        after.disabled().clear();
        file.update(before, after);
        quarantined("bad", "the program ended while it was starting");
        assertEquals(State.ACTIVE, product.plugins().enable("bad").state());
    }

    @Test
    void oneThatFailedIsNotTriedAgainUntilItsFileChanges() throws Exception {
        product.drop("bad.jar", TestJar.starting("bad", "1.0.0", "System.setProperty(\"tandem.test.tries\", "
                + "System.getProperty(\"tandem.test.tries\", \"\") + \"x\"); throw new Exception();"));
        System.clearProperty("tandem.test.tries");
        product.plugins().look();
        product.restart();
        product.plugins().list();
        assertEquals("x", System.getProperty("tandem.test.tries"));
        product.drop("bad.jar", TestJar.starting("bad", "1.0.0", "int better;"));
        assertEquals(State.ACTIVE, product.of("bad").state());
    }

    @Test
    void aFileWhoseNameLeadsElsewhereIsRefused() throws Exception {
        product.drop("bad.jar", TestJar.bundle("bad", "1.0.0").entry("lib/../../evil.jar", new byte[0]));
        quarantined("bad.jar", "leads out of it");
    }
}
