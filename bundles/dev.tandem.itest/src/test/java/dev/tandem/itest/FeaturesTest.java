package dev.tandem.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.launcher.Coordinates;
import dev.tandem.launcher.Feature;
import dev.tandem.launcher.Installation;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.felix.feature.impl.FeatureServiceImpl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.service.feature.FeatureBundle;

class FeaturesTest {
    static List<Path> features() throws IOException {
        try (Stream<Path> files = Files.list(new Installation(Checkout.product(), Path.of("")).features())) {
            return files.toList();
        }
    }

    private static org.osgi.service.feature.Feature readByOsgi(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return new FeatureServiceImpl().readFeature(reader);
        }
    }

    @ParameterizedTest
    @MethodSource("features")
    void theLauncherReadsAFeatureAsOsgisOwnServiceDoes(Path file) throws IOException {
        org.osgi.service.feature.Feature expected = readByOsgi(file);
        Feature read = Feature.read(file);
        assertEquals(expected.getID().toString(), read.id());
        assertFalse(read.bundles().isEmpty());
        assertEquals(expected.getBundles().stream().map(FeaturesTest::entry).toList(), read.bundles());
    }

    private static Feature.Entry entry(FeatureBundle bundle) {
        return new Feature.Entry(
                new Coordinates(bundle.getID().getGroupId(), bundle.getID().getArtifactId(),
                        bundle.getID().getVersion()),
                ((Number) bundle.getMetadata().get(Feature.START_LEVEL)).intValue());
    }

    @ParameterizedTest
    @MethodSource("features")
    void theAssemblyHoldsEveryBundleOfAFeature(Path file) throws IOException {
        Installation installation = new Installation(Checkout.product(), Path.of(""));
        for (Feature.Entry entry : Feature.read(file).bundles()) {
            assertTrue(Files.exists(installation.jar(entry.coordinates())), entry.coordinates().path());
        }
    }
}
