package dev.tandem.launcher;

import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Says which bundles did not start and which components are not satisfied, and why. */
public final class Diagnosis {
    private Diagnosis() { }

    /** Returns a line for each thing that is wrong; no line when everything runs. */
    public static List<String> of(BundleContext context) {
        List<String> lines = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (!runs(bundle)) {
                lines.add("bundle " + bundle.getSymbolicName() + " is not active: " + reason(bundle));
            }
        }
        ServiceReference<ServiceComponentRuntime> reference =
                context.getServiceReference(ServiceComponentRuntime.class);
        if (reference == null) {
            lines.add("declarative services do not run, so no component does");
        } else {
            components(context.getService(reference), lines);
        }
        return lines;
    }

    private static boolean runs(Bundle bundle) {
        boolean fragment = bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
        return bundle.getState() == (fragment ? Bundle.RESOLVED : Bundle.ACTIVE);
    }

    private static String reason(Bundle bundle) {
        try {
            bundle.start(Bundle.START_TRANSIENT);
            return "it started only when asked again";
        } catch (BundleException failure) {
            return failure.getMessage();
        }
    }

    private static void components(ServiceComponentRuntime runtime, List<String> lines) {
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
            for (ComponentConfigurationDTO configuration : runtime.getComponentConfigurationDTOs(component)) {
                switch (configuration.state) {
                    case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION ->
                        lines.add("component " + component.name + " lacks its configuration");
                    case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
                        references(component, configuration, lines);
                    case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                        lines.add("component " + component.name + " failed to start: "
                                + firstLine(configuration.failure));
                    default -> { }
                }
            }
        }
    }

    private static void references(ComponentDescriptionDTO component, ComponentConfigurationDTO configuration,
            List<String> lines) {
        for (UnsatisfiedReferenceDTO missing : configuration.unsatisfiedReferences) {
            lines.add("component " + component.name + " lacks a service for '" + missing.name + "'"
                    + (missing.target == null ? "" : " with " + missing.target));
        }
    }

    private static String firstLine(String stackTrace) {
        return stackTrace == null ? "no reason given" : stackTrace.lines().findFirst().orElse(stackTrace);
    }
}
