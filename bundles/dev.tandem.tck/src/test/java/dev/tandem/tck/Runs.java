package dev.tandem.tck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** How the tests of a class went when JUnit ran them; by the first words of their names. */
record Runs(Set<String> passed, Set<String> skipped, Set<String> failed) {
    static Runs of(Class<?> tests) {
        var runs = new Runs(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        var listener = new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                String name = test.getDisplayName().split("[:(]")[0];
                switch (result.getStatus()) {
                    case SUCCESSFUL -> runs.passed.add(name);
                    case ABORTED -> runs.skipped.add(name);
                    case FAILED -> runs.failed.add(name);
                }
            }
        };
        LauncherFactory.create().execute(
                LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build(), listener);
        return runs;
    }
}
