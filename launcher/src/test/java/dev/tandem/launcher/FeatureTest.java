package dev.tandem.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureTest {
    @TempDir
    Path folder;

    private Feature read(String json) throws IOException {
        return Feature.read(Files.writeString(folder.resolve("some.json"), json));
    }

    @Test
    void bundlesComeInTheirOrderWithTheirStartLevel() throws IOException {
        Feature feature = read("""
                {"id": "g:f:1", "bundles": [{"id": "g.h:b:2", "bundleStartLevel": 1}, {"id": "g:a:1"}]}""");
        assertEquals(new Feature("g:f:1", List.of(
                new Feature.Entry(new Coordinates("g.h", "b", "2"), 1),
                new Feature.Entry(new Coordinates("g", "a", "1"), 4))), feature);
    }

    @Test
    void aJarLiesWhereMavenPutsIt() {
        assertEquals("g/h/b/2/b-2.jar", Coordinates.parse("g.h:b:2").path());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"id\": \"a:b:1\"}", "{\"id\": \"a:b:1\", \"bundles\": [{}]}",
        "{\"id\": \"a:b:1\", \"bundles\": [{\"id\": \"a:b\"}]}",
        "{\"id\": \"a:b:1\", \"bundles\": [{\"id\": \"a:b:1\", \"bundleStartLevel\": \"x\"}]}"})
    void aBrokenFeatureIsNamed(String json) {
        IOException refused = assertThrows(IOException.class, () -> read(json));
        assertTrue(refused.getMessage().contains("some.json"), refused.getMessage());
    }

    @Test
    void aBundleOfTwoFeaturesIsInstalledOnce() throws IOException {
        Installation installation = new Installation(folder, folder);
        Files.createDirectories(installation.features());
        for (String name : List.of("one", "two")) {
            Files.writeString(installation.features().resolve(name + ".json"),
                    "{\"id\": \"g:" + name + ":1\", \"bundles\": [{\"id\": \"g:b:1\"}]}");
        }
        assertEquals(1, installation.bundles(List.of("one", "two")).size());
    }
}
