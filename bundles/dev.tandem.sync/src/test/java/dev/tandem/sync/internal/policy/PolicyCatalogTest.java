package dev.tandem.sync.internal.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.RawPath;
import dev.tandem.plugin.PluginFault;
import dev.tandem.scan.Filters;
import dev.tandem.scan.PathPatterns;
import dev.tandem.scan.SourceFilter;
import dev.tandem.scan.SourceRules;
import dev.tandem.scan.Verdict;
import dev.tandem.sync.ConflictRule;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.ConflictPolicy;
import dev.tandem.sync.spi.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Policies are found by name, and asked where their pattern says. */
class PolicyCatalogTest {
    /** Patterns that match what ends with them; the whole path where they start with a slash. */
    private static final class Endings implements Filters {
        @Override
        public SourceFilter forSource(SourceRules rules, RawPath source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Verdict explain(SourceRules rules, RawPath source, RawPath path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PathPatterns patterns(List<String> patterns, boolean ignoreCase) {
            String pattern = patterns.getFirst();
            if (pattern.equals("[")) {
                throw new IllegalArgumentException("'[' is not closed");
            }
            return new PathPatterns() {
                @Override
                public boolean matches(RawPath path) {
                    return pattern.startsWith("/") ? path.toString().equals(pattern)
                            : path.toString().endsWith(pattern.replace("*", ""));
                }

                @Override
                public boolean mayMatchBelow(RawPath directory) {
                    return true;
                }
            };
        }
    }

    private final List<PluginFault> faults = new ArrayList<>();
    private final PolicyCatalog catalog = new PolicyCatalog(new Endings());

    private static Conflict at(String path) {
        return new Conflict(RawPath.of(path), Conflict.Kind.EDIT_EDIT, Optional.empty(), Optional.empty(),
                Optional.empty());
    }

    private void add(ConflictPolicy policy, String name, int ranking, long id) {
        catalog.addPolicy(policy, Map.of(ConflictPolicy.NAME, name, "service.ranking", ranking, "service.id", id));
    }

    @Test
    void theFirstRuleThatMatchesCounts() throws SyncException {
        add(new Skip(), "skip", 0, 1);
        add(new PreferLeft(), "prefer-left", 0, 2);
        var decide = catalog.by(List.of(new ConflictRule("/d/f.txt", "skip"), new ConflictRule(".txt", "prefer-left")),
                faults::add);
        assertEquals(new Resolution.Skip(), decide.apply(at("d/f.txt")));
        assertEquals(new Resolution.Prefer(Side.LEFT), decide.apply(at("e/d/f.txt")));
        assertEquals(new Resolution.Undecided(), decide.apply(at("f.doc")));
    }

    @Test
    void ofSeveralWithOneNameThatWithTheHighestRankingCounts() throws SyncException {
        add(new Skip(), "mine", 0, 1);
        add(new Ask(), "mine", 5, 2);
        add(new PreferLeft(), "mine", 5, 3);
        assertEquals(new Resolution.Ask(), catalog.by(List.of(ConflictRule.everywhere("mine")), faults::add).apply(at("f")));
        assertEquals(List.of("mine"), catalog.names());
    }

    @Test
    void aPolicyThatIsGoneIsNotFound() {
        ConflictPolicy skip = new Skip();
        add(skip, "skip", 0, 1);
        add(new Ask(), "ask", 0, 2);
        catalog.removePolicy(skip);
        SyncException failure = assertThrows(SyncException.class,
                () -> catalog.by(List.of(ConflictRule.everywhere("skip")), faults::add));
        assertEquals(SyncException.Kind.INVALID, failure.kind());
        assertTrue(failure.getMessage().contains("'skip'") && failure.getMessage().endsWith("ask"));
    }

    @Test
    void aMalformedPatternIsQuoted() {
        add(new Ask(), "ask", 0, 2);
        SyncException failure = assertThrows(SyncException.class,
                () -> catalog.by(List.of(new ConflictRule("[", "ask")), faults::add));
        assertTrue(failure.getMessage().contains("'['"));
    }

    @Test
    void aPolicyThatThrowsIsBlamedAndTheConflictWaits() throws Exception {
        catalog.addPolicy(conflict -> {
            throw new IllegalStateException("boom");
        }, Map.of(ConflictPolicy.NAME, "bad", "service.id", 99L));
        assertEquals(new Resolution.Ask(),
                catalog.by(List.of(ConflictRule.everywhere("bad")), faults::add).apply(at("f")));
        assertEquals(1, faults.size());
        assertTrue(faults.getFirst().getMessage().contains("the conflict policy 'bad' failed with "
                + "java.lang.IllegalStateException: boom"), faults.getFirst().getMessage());
    }

    @Test
    void aPolicyThatAnswersNothingIsBlamedToo() throws Exception {
        catalog.addPolicy(_ -> null, Map.of(ConflictPolicy.NAME, "bad", "service.id", 99L));
        assertEquals(new Resolution.Ask(),
                catalog.by(List.of(ConflictRule.everywhere("bad")), faults::add).apply(at("f")));
        assertEquals(1, faults.size());
    }
}
