package dev.tandem.tck.rules;

import dev.tandem.storage.Capability;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One thing a storage must hold.
 *
 * @param id       stays the same between versions, {@code reading.range-beyond}
 * @param subject  what it is about
 * @param number   the rule of {@link dev.tandem.storage.spi.StorageSession} it proves; 0 where it is the text of the call
 * @param sentence what holds, for people
 * @param needs    capabilities without which there is nothing to prove
 * @param proof    fails where it does not hold
 */
public record Rule(String id, Subject subject, int number, String sentence, Set<Capability> needs, Proof proof) {
    /** Copies the set. */
    public Rule {
        needs = Set.copyOf(needs);
    }

    /** Returns all rules, by subject. */
    public static List<Rule> all() {
        return Stream.of(Subject.values()).flatMap(subject -> subject.rules().stream()).toList();
    }

    /** Returns this rule for storages that promise these only. */
    Rule needing(Capability... capabilities) {
        var all = EnumSet.noneOf(Capability.class);
        all.addAll(Arrays.asList(capabilities));
        return new Rule(id, subject, number, sentence, all, proof);
    }

    /**
     * Proves this rule.
     *
     * @param ground an empty storage; what is opened of it is closed
     * @param notes  is told what is worth knowing although nothing is broken
     * @throws Skipped        where there is nothing to prove
     * @throws AssertionError where the rule is broken
     * @throws Exception      what the storage throws where it should not
     */
    public void prove(Ground ground, Scale scale, Consumer<? super String> notes) throws Exception {
        try (var place = new Place(ground, scale, notes)) {
            needs.forEach(place::assume);
            proof.of(place);
        }
    }

    /** Proves this rule and returns how it went; throws nothing but {@link VirtualMachineError}s. */
    public Outcome outcome(Ground ground, Scale scale) {
        List<String> notes = new ArrayList<>();
        try {
            prove(ground, scale, notes::add);
            return new Outcome.Passed(List.copyOf(notes));
        } catch (Skipped e) {
            return new Outcome.NotTried(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed("interrupted", e);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Exception | Error e) {
            return new Outcome.Failed(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return id + ": " + sentence;
    }
}
