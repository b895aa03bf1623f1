package dev.tandem.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The contract finds storages that break it, and only for the rule they break. */
class StorageContractTest {
    private static Set<String> failuresOf(Class<? extends StorageContract> contract) {
        Set<String> failures = new TreeSet<>();
        Set<String> run = new TreeSet<>();
        var listener = new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                    run.add(test.getUniqueId());
                    if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                        failures.add(test.getDisplayName());
                    }
                }
            }
        };
        LauncherFactory.create().execute(
                LauncherDiscoveryRequestBuilder.request().selectors(selectClass(contract)).build(), listener);
        assertTrue(run.size() > 90, "only " + run.size() + " tests ran");
        return failures;
    }

    @Test
    void anIncompleteListingIsFound() {
        assertEquals(Set.of("rule1AListingTellsOfEveryOneOfManyEntries()"),
                failuresOf(BrokenStorages.LosesTheLastEntry.class));
    }

    @Test
    void aWriteThatIsNotAtomicIsFound() {
        Set<String> failures = failuresOf(BrokenStorages.KeepsPartOfAFailedWrite.class);
        assertTrue(failures.contains("rule2AWriterThatFailsInTheMiddleLeavesNothing()"), failures::toString);
        assertTrue(failures.contains("rule2AWriterThatFailsInTheMiddleKeepsTheOldObject()"), failures::toString);
        assertTrue(failures.contains("rule2AReaderNeverSeesPartOfAnOverwrite()"), failures::toString);
    }

    @Test
    void aCheckBeforeTheWriteIsNoDecision() {
        assertEquals(Set.of("ofRacingWritersOfANewObjectExactlyOneWins()"),
                failuresOf(BrokenStorages.ChecksBeforeItWrites.class));
    }

    @Test
    void aStorageThatChangesNamesIsFound() {
        Set<String> failures = failuresOf(BrokenStorages.IgnoresCase.class);
        assertTrue(failures.contains("namesThatDifferInCaseOnlyAreTwoWherePromised()"), failures::toString);
        assertTrue(failures.contains("'$HOME'"), failures::toString);
    }

    @Test
    void aRangeBeyondTheEndThatIsNotRefusedIsFound() {
        assertEquals(Set.of("aRangeThatStartsBeyondTheEndIsInvalid()"),
                failuresOf(BrokenStorages.ClampsARangeBeyondTheEnd.class));
    }
}
