package dev.tandem.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
    @TempDir
    Path folder;

    private final Properties properties = new Properties();

    @BeforeEach
    void aHome() {
        properties.setProperty("tandem.home", folder.toString());
        properties.setProperty("user.home", folder.resolve("person").toString());
    }

    private Path data(String... arguments) {
        return Installation.find(List.of(arguments), properties).data();
    }

    @Test
    void withoutAWordDataLiesInThePersonsHome() {
        assertEquals(folder.resolve("person/.tandem"), data("snapshots"));
    }

    @Test
    void aFolderDataBesideTheProgramMakesItPortable() throws IOException {
        Files.createDirectory(folder.resolve("data"));
        assertEquals(folder.resolve("data"), data("snapshots"));
    }

    @Test
    void theScriptsPropertyGoesBeforeTheUsualPlaces() {
        properties.setProperty("tandem.data", "/some/where");
        assertEquals(Path.of("/some/where").toAbsolutePath(), data("snapshots"));
    }

    @Test
    void theCommandLineGoesBeforeTheProperty() {
        properties.setProperty("tandem.data", "/some/where");
        assertEquals(Path.of("/else").toAbsolutePath(), data("snapshots", "--data", "/else"));
        assertEquals(Path.of("/else").toAbsolutePath(), data("--data=/else", "snapshots"));
    }

    @Test
    void aRelativeFolderIsMadeAbsolute() {
        assertEquals(Path.of("").toAbsolutePath().resolve("here"), data("--data", "x/../here"));
    }

    @Test
    void afterTwoDashesThereAreNoOptions() {
        assertEquals(folder.resolve("person/.tandem"), data("backup", "--", "--data", "/else"));
    }
}
