package dev.tandem.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.rules.Rule;
import dev.tandem.tck.rules.Scale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

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

    @Test
    void everyRuleIsATestAndStandsBelowItsSubject() {
        Runs runs = Runs.of(Sound.class);
        assertEquals(Set.of(), runs.failed());
        for (Rule rule : Rule.all()) {
            assertTrue(runs.passed().contains(rule.id()) || runs.skipped().contains(rule.id()), rule.id());
            assertTrue(runs.passed().contains(rule.subject().word()), rule.subject().word());
        }
    }

    @Test
    void aRuleThatIsTurnedOffOrNotPromisedIsSkipped() {
        Runs runs = Runs.of(Sound.class);
        assertTrue(runs.skipped().containsAll(Set.of("reading.range", "directories.make")), runs::toString);
    }

    @Test
    void anExceptionForARuleThereIsNotFails() {
        assertEquals(Set.of("contract"), Runs.of(OfAnUnknownException.class).failed());
    }
}
