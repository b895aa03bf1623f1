package dev.tandem.sync.internal.engine;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.Filters;
import dev.tandem.scan.PathPatterns;
import dev.tandem.sync.ConflictRule;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.ConflictPolicy;
import dev.tandem.sync.spi.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The policies of a run: which one decides where. */
final class Policies {
    private record Rule(PathPatterns pattern, ConflictPolicy policy) { }

    private final List<Rule> rules = new ArrayList<>();

    /**
     * @param known the policies there are, by name
     * @throws SyncException {@code INVALID} for a policy that is not there, or a pattern that is malformed
     */
    Policies(List<ConflictRule> rules, Map<String, ConflictPolicy> known, Filters filters) throws SyncException {
        for (ConflictRule rule : rules) {
            ConflictPolicy policy = known.get(rule.policy());
            if (policy == null) {
                throw new SyncException(SyncException.Kind.INVALID, "there is no conflict policy '" + rule.policy()
                        + "'; there are " + String.join(", ", new TreeSet<>(known.keySet())));
            }
            try {
                this.rules.add(new Rule(filters.patterns(List.of(rule.pattern()), false), policy));
            } catch (IllegalArgumentException e) {
                throw new SyncException(SyncException.Kind.INVALID, e.getMessage(), e);
            }
        }
    }

    /** Decides by the first rule whose pattern matches; without one nothing is decided. */
    Resolution resolve(Conflict conflict) {
        RawPath rooted = RawPath.ROOT;
        for (RawName name : conflict.path().names()) {
            rooted = rooted.child(name);
        }
        for (Rule rule : rules) {
            if (rule.pattern.matches(rooted)) {
                return rule.policy.resolve(conflict);
            }
        }
        return new Resolution.Undecided();
    }
}
