package dev.tandem.tck;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.rules.Rule;
import dev.tandem.tck.rules.Scale;
import dev.tandem.tck.rules.Skipped;
import dev.tandem.tck.rules.Subject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestReporter;

/**
 * What every {@link StorageSession} must hold, as JUnit 5 tests, one for each {@link Rule}. A destination's test extends
 * this class and says how a session is opened. Rules about what the session does not promise are skipped with a message.
 * The system property {@value #ONLY} runs the rules whose ids begin with it.
 */
public abstract class StorageContract {
    /** The property that chooses rules. */
    public static final String ONLY = "tck.only";

    private String ownPlace;
    private StorageSession session;

    /** For subclasses. */
    protected StorageContract() { }

    /**
     * Opens a session on a storage of this name, which is empty when it is first opened in a run. Called several times for
     * one place where a rule is about several sessions, also from several threads; all of them are closed by the caller.
     *
     * @param place a short name, {@code r017}, which no other rule or test of this class has
     * @throws Exception when the storage cannot be opened: the test fails
     */
    protected abstract StorageSession open(String place) throws Exception;

    /** Returns how much the tests may cost. */
    protected Scale scale() {
        return Scale.TEST;
    }

    /** Returns the rules that are turned off: their ids, and why. */
    protected Map<String, String> exceptions() {
        return Map.of();
    }

    /** Returns a session on a place of the running test's own, for tests beside the rules. */
    protected final StorageSession session() {
        return session;
    }

    /** Returns the place of {@link #session}, for tests that open more on it. */
    protected final String place() {
        return ownPlace;
    }

    @BeforeEach
    final void openSession(TestInfo test) throws Exception {
        ownPlace = "t" + Integer.toHexString(Objects.hash(test.getTestMethod(), test.getDisplayName()));
        session = open(ownPlace);
    }

    @AfterEach
    final void closeSession() {
        if (session != null) {
            session.close();
        }
    }

    /** Returns the tests of all rules, by subject. */
    @TestFactory
    final Stream<DynamicContainer> contract(TestReporter reporter) {
        List<Rule> rules = Rule.all();
        Set<String> unknown = new TreeSet<>(exceptions().keySet());
        rules.forEach(rule -> unknown.remove(rule.id()));
        Assertions.assertEquals(Set.of(), unknown, "exceptions for rules there are not");
        return Stream.of(Subject.values()).map(subject -> DynamicContainer.dynamicContainer(subject.word(), rules.stream()
                .filter(rule -> rule.subject() == subject && rule.id().startsWith(System.getProperty(ONLY, "")))
                .map(rule -> test(rule, String.format("r%03d", rules.indexOf(rule)), reporter))
                .collect(Collectors.toList())));
    }

    private DynamicTest test(Rule rule, String place, TestReporter reporter) {
        return dynamicTest(rule.toString(), () -> {
            String reason = exceptions().get(rule.id());
            Assumptions.assumeTrue(reason == null, () -> "turned off: " + reason);
            try {
                rule.prove(() -> open(place), scale(), note -> reporter.publishEntry(rule.id(), note));
            } catch (Skipped e) {
                Assumptions.abort(e.getMessage());
            }
        });
    }
}
