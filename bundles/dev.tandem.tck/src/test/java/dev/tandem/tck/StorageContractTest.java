package dev.tandem.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.rules.Rule;
import dev.tandem.tck.rules.Scale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** How the rules become tests. */
class StorageContractTest {
    /** A storage for each place. */
    private abstract static class Quick extends StorageContract {
        private final Map<String, MemoryStorage> storages = new ConcurrentHashMap<>();

        @Override
        protected StorageSession open(String place) throws Exception {
            return storages.computeIfAbsent(place, name -> made());
        }

        abstract MemoryStorage made();

        @Override
        protected Scale scale() {
            return new Scale(20, 1000, 2, false, true);
        }
    }

    static class Sound extends Quick {
        @Override
        MemoryStorage made() {
            return new MemoryStorage();
        }

        @Override
        protected Map<String, String> exceptions() {
            return Map.of("reading.range", "to see that it is turned off");
        }
    }

    static class OfAnUnknownException extends Sound {
        @Override
        protected Map<String, String> exceptions() {
            return Map.of("reading.nonsense", "a rule that was renamed");
        }
    }

    private record Report(Set<String> passed, Set<String> skipped, Set<String> failed) { }

    private static Report run(Class<? extends StorageContract> contract) {
        var report = new Report(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        var listener = new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                String id = test.getDisplayName().split(":")[0];
                switch (result.getStatus()) {
                    case SUCCESSFUL -> report.passed.add(id);
                    case ABORTED -> report.skipped.add(id);
                    case FAILED -> report.failed.add(id);
                }
            }
        };
        LauncherFactory.create().execute(
                LauncherDiscoveryRequestBuilder.request().selectors(selectClass(contract)).build(), listener);
        return report;
    }

    @Test
    void everyRuleIsATestAndStandsBelowItsSubject() {
        Report report = run(Sound.class);
        assertEquals(Set.of(), report.failed);
        for (Rule rule : Rule.all()) {
            assertTrue(report.passed.contains(rule.id()) || report.skipped.contains(rule.id()), rule.id());
            assertTrue(report.passed.contains(rule.subject().word()), rule.subject().word());
        }
    }

    @Test
    void aRuleThatIsTurnedOffOrNotPromisedIsSkipped() {
        Report report = run(Sound.class);
        assertTrue(report.skipped.containsAll(Set.of("reading.range", "directories.make")), report.skipped::toString);
    }

    @Test
    void anExceptionForARuleThereIsNotFails() {
        assertEquals(Set.of("contract(TestReporter)"), run(OfAnUnknownException.class).failed);
    }
}
