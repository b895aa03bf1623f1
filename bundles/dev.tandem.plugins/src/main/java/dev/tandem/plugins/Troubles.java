package dev.tandem.plugins;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/**
 * What is wrong with the components of a bundle that runs.
 *
 * @param failed  those that failed when they were made
 * @param waiting those that lack something
 */
record Troubles(List<String> failed, List<String> waiting) {
    static Troubles of(BundleContext framework, Bundle bundle) {
        Troubles troubles = new Troubles(new ArrayList<>(), new ArrayList<>());
        ServiceReference<ServiceComponentRuntime> reference =
                framework.getServiceReference(ServiceComponentRuntime.class);
        ServiceComponentRuntime runtime = reference == null ? null : framework.getService(reference);
        if (runtime != null) {
            for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(bundle)) {
                runtime.getComponentConfigurationDTOs(component).forEach(state -> troubles.add(component, state));
            }
            framework.ungetService(reference);
        }
        return troubles;
    }

    private void add(ComponentDescriptionDTO component, ComponentConfigurationDTO state) {
        switch (state.state) {
            case ComponentConfigurationDTO.FAILED_ACTIVATION -> failed.add("its component " + component.name + " failed: "
                    + cause(state.failure));
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> waiting.add("its component " + component.name
                    + " needs a configuration, missing");
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> {
                for (UnsatisfiedReferenceDTO reference : state.unsatisfiedReferences) {
                    waiting.add("its component " + component.name + " needs " + service(component, reference) + ", missing");
                }
            }
            default -> { }
        }
    }

    private static String service(ComponentDescriptionDTO component, UnsatisfiedReferenceDTO missing) {
        String type = Stream.of(component.references).filter(reference -> reference.name.equals(missing.name))
                .map((ReferenceDTO reference) -> reference.interfaceName).findFirst().orElse(missing.name);
        return "the service " + type + (missing.target == null ? "" : " with " + missing.target);
    }

    /** The trace of a failure tells its causes one below the other; the last one says most. */
    private static String cause(String trace) {
        if (trace == null) {
            return "no reason given";
        }
        String first = trace.lines().findFirst().orElse("");
        return trace.lines().filter(line -> line.startsWith("Caused by: ")).reduce((_, last) -> last)
                .map(line -> line.substring("Caused by: ".length())).orElse(first);
    }

    static String join(List<String> lines) {
        return lines.stream().distinct().collect(Collectors.joining("; "));
    }
}
