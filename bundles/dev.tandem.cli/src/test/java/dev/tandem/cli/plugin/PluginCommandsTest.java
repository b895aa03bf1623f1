package dev.tandem.cli.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.cli.Cli;
import dev.tandem.environment.Places;
import dev.tandem.plugin.Plugin;
import dev.tandem.plugin.Plugin.State;
import dev.tandem.plugin.PluginDetails;
import dev.tandem.plugin.PluginException;
import dev.tandem.plugin.Plugins;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginCommandsTest {
    private static final Plugin GOOD = plugin("good", State.ACTIVE, "");
    private static final Plugin BAD = plugin("bad", State.QUARANTINED, "needs package x, missing");

    private static Plugin plugin(String name, State state, String explanation) {
        return new Plugin(name, "1.0.0", Path.of("/plugins", name + ".jar"), state, Instant.EPOCH, explanation);
    }

    /** Knows two plugins. */
    private static final class Two implements Plugins {
        private final List<Plugin> all;

        Two(Plugin... all) {
            this.all = List.of(all);
        }

        @Override
        public List<Plugin> list() {
            return all;
        }

        @Override
        public Plugin install(Path jar) throws PluginException {
            assertEquals(Path.of("/work/dir/new.jar"), jar);
            return GOOD;
        }

        @Override
        public void remove(String name) throws PluginException {
            enable(name);
        }

        @Override
        public Plugin enable(String name) throws PluginException {
            return all.stream().filter(plugin -> plugin.name().equals(name)).findFirst()
                    .orElseThrow(() -> new PluginException("there is no plugin '" + name + "'"));
        }

        @Override
        public Plugin disable(String name) throws PluginException {
            return plugin(enable(name).name(), State.DISABLED, "it was switched off");
        }

        @Override
        public PluginDetails why(String name) throws PluginException {
            return new PluginDetails(enable(name), List.of(new PluginDetails.Requirement("Java 25", true),
                    new PluginDetails.Requirement("package x", false)), List.of("it brings native code"));
        }
    }

    private static Cli.Result run(Plugins plugins, String... words) {
        Places places = (Places) Proxy.newProxyInstance(PluginCommandsTest.class.getClassLoader(),
                new Class<?>[] {Places.class}, (proxy, method, arguments) -> Path.of("/plugins"));
        return new Cli().command("plugin list", () -> new PluginListCommand(plugins, places))
                .command("plugin install", () -> new PluginInstallCommand(plugins))
                .command("plugin remove", () -> new PluginRemoveCommand(plugins))
                .command("plugin enable", () -> new PluginEnableCommand(plugins))
                .command("plugin disable", () -> new PluginDisableCommand(plugins))
                .command("plugin why", () -> new PluginWhyCommand(plugins)).run(words);
    }

    private static Cli.Result run(String... words) {
        return run(new Two(GOOD, BAD), words);
    }

    @Test
    void listShowsEachPluginAndWhyOneDoesNotRun() {
        Cli.Result result = run("plugin", "list");
        assertEquals(0, result.exitCode());
        assertTrue(result.out().contains("good  1.0.0    active"), result.out());
        assertTrue(result.out().endsWith("bad 1.0.0: needs package x, missing\n"), result.out());
    }

    @Test
    void anEmptyListSaysWherePluginsGo() {
        assertEquals("there is no plugin; a jar put into /plugins is one\n", run(new Two(), "plugin", "list").out());
    }

    @Test
    void aProgramGetsAnObjectForEach() {
        assertEquals("{\"message_type\":\"plugin\",\"name\":\"good\",\"version\":\"1.0.0\",\"state\":\"active\","
                + "\"since\":\"1970-01-01T00:00:00Z\",\"file\":\"/plugins/good.jar\"}",
                run("plugin", "list", "--json").outLines().getFirst());
    }

    @Test
    void installTakesAFileFromWhereTheCallerIs() {
        assertEquals("installed good 1.0.0; it is active\n", run("plugin", "install", "new.jar").out());
    }

    @Test
    void enableFailsWhereThePluginDoes() {
        assertEquals(0, run("plugin", "enable", "good").exitCode());
        Cli.Result result = run("plugin", "enable", "bad");
        assertEquals(1, result.exitCode());
        assertEquals("enabled bad 1.0.0; it is quarantined: needs package x, missing\n", result.out());
    }

    @Test
    void disableAndRemoveSayWhatTheyDid() {
        assertEquals("disabled good 1.0.0; it is disabled: it was switched off\n", run("plugin", "disable", "good").out());
        assertEquals("removed good\n", run("plugin", "remove", "good").out());
    }

    @Test
    void anUnknownNameFails() {
        Cli.Result result = run("plugin", "remove", "other");
        assertEquals(1, result.exitCode());
        assertEquals("error: there is no plugin 'other'\n", result.err());
    }

    @Test
    void whyTellsStateFileRequirementsAndWhatIsMissing() {
        Cli.Result result = run("plugin", "why", "bad");
        assertTrue(result.out().matches("(?s)bad 1.0.0 is quarantined since .*: needs package x, missing\n"
                + "file: /plugins/bad.jar\nneeds Java 25\nneeds package x: missing\nit brings native code\n"), result.out());
        assertTrue(run("plugin", "why", "bad", "--json").out().contains("\"missing\":[\"package x\"]"));
    }
}
