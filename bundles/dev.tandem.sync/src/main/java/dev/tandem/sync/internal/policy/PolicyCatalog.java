package dev.tandem.sync.internal.policy;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.plugin.PluginFault;
import dev.tandem.scan.Filters;
import dev.tandem.scan.PathPatterns;
import dev.tandem.sync.ConflictRule;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.ConflictPolicy;
import dev.tandem.sync.spi.Resolution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The policies that are there at the moment; of several with one name that with the highest ranking counts. */
@Component(service = PolicyCatalog.class)
public final class PolicyCatalog {
    /** A policy, and how it ranks. */
    private record Ranked(String name, int ranking, long id) { }

    private static final Comparator<Map.Entry<ConflictPolicy, Ranked>> BY_RANKING =
            Comparator.comparing((Map.Entry<ConflictPolicy, Ranked> entry) -> entry.getValue().ranking())
                    .thenComparing(entry -> entry.getValue().id(), Comparator.reverseOrder());

    private final Map<ConflictPolicy, Ranked> policies = new ConcurrentHashMap<>();
    private final Filters filters;

    @Activate
    public PolicyCatalog(@Reference Filters filters) {
        this.filters = filters;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addPolicy(ConflictPolicy policy, Map<String, Object> properties) {
        if (properties.get(ConflictPolicy.NAME) instanceof String name) {
            int ranking = properties.get("service.ranking") instanceof Integer number ? number : 0;
            long id = properties.get("service.id") instanceof Long number ? number : 0;
            policies.put(policy, new Ranked(name, ranking, id));
        }
    }

    public void removePolicy(ConflictPolicy policy) {
        policies.remove(policy);
    }

    /** Returns the names of the policies there are. */
    public List<String> names() {
        return policies.values().stream().map(Ranked::name).distinct().sorted().toList();
    }

    /**
     * Returns what decides by rules, of which the first that matches counts; where none does, or a policy cannot tell,
     * the answer is {@link Resolution.Undecided}. Where a policy throws, the conflict waits for a person.
     *
     * @param faults is told whose policy threw
     * @throws SyncException {@code INVALID} for a policy that is not there, or a pattern that is malformed
     */
    public Function<Conflict, Resolution> by(List<ConflictRule> rules, Consumer<PluginFault> faults)
            throws SyncException {
        List<Rule> compiled = new ArrayList<>();
        for (ConflictRule rule : rules) {
            compiled.add(new Rule(patterns(rule), rule.policy(), policy(rule.policy())));
        }
        return conflict -> compiled.stream().filter(rule -> rule.patterns().matches(anchored(conflict.path())))
                .findFirst().map(rule -> decide(rule, conflict, faults)).orElse(new Resolution.Undecided());
    }

    private static Resolution decide(Rule rule, Conflict conflict, Consumer<PluginFault> faults) {
        try {
            return Objects.requireNonNull(rule.policy().resolve(conflict), "no answer");
        } catch (RuntimeException | Error thrown) {
            if (!PluginFault.is(thrown)) {
                throw thrown;
            }
            faults.accept(new PluginFault(bundleOf(rule.policy()), "the conflict policy '" + rule.name() + "'", thrown));
            return new Resolution.Ask();
        }
    }

    private static String bundleOf(ConflictPolicy policy) {
        Bundle bundle = FrameworkUtil.getBundle(policy.getClass());
        return bundle == null ? policy.getClass().getName() : bundle.getSymbolicName();
    }

    /** For a pattern that starts with a slash the folders are the root. */
    private static RawPath anchored(RawPath path) {
        RawPath anchored = RawPath.ROOT;
        for (RawName name : path.names()) {
            anchored = anchored.child(name);
        }
        return anchored;
    }

    private record Rule(PathPatterns patterns, String name, ConflictPolicy policy) { }

    private PathPatterns patterns(ConflictRule rule) throws SyncException {
        try {
            return filters.patterns(List.of(rule.pattern()), false);
        } catch (IllegalArgumentException malformed) {
            throw new SyncException(SyncException.Kind.INVALID, malformed.getMessage(), malformed);
        }
    }

    private ConflictPolicy policy(String name) throws SyncException {
        Optional<ConflictPolicy> found = policies.entrySet().stream()
                .filter(entry -> entry.getValue().name().equals(name)).max(BY_RANKING).map(Map.Entry::getKey);
        return found.orElseThrow(() -> new SyncException(SyncException.Kind.INVALID, "there is no conflict policy '"
                + name + "'; there " + (names().isEmpty() ? "is none at all" : "are: " + String.join(", ", names()))));
    }
}
