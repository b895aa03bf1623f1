package dev.tandem.tck;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tandem.sync.Side;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.ConflictPolicy;
import dev.tandem.sync.spi.Resolution;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ConflictPolicy} must hold, as JUnit 5 tests over some thousand conflicts of every kind. The test of a
 * policy extends this class.
 */
public abstract class ConflictPolicyContract {
    private static final List<Conflict> CONFLICTS = SampleConflicts.all();

    /** For subclasses. */
    protected ConflictPolicyContract() { }

    /** Returns the policy; every time one that does the same. */
    protected abstract ConflictPolicy policy();

    /** Tells whether the policy is about a side, so that swapping the sides does not swap the answer. */
    protected boolean prefersASide() {
        return false;
    }

    @Test
    final void everyConflictGetsAnAnswer() {
        ConflictPolicy policy = policy();
        assertAll(CONFLICTS.stream().map(conflict -> () -> assertNotNull(policy.resolve(conflict), conflict::toString)));
    }

    @Test
    final void theSameConflictGetsTheSameAnswerWhateverWasAskedBefore() {
        ConflictPolicy policy = policy();
        List<Resolution> first = CONFLICTS.stream().map(policy::resolve).toList();
        List<Resolution> backwards = CONFLICTS.reversed().stream().map(policy::resolve).toList().reversed();
        List<Resolution> another = CONFLICTS.stream().map(policy()::resolve).toList();
        for (int i = 0; i < CONFLICTS.size(); i++) {
            Conflict conflict = CONFLICTS.get(i);
            assertEquals(first.get(i), backwards.get(i), conflict::toString);
            assertEquals(first.get(i), another.get(i), conflict::toString);
        }
    }

    @Test
    final void manyThreadsGetTheSameAnswers() {
        ConflictPolicy policy = policy();
        List<Resolution> alone = CONFLICTS.stream().map(policy::resolve).toList();
        List<Resolution> together = CONFLICTS.parallelStream().map(policy::resolve).toList();
        assertEquals(alone, together);
    }

    @Test
    final void theSwappedConflictGetsTheSwappedAnswer() {
        assumeFalse(prefersASide(), "the policy is about a side");
        ConflictPolicy policy = policy();
        // Of two versions that are the same in every way, nothing tells which was swapped.
        different().forEach(conflict -> assertEquals(swapped(policy.resolve(conflict)),
                policy.resolve(SampleConflicts.swapped(conflict)), () -> "swapped: " + conflict));
    }

    @Test
    final void ofBothVersionsOneThatIsThereKeepsTheName() {
        ConflictPolicy policy = policy();
        CONFLICTS.forEach(conflict -> {
            if (policy.resolve(conflict) instanceof Resolution.KeepBoth(Side side)) {
                assertTrue((side == Side.LEFT ? conflict.left() : conflict.right()).isPresent(), conflict::toString);
            }
        });
    }

    private static Stream<Conflict> different() {
        return CONFLICTS.stream().filter(conflict -> !conflict.left().equals(conflict.right()));
    }

    private static Resolution swapped(Resolution resolution) {
        return switch (resolution) {
            case Resolution.KeepBoth(Side side) -> new Resolution.KeepBoth(side.other());
            case Resolution.Prefer(Side side) -> new Resolution.Prefer(side.other());
            case Resolution.Merge merge -> merge;
            case Resolution.Skip skip -> skip;
            case Resolution.Ask ask -> ask;
            case Resolution.Undecided undecided -> undecided;
        };
    }
}
