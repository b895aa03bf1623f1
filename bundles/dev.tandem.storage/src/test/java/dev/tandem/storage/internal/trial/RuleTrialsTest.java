package dev.tandem.storage.internal.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Content;
import dev.tandem.storage.Location;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages;
import dev.tandem.storage.TrialResult;
import dev.tandem.storage.TrialResult.Verdict;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.Fault;
import dev.tandem.tck.FaultPlan;
import dev.tandem.tck.FaultPlan.Call;
import dev.tandem.tck.FaultyStorage;
import dev.tandem.tck.MemoryStorage;
import dev.tandem.tck.rules.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RuleTrialsTest {
    private static final Location WHERE = new Location("memory", "somewhere");

    private final MemoryStorage memory = new MemoryStorage();
    private final List<TrialResult> told = new ArrayList<>();

    private static RuleTrials on(StorageSession storage) {
        return new RuleTrials((where, mode) -> storage);
    }

    private static Set<String> names(StorageSession storage) throws StorageException {
        Set<String> names = new TreeSet<>();
        storage.list(RemotePath.ROOT, info -> names.add(info.path().value()));
        return names;
    }

    private Set<String> told(Verdict verdict) {
        Set<String> ids = new TreeSet<>();
        told.stream().filter(result -> result.verdict() == verdict).forEach(result -> ids.add(result.rule()));
        return ids;
    }

    @Test
    void everyRuleIsTriedOnceInOrder() throws Exception {
        on(memory).run(WHERE, 10, told::add);
        assertEquals(Rule.all().stream().map(Rule::id).toList(), told.stream().map(TrialResult::rule).toList());
        assertEquals(Set.of(), told(Verdict.BROKEN));
        assertTrue(told(Verdict.NOT_TRIED).containsAll(Set.of("directories.make", "writing.root", "leaks.sessions")),
                () -> told(Verdict.NOT_TRIED).toString());
    }

    @Test
    void nothingIsLeftAndNothingElseIsTouched() throws Exception {
        memory.write(new RemotePath("mine"), Content.of(new byte[7]), WriteOptions.OVERWRITE);
        ObjectInfo before = memory.stat(new RemotePath("mine")).orElseThrow();
        on(memory).run(WHERE, 10, told::add);
        assertEquals(Set.of("mine"), names(memory));
        assertEquals(before, memory.stat(new RemotePath("mine")).orElseThrow());
    }

    @Test
    void aBrokenRuleIsToldWithItsReasonAndLeavesNothing() throws Exception {
        var lossy = new MemoryStorage() {
            @Override
            public Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
                return super.stat(path).map(info -> new ObjectInfo(path, info.directory(), info.size(),
                        info.modified(), Optional.of("always the same")));
            }
        };
        on(lossy).run(WHERE, 10, told::add);
        TrialResult broken = told.stream().filter(result -> result.rule().equals("conditions.tags")).findAny()
                .orElseThrow();
        assertEquals(Verdict.BROKEN, broken.verdict());
        assertTrue(broken.reason().contains("always the same"), broken.reason());
        assertEquals(Set.of(), names(lossy));
    }

    @Test
    void aStorageThatCannotBeWrittenIsNotTried() {
        var denied = new StorageException(Kind.DENIED, "planned");
        var storage = new FaultyStorage(memory, FaultPlan.NONE.from(Call.WRITE, 1, new Fault.Failure(denied)), 1);
        StorageException failure =
                assertThrows(StorageException.class, () -> on(storage).run(WHERE, 10, told::add));
        assertEquals(Kind.DENIED, failure.kind());
        assertEquals(List.of(), told);
    }

    @Test
    void aStorageThatIsGoneEndsTheTrialAndTheMessageNamesWhatIsLeft() {
        var gone = new Fault.Failure(new StorageException(Kind.UNREACHABLE, "planned"));
        var writes = new FaultyStorage(memory, FaultPlan.NONE.from(Call.WRITE, 60, gone), 1);
        var storage = new FaultyStorage(writes, FaultPlan.NONE.from(Call.DELETE, 60, gone), 1);
        StorageException failure =
                assertThrows(StorageException.class, () -> on(storage).run(WHERE, 10, told::add));
        assertEquals(Kind.UNREACHABLE, failure.kind());
        assertTrue(failure.getMessage().contains("tandem-trial-"), failure.getMessage());
        assertTrue(told.size() < Rule.all().size(), "it went on");
    }

    @Test
    void anInterruptedTrialEndsAndLeavesNothing() throws Exception {
        StorageException failure = assertThrows(StorageException.class, () -> on(memory).run(WHERE, 10, result -> {
            told.add(result);
            if (told.size() == 5) {
                Thread.currentThread().interrupt();
            }
        }));
        assertTrue(Thread.interrupted(), "the interruption was lost");
        assertEquals(Kind.FAILED, failure.kind());
        assertEquals(5, told.size());
        assertEquals(Set.of(), names(memory));
    }

    @Test
    void whatTheListenerThrowsPassesThroughAndNothingIsLeft() throws Exception {
        assertThrows(IllegalStateException.class, () -> on(memory).run(WHERE, 10, result -> {
            throw new IllegalStateException("mine");
        }));
        assertEquals(Set.of(), names(memory));
    }

    @Test
    void fewSessionsAreOpenedAndAllAreClosed() throws Exception {
        var opened = new AtomicInteger();
        var closed = new AtomicInteger();
        Storages storages = (where, mode) -> {
            opened.incrementAndGet();
            return new ScratchSession(memory, new RemotePath("below"), closed::incrementAndGet);
        };
        new RuleTrials(storages).run(WHERE, 10, told::add);
        assertTrue(opened.get() <= 6, opened.get() + " sessions");
        assertEquals(opened.get(), closed.get());
    }
}
