package dev.tandem.tck.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Capability;
import dev.tandem.storage.StorageException;
import dev.tandem.tck.MemoryStorage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The rules find storages that break them, and only the rules that are broken. */
class RuleTest {
    private static final Scale SCALE = new Scale(1500, 1 << 20, 8, true, true);

    private static Set<String> brokenBy(Supplier<MemoryStorage> storages) {
        Set<String> broken = new TreeSet<>();
        for (Rule rule : Rule.all()) {
            MemoryStorage storage = storages.get();
            Ground ground = storage instanceof BrokenStorages.LeavesThreads leaving ? leaving::open : () -> storage;
            if (rule.outcome(ground, SCALE) instanceof Outcome.Failed) {
                broken.add(rule.id());
            }
            if (storage instanceof BrokenStorages.LeavesThreads leaving) {
                leaving.endThreads();
            }
        }
        return broken;
    }

    private static Rule rule(String id) {
        return Rule.all().stream().filter(rule -> rule.id().equals(id)).findAny().orElseThrow();
    }

    @Test
    void everyRuleHasAnIdOfItsOwnAndASentence() {
        Set<String> ids = new HashSet<>();
        for (Rule rule : Rule.all()) {
            assertTrue(ids.add(rule.id()), rule.id());
            assertTrue(rule.id().startsWith(rule.subject().word() + "."), rule.id());
            assertTrue(rule.sentence().length() > 10, rule.id());
            assertTrue(rule.number() >= 0 && rule.number() <= 10, rule.id());
        }
    }

    @Test
    void everyNumberedRuleOfTheContractIsProven() {
        Set<Integer> numbers = new TreeSet<>();
        Rule.all().forEach(rule -> numbers.add(rule.number()));
        assertEquals(Set.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), numbers);
    }

    @Test
    void everyCapabilityThatCanBeSeenIsNeededByARule() {
        Set<Capability> needed = EnumSet.noneOf(Capability.class);
        Rule.all().forEach(rule -> needed.addAll(rule.needs()));
        assertEquals(EnumSet.of(Capability.RANGE_READ, Capability.DURABLE_WRITE),
                EnumSet.complementOf(EnumSet.copyOf(needed)));
    }

    @Test
    void aRangeBeyondTheEndThatIsNotRefusedIsFound() {
        assertEquals(Set.of("reading.beyond-the-end", "leaks.failures"),
                brokenBy(BrokenStorages.ClampsARangeBeyondTheEnd::new));
    }

    @Test
    void aWriteThatIsNotAtomicIsFound() {
        Set<String> broken = brokenBy(BrokenStorages.KeepsPartOfAFailedWrite::new);
        assertTrue(broken.containsAll(Set.of("writing.broken-new", "writing.broken-old",
                "concurrency.overwrite")), broken::toString);
        assertFalse(broken.stream().anyMatch(id -> id.startsWith("names.")), broken::toString);
    }

    @Test
    void contentThatIsLeftOpenIsFound() {
        assertEquals(Set.of("writing.closed"), brokenBy(BrokenStorages.LeavesContentOpen::new));
    }

    @Test
    void anIncompleteListingIsFound() {
        assertEquals(Set.of("listing.many"), brokenBy(BrokenStorages.ListsAThousand::new));
    }

    @Test
    void aListingThatTellsOfNeighboursIsFound() {
        Set<String> broken = brokenBy(BrokenStorages.ListsByPrefix::new);
        assertTrue(broken.contains("listing.neighbours"), broken::toString);
        assertFalse(broken.contains("listing.many"), broken::toString);
    }

    @Test
    void aRenameThatDeletesWhatItCopiedOntoItselfIsFound() {
        assertEquals(Set.of("changing.rename-itself"), brokenBy(BrokenStorages.CopiesAndDeletes::new));
    }

    @Test
    void aStorageThatChangesNamesIsFound() {
        Set<String> broken = brokenBy(BrokenStorages.IgnoresCase::new);
        assertTrue(broken.containsAll(Set.of("names.case", "names.shells", "names.devices")), broken::toString);
        assertFalse(broken.contains("names.blanks"), broken::toString);
    }

    @Test
    void aTagThatStaysWhenTheContentChangesIsFound() {
        Set<String> broken = brokenBy(BrokenStorages.TagsBySize::new);
        assertTrue(broken.contains("conditions.tags-differ"), broken::toString);
        assertFalse(broken.contains("conditions.tags"), broken::toString);
    }

    @Test
    void aCheckBeforeTheWriteIsNoDecision() {
        assertEquals(Set.of("concurrency.if-absent", "concurrency.if-tag", "conditions.if-absent-during",
                "conditions.if-tag-during"), brokenBy(BrokenStorages.ChecksBeforeItWrites::new));
    }

    @Test
    void aTimeThatIsPromisedAndNotKeptIsFound() {
        assertEquals(Set.of("times.set", "times.set-again"), brokenBy(BrokenStorages.ForgetsTimes::new));
    }

    @Test
    void aDirectoryThatIsMadeInVainIsFound() {
        assertEquals(Set.of("directories.unsupported"), brokenBy(BrokenStorages.MakesDirectoriesInVain::new));
    }

    @Test
    void anInterruptionThatIsLostIsFound() {
        assertEquals(Set.of("cancellation.stat"), brokenBy(BrokenStorages.SwallowsInterruptions::new));
    }

    @Test
    void aSessionThatLeavesAThreadIsFound() {
        assertEquals(Set.of("leaks.sessions"), brokenBy(BrokenStorages.LeavesThreads::new));
    }

    @Test
    void aPromiseThatIsForgottenIsFound() {
        assertEquals(Set.of("promises.constant"), brokenBy(BrokenStorages.ForgetsPromises::new));
    }

    @Test
    void aStorageOfFewPromisesHoldsTheContractToo() {
        for (Set<Capability> few : List.of(Set.<Capability>of(), Set.of(Capability.CONCURRENT, Capability.RENAME),
                Set.of(Capability.TAGS))) {
            assertEquals(Set.of(), brokenBy(() -> new MemoryStorage(few)), few::toString);
        }
    }

    @Test
    void whatHoldsWithoutBeingPromisedIsNoted() throws Exception {
        List<String> notes = new ArrayList<>();
        rule("promises.case").prove(() -> new MemoryStorage(Set.of()), SCALE, notes::add);
        assertTrue(notes.toString().contains("CASE_SENSITIVE"), notes::toString);
    }

    @Test
    void whatIsNotPromisedIsNotTried() {
        var outcome = rule("times.set").outcome(() -> new MemoryStorage(Set.of()), SCALE);
        assertEquals("the storage does not promise SET_TIME",
                assertInstanceOf(Outcome.NotTried.class, outcome).reason());
    }

    @Test
    void aStorageThatCannotBeOpenedIsAFailureWithItsReason() {
        var outcome = rule("times.set").outcome(() -> {
            throw new StorageException(StorageException.Kind.UNREACHABLE, "no way to nas");
        }, SCALE);
        assertEquals("no way to nas", assertInstanceOf(Outcome.Failed.class, outcome).reason());
    }
}
