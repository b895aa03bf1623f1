package dev.tandem.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Strangers' jars in the product as it is assembled, good ones and bad ones. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script for sh")
class PluginsTest {
    private static final String HELLO = "context.print(\"hello\"); return 0;";

    @TempDir
    Path home;

    private PluginMaker make;
    private Path folder;

    @BeforeEach
    void aHomeOfItsOwn() throws IOException {
        make = new PluginMaker(Files.createDirectories(home.resolve("made")));
        folder = Files.createDirectories(home.resolve(".tandem/plugins"));
    }

    private StartScript tandem() {
        return new StartScript(Checkout.product().resolve("tandem"), home);
    }

    private StartScript.Result run(String... words) throws Exception {
        return tandem().run(words);
    }

    private String done(String... words) throws Exception {
        StartScript.Result result = run(words);
        assertEquals(0, result.code(), result.errors());
        return result.output();
    }

    private void drop(Path jar) throws IOException {
        Files.copy(jar, folder.resolve(jar.getFileName()));
    }

    @Test
    void aCommandOfAPluginIsCalledByItsNameUntilThePluginIsRemoved() throws Exception {
        assertTrue(done("plugin", "list").startsWith("there is no plugin"));
        String installed = done("plugin", "install", make.command("their.greeter", "greet", HELLO).toString());
        assertEquals("installed their.greeter 1.0.0; it is active\n", installed);
        assertEquals("hello\n", done("greet"));
        done("plugin", "disable", "their.greeter");
        assertEquals(2, run("greet").code());
        done("plugin", "enable", "their.greeter");
        assertEquals("hello\n", done("greet"));
        done("plugin", "remove", "their.greeter");
        StartScript.Result unknown = run("greet");
        assertEquals(2, unknown.code());
        assertTrue(unknown.errors().contains("unknown command 'greet'"), unknown.errors());
    }

    @Test
    void badPluginsAreExplainedAndAGoodOneBesideThemRuns() throws Exception {
        drop(make.command("their.greeter", "greet", HELLO));
        byte[] whole = Files.readAllBytes(make.activator("cut", "", ""));
        Files.write(folder.resolve("cut.jar"), Arrays.copyOf(whole, whole.length - 30));
        Files.writeString(folder.resolve("text.jar"), "this is no jar");
        drop(make.wanting("later", "dev.tandem.storage;version=\"[7,8)\""));
        drop(make.activator("throwing", "throw new IllegalStateException(\"no luck\");", ""));
        drop(make.activator("blocking", "Thread.sleep(Long.MAX_VALUE);", ""));
        assertEquals("hello\n", done("greet"));
        String list = done("plugin", "list", "--json");
        assertEquals(List.of("blocking quarantined", "cut.jar incomplete", "later quarantined",
                "text.jar quarantined", "their.greeter active", "throwing quarantined"), states(list), list);
        assertTrue(done("plugin", "why", "later").contains("needs package dev.tandem.storage [7.0,8.0): missing"));
        assertTrue(done("plugin", "why", "throwing").contains("IllegalStateException: no luck"));
        assertTrue(done("plugin", "why", "blocking").contains("had not started after 10 s"));
        for (String bad : List.of("cut.jar", "text.jar", "later", "throwing", "blocking")) {
            done("plugin", "remove", bad);
        }
        assertEquals(List.of("their.greeter active"), states(done("plugin", "list", "--json")));
    }

    /** Names and states in the lines of a list, by name. */
    private static List<String> states(String json) {
        return json.lines().map(line -> field(line, "name") + " " + field(line, "state")).sorted().toList();
    }

    private static String field(String line, String name) {
        return line.replaceFirst(".*\"" + name + "\":\"([^\"]*)\".*", "$1");
    }

    @Test
    void whatAPluginThrowsIsToldAsItsFault() throws Exception {
        drop(make.command("their.command", "greet", "throw new StackOverflowError();"));
        drop(make.destination("their.destination", "odd", "throw new NoClassDefFoundError(\"gone\");"));
        StartScript.Result command = run("greet");
        assertEquals(1, command.code());
        assertTrue(command.errors().contains("their.command has a fault: the command 'greet' failed with "
                + "java.lang.StackOverflowError"), command.errors());
        StartScript.Result destination = tandem().with("TANDEM_PASSWORD", "p").run("-r", "odd:place", "snapshots");
        assertTrue(destination.errors().contains("their.destination has a fault"), destination.errors());
        assertTrue(destination.code() != 0);
    }

    @Test
    void oneThatEndsTheProgramDoesSoOnlyOnce() throws Exception {
        drop(make.activator("fatal", "Runtime.getRuntime().halt(9);", ""));
        assertEquals(9, run("snapshots").code());
        assertTrue(done("plugin", "list").contains("the program ended while it was starting"));
    }

    @Test
    void aRunningProgramNoticesAPluginThatComesAndGoes() throws Exception {
        Path came = home.resolve("came");
        Path went = home.resolve("went");
        Files.createDirectories(home.resolve("left"));
        Files.createDirectories(home.resolve("right"));
        Process sync = tandem().start("sync", "--watch", home.resolve("left").toString(), home.resolve("right").toString());
        try {
            drop(make.activator("watcher", "java.nio.file.Files.createFile(java.nio.file.Path.of(\"" + came + "\"));",
                    "java.nio.file.Files.createFile(java.nio.file.Path.of(\"" + went + "\"));"));
            awaitFile(came, sync);
            Files.delete(folder.resolve("watcher.jar"));
            awaitFile(went, sync);
        } finally {
            sync.destroy();
            sync.waitFor();
        }
    }

    private static void awaitFile(Path file, Process while_) throws InterruptedException {
        while (!Files.exists(file)) {
            assertTrue(while_.isAlive(), "the program ended before there was " + file);
            Thread.sleep(50);
        }
    }

    @Test
    void theExamplesEverybodyCopiesWork() throws Exception {
        for (String name : List.of("destination", "policy", "command")) {
            List<Path> jars = Checkout.jars(Checkout.launcher().resolveSibling("bundles")
                    .resolve("dev.tandem.example." + name));
            Assumptions.assumeFalse(jars.isEmpty(), "the examples are not part of this build");
            done("plugin", "install", jars.getFirst().toString());
        }
        Path source = Files.createDirectories(home.resolve("source"));
        Files.writeString(source.resolve("file"), "content");
        StartScript tandem = tandem().with("TANDEM_REPOSITORY", "plain:" + home.resolve("store"))
                .with("TANDEM_PASSWORD", "p");
        for (List<String> words : List.of(List.of("init"), List.of("backup", source.toString()), List.of("check"))) {
            StartScript.Result result = tandem.run(words.toArray(String[]::new));
            assertEquals(0, result.code(), result.errors());
        }
        assertTrue(done("usage", "plain:" + home.resolve("store")).contains("data"));
        conflict(source);
        for (String name : List.of("destination", "policy", "command")) {
            done("plugin", "remove", "dev.tandem.example." + name);
        }
        assertEquals(2, run("usage", "plain:x").code());
        try (Stream<Path> left = Files.list(folder)) {
            assertFalse(left.findAny().isPresent());
        }
    }

    /** The policy that prefers what has grown decides a conflict. */
    private void conflict(Path left) throws Exception {
        Path right = Files.createDirectories(home.resolve("right"));
        done("sync", left.toString(), right.toString());
        Files.writeString(left.resolve("file"), "content, and more of it");
        Files.writeString(right.resolve("file"), "content too");
        StartScript.Result result = run("sync", "--conflict", "grown", left.toString(), right.toString());
        assertEquals(0, result.code(), result.errors());
        assertEquals("content, and more of it", Files.readString(right.resolve("file")));
    }
}
