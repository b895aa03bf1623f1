package dev.tandem.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.launcher.BundleRuntime;
import dev.tandem.launcher.Diagnosis;
import dev.tandem.launcher.Feature;
import dev.tandem.launcher.Installation;
import dev.tandem.launcher.Main;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

class ProductTest {
    @TempDir
    private static Path data;

    private static Installation installation;
    private static BundleRuntime runtime;

    @BeforeAll
    static void bootTheAssembledProductWithAClassLoaderForEachBundle() throws Exception {
        installation = new Installation(Checkout.product(), data);
        runtime = BundleRuntime.start(installation, Main.FEATURES, Map.of(BundleRuntime.CLASS_PATH, "off"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (runtime != null) {
            runtime.close();
        }
    }

    @Test
    void everyBundleOfTheFeaturesIsThereAtItsStartLevel() throws Exception {
        for (Feature.Entry entry : installation.bundles(Main.FEATURES)) {
            Bundle bundle = runtime.context().getBundle(entry.coordinates().location());
            assertEquals(entry.startLevel(), bundle.adapt(BundleStartLevel.class).getStartLevel(),
                    bundle.getSymbolicName());
        }
        assertEquals(installation.bundles(Main.FEATURES).size() + 1, runtime.context().getBundles().length,
                "the bundles of the features and the framework itself");
    }

    @Test
    void everyBundleIsActive() {
        assertEquals(List.of(), Stream.of(runtime.context().getBundles())
                .filter(bundle -> bundle.getState() != expectedState(bundle))
                .map(Bundle::getSymbolicName).toList());
    }

    private static int expectedState(Bundle bundle) {
        return bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null ? Bundle.ACTIVE : Bundle.RESOLVED;
    }

    @Test
    void everyComponentIsSatisfied() {
        ServiceReference<ServiceComponentRuntime> reference =
                runtime.context().getServiceReference(ServiceComponentRuntime.class);
        ServiceComponentRuntime components = runtime.context().getService(reference);
        assertFalse(components.getComponentDescriptionDTOs().isEmpty());
        for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs()) {
            List<Integer> states = components.getComponentConfigurationDTOs(component).stream()
                    .map(configuration -> configuration.state).toList();
            assertFalse(states.isEmpty(), component.name + " has no configuration");
            assertTrue(states.stream().allMatch(state -> state == ComponentConfigurationDTO.SATISFIED
                    || state == ComponentConfigurationDTO.ACTIVE), component.name + " is in state " + states);
        }
    }

    @Test
    void theDiagnosisFindsNothingWrong() {
        assertEquals(List.of(), Diagnosis.of(runtime.context()));
    }

    @Test
    void theCommandLineIsThere() {
        assertTrue(runtime.application("cli").isPresent());
    }
}
